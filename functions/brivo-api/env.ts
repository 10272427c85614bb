import { OpenAPIHono } from '@hono/zod-openapi'
import type { Deps } from '../../shared/domain/deps.ts'
import type { Principal } from '../../shared/domain/identity/administrators/principal.ts'
import { refuseInvalid } from './refusal.ts'

/** What the API function is given besides the operations' own dependencies. */
export type ApiDeps = Deps & {
  /** The principal of a bearer token; `expired` and `invalid` are told apart, as the answer says which. */
  verifyToken: (token: string) => Promise<Principal | 'expired' | 'invalid'>
  verifyApiKey: (key: string) => boolean
}

/** What handlers read of a request besides its input. `By` is who may be there, where not every kind of principal is. */
export type ApiEnv<By extends Principal = Principal> = { Variables: { principal: By; requestId: string } }

/** A router that refuses, with the wire's error body, a request that does not fit its schemas. */
export const router = () => new OpenAPIHono<ApiEnv>({ defaultHook: refuseInvalid, strict: false })
