import { Hono } from 'hono'
import { claimsOfRequest } from '../../../shared/domain/identity/service-tokens/sign.ts'
import type { AuthDeps } from '../env.ts'
import { badRequest } from '../oauth-error.ts'
import { readParameters } from '../parameters.ts'

/**
 * `POST /oauth/service-token`: signs the service token that an API has stored a request for. The API names the request by its secret; it has
 * no key, and gets a signature under nothing else.
 */
export const serviceTokenRoute = (deps: AuthDeps) =>
  new Hono().post('/oauth/service-token', async (c) => {
    const parameters = await readParameters(c)
    if (!parameters.ok) return badRequest(c, parameters.error.description, parameters.error.status)
    const request = parameters.value.get('request')
    if (!request) return badRequest(c, 'Missing parameter: request')
    const claims = await claimsOfRequest(deps, request)
    return claims ? c.json({ token: await deps.signAccessToken(claims) }) : badRequest(c, 'Unknown request')
  })
