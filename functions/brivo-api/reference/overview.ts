import type { Document } from './document.ts'
import { sections } from './sections.ts'

const description = (
  publicUrl: string,
) => `Sallyport is a cloud for physical access control: people, credentials, doors, schedules and events.

# Signing in
Every call under \`/v1/api\` has two headers: \`api-key\`, which names the developer, and \`Authorization: Bearer …\` with an access token.

- **For a person** (three-legged OAuth 2): send them to \`/oauth/authorize?response_type=code&client_id=…\`, and exchange the code that comes
  back at \`/oauth/token\`.
- **With a password**: \`grant_type=password\` at \`/oauth/token\`, with the client id and the secret of the application as Basic credentials.
- **For a program that runs unattended**: a service token, which works for a year.

An access token is short-lived: its \`refresh_token\` gets another from \`/oauth/token\`.

# A typed client
The samples in TypeScript use \`@sallyport/client\` of the project's folder \`sdk/\`. It gets and refreshes tokens, repeats what failed for a moment, and
knows the types of every call:

\`\`\`ts
import { createClient } from '@sallyport/client'

const client = createClient({
  apiUrl: '${publicUrl}',
  apiKey: process.env.API_KEY ?? '',
  accessToken: process.env.ACCESS_TOKEN ?? '',
})
\`\`\`

# Listings
A listing answers \`data\`, the \`offset\` and \`pageSize\` that it used, and the \`count\` of everything that the filter finds. \`pageSize\` is 20 unless
asked for, and 100 at most. Events are listed by time in place of a number.

A filter is \`field__operator:value\`. Several values are separated by commas, several criteria by semicolons; all of them must hold:
\`filter=lastname__eq:Smith;user_status__eq:active\`. A backslash before a comma or a semicolon makes it part of a value. A field that a listing
does not have is refused with 400.

# Values
- Ids are numbers below 2^53.
- Dates and times are ISO 8601. Answers have them in UTC to the second; requests may have any offset. A date alone is its midnight in UTC.
- What is empty is left out of answers, except for empty lists. In requests, \`null\` means the same as a field that is left out, unless a field
  says otherwise.
- Answers may get further fields and further values of enumerations at any time: ignore those that you do not know.

# Writing safely
A request that writes may have the header \`Idempotency-Key\`: 1 to 255 printable ASCII characters that you choose, such as a UUID. The same request with the same key within 24 hours is
not run again, and has the first answer.

# Errors
An error has \`{"code": 404, "message": "…"}\`; the code is the status. A 400 names the field that is wrong. Something of another account is 404, as
if it were not there. 401 has the words of OAuth: \`{"error": "invalid_token", "error_description": "…"}\`. A missing or wrong \`api-key\` is 403
with a page in HTML, and a verb that a path does not have is 596. Every answer names its request in \`X-Request-Id\`: quote it when you ask for help.`

/** All of the document but its calls and schemas. */
export const overview = (publicUrl: string) =>
  ({
    openapi: '3.1.0',
    info: {
      title: 'Sallyport API',
      version: '1',
      summary: 'Physical access control as a service',
      description: description(publicUrl),
      license: { name: 'Apache 2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: publicUrl }],
    tags: sections.map((chapter) => ({ name: chapter.name, description: chapter.description })),
  }) as const satisfies Partial<Document>
