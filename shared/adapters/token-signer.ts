import { z } from 'zod'
import type { SignServiceToken } from '../domain/identity/service-tokens/issue.ts'
import { second } from '../lib/clock.ts'

const Answer = z.object({ token: z.string() })

/** Has tokens signed by the auth function, which alone holds the keys. `publicUrl`: where it answers. Throws when it does not. */
export const tokenSigner =
  (publicUrl: string): SignServiceToken =>
  async (requestSecret) => {
    const response = await fetch(`${publicUrl}/oauth/service-token`, {
      method: 'POST',
      body: new URLSearchParams({ request: requestSecret }),
      signal: AbortSignal.timeout(5 * second),
    })
    if (!response.ok) throw new Error(`The service token was not signed: ${response.status}`)
    return Answer.parse(await response.json()).token
  }
