import { Hono } from 'hono'
import { revokeToken } from '../../../shared/domain/identity/oauth/revoke.ts'
import { callingApplication } from '../client.ts'
import type { AuthDeps } from '../env.ts'
import { badRequest, oauthError } from '../oauth-error.ts'
import { readParameters } from '../parameters.ts'

/** `POST /oauth/revoke` (RFC 7009). An unknown token answers 200 too: it works no more, which is what was asked. */
export const revokeRoute = (deps: AuthDeps) =>
  new Hono().post('/oauth/revoke', async (c) => {
    const parameters = await readParameters(c)
    if (!parameters.ok) return badRequest(c, parameters.error.description, parameters.error.status)
    const application = await callingApplication(deps, c, parameters.value)
    if (!application.ok) return oauthError(c, application.error)
    const token = parameters.value.get('token')
    if (!token) return badRequest(c, 'Missing parameter: token')
    await revokeToken(deps, application.value, token)
    // The RFC ignores the body; some clients insist on JSON.
    return c.json({}, 200)
  })
