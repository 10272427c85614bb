import { z } from 'zod'
import type { ApplicationInput } from '../../../domain/identity/oauth/create-application.ts'
import { grantTypes } from '../../../domain/identity/oauth/entity.ts'
import { plainText } from '../../../lib/text.ts'

/** Body of Create New Application (API document): `password` and `authorization_code` exclude each other. */
export const ApplicationBody = z
  .object({
    name: plainText('name', 100),
    description: plainText('description', 500),
    redirectUri: z.string({ error: "Invalid value for 'redirectUri': expected a text" }).max(2_000).nullish(),
    grantTypes: z.array(
      z.enum(grantTypes, {
        error: `Invalid input: expected one of ${grantTypes.join(', ')}`,
      }),
    ),
    kind: z.literal('public', { error: 'Invalid input: expected public, or no kind' }).nullish(),
  })
  .refine(({ grantTypes: asked }) => asked.includes('password') !== asked.includes('authorization_code'), {
    error: "Invalid value for 'grantTypes': either password or authorization_code is needed, and not both",
  })
  .refine(({ grantTypes: asked, kind }) => kind !== 'public' || !asked.includes('password'), {
    error: "Invalid value for 'grantTypes': a public application has authorization_code, as it can keep no secret",
  })
  .meta({
    id: 'ApplicationInput',
    example: {
      name: 'Mobile One Administrative Application',
      description: '3rd Party Administrative mobile application',
      redirectUri: 'mobileone://mobile.deeplink/approval_receieved',
      grantTypes: ['authorization_code', 'refresh_token'],
    },
  })

/** What a body of Create New Application asks for. Every application may refresh, as every grant gives a refresh token. */
export const applicationInputOf = (body: z.infer<typeof ApplicationBody>): ApplicationInput => ({
  name: body.name,
  description: body.description,
  kind: body.grantTypes.includes('password') ? 'password' : (body.kind ?? 'partner'),
  ...(body.redirectUri ? { redirectUris: [body.redirectUri] } : {}),
})
