import { z } from 'zod'
import { assignmentDatesOf, EffectiveDates } from '../../../../shared/dialects/brivo/credentials/inputs.ts'
import { pinWire, UserCredentialWire, userCredentialWire } from '../../../../shared/dialects/brivo/credentials/wire.ts'
import { assignCredential } from '../../../../shared/domain/people/credentials/assign.ts'
import { revokeCredential } from '../../../../shared/domain/people/credentials/revoke.ts'
import { route } from '../../../../shared/http/route.ts'
import { CredentialId, UserId } from '../../../../shared/lib/ids.ts'
import { apiError } from '../../api-error.ts'
import type { ApiDeps } from '../../env.ts'
import { replyEmpty } from '../../reply.ts'
import { on } from '../../route.ts'
import { empty, errors, json, optionalJsonBody } from '../../wire.ts'
import { namingOf } from '../credentials/naming.ts'

const Params = z.object({ userId: UserId })
const CredentialParams = Params.extend({ credentialId: CredentialId })
const Credentials = z.object({ data: z.array(UserCredentialWire), count: z.number() })

const list = route('get', '/{userId}/credentials', {
  operationId: 'listUserCredentials',
  permission: 'credentials:view',
  request: { params: Params },
  responses: { 200: json("The user's credentials, its PIN last", Credentials), ...errors(400, 403, 404) },
})
const assign = route('put', '/{userId}/credentials/{credentialId}', {
  operationId: 'assignCredential',
  permission: 'credentials:edit',
  alsoBy: ['post'],
  request: { params: CredentialParams, ...optionalJsonBody(EffectiveDates) },
  responses: { 204: empty('The credential is assigned'), ...errors(400, 403, 404, 409) },
})
const revoke = route('delete', '/{userId}/credentials/{credentialId}', {
  operationId: 'revokeCredential',
  permission: 'credentials:edit',
  request: { params: CredentialParams },
  responses: { 204: empty('The user does not have the credential'), ...errors(400, 403, 404, 409) },
})

/** `/v1/api/users/{userId}/credentials` */
export const userCredentialRoutes = (deps: ApiDeps<'accounts' | 'credentials' | 'users'>) => {
  const naming = namingOf(deps)
  return [
    on(list, async (c) => {
      const { userId } = c.req.valid('param')
      const { accountId } = c.var.principal
      const [user, credentials, names] = await Promise.all([
        deps.users.get(accountId, userId),
        deps.credentials.ofUser(accountId, userId),
        naming(accountId),
      ])
      if (!user) return apiError(c, { kind: 'not_found', what: 'user', id: userId })
      const data = [...credentials.map((one) => userCredentialWire(one, names)), ...pinWire(user, names)]
      return c.json({ data, count: data.length }, 200)
    }),
    on(assign, async (c) =>
      replyEmpty(c, await assignCredential(deps, c.var.principal, c.req.valid('param'), assignmentDatesOf(c.req.valid('json')))),
    ),
    on(revoke, async (c) => replyEmpty(c, await revokeCredential(deps, c.var.principal, c.req.valid('param')))),
  ]
}
