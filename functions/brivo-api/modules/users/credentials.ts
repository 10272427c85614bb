import { createRoute, z } from '@hono/zod-openapi'
import { assignCredential } from '../../../../shared/domain/people/credentials/assign.ts'
import { revokeCredential } from '../../../../shared/domain/people/credentials/revoke.ts'
import { EffectiveDates } from '../../../../shared/domain/people/credentials/schema.ts'
import { CredentialId, UserId } from '../../../../shared/lib/ids.ts'
import { apiError } from '../../api-error.ts'
import { type ApiDeps, router } from '../../env.ts'
import { requirePermission } from '../../middleware/require-permission.ts'
import { empty, errors, json, optionalJsonBody } from '../../wire.ts'
import { namingOf } from '../credentials/naming.ts'
import { pinWire, UserCredentialWire, userCredentialWire } from '../credentials/wire.ts'

const Params = z.object({ userId: UserId })
const CredentialParams = Params.extend({ credentialId: CredentialId })
const Credentials = z.object({ data: z.array(UserCredentialWire), count: z.number() })

const list = createRoute({
  method: 'get',
  path: '/{userId}/credentials',
  operationId: 'listUserCredentials',
  middleware: [requirePermission('users:view')] as const,
  request: { params: Params },
  responses: { 200: json("The user's credentials, its PIN last", Credentials), ...errors(400, 403, 404) },
})
const assign = createRoute({
  method: 'put',
  path: '/{userId}/credentials/{credentialId}',
  operationId: 'assignCredential',
  middleware: [requirePermission('credentials:edit')] as const,
  request: { params: CredentialParams, ...optionalJsonBody(EffectiveDates) },
  responses: { 204: empty('The credential is assigned'), ...errors(400, 403, 404, 409) },
})
const revoke = createRoute({
  method: 'delete',
  path: '/{userId}/credentials/{credentialId}',
  operationId: 'revokeCredential',
  middleware: [requirePermission('credentials:edit')] as const,
  request: { params: CredentialParams },
  responses: { 204: empty('The user does not have the credential'), ...errors(400, 403, 404, 409) },
})

/** `/v1/api/users/{userId}/credentials` */
export const userCredentialRoutes = (deps: ApiDeps) => {
  const naming = namingOf(deps)
  return router()
    .openapi(list, async (c) => {
      const { userId } = c.req.valid('param')
      const { accountId } = c.var.principal
      const [user, credentials, names] = await Promise.all([
        deps.users.get(accountId, userId),
        deps.credentials.ofUser(accountId, userId),
        naming(accountId),
      ])
      if (!user) return apiError(c, { kind: 'user_not_found' })
      const data = [...credentials.map((one) => userCredentialWire(one, names)), ...pinWire(user, names)]
      return c.json({ data, count: data.length }, 200)
    })
    .openapi(assign, async (c) => {
      const result = await assignCredential(deps, c.var.principal, c.req.valid('param'), c.req.valid('json'))
      return result.ok ? c.body(null, 204) : apiError(c, result.error)
    })
    .openapi(revoke, async (c) => {
      const result = await revokeCredential(deps, c.var.principal, c.req.valid('param'))
      return result.ok ? c.body(null, 204) : apiError(c, result.error)
    })
}
