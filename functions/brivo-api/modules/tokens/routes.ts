import {
  ServiceTokenCreated,
  ServiceTokenWire,
  serviceTokenCreated,
  serviceTokenWire,
} from '../../../../shared/dialects/brivo/service-tokens/wire.ts'
import { issueServiceToken } from '../../../../shared/domain/identity/service-tokens/issue.ts'
import { getServiceToken, revokeServiceToken } from '../../../../shared/domain/identity/service-tokens/revoke.ts'
import { route } from '../../../../shared/http/route.ts'
import type { ApiDeps } from '../../env.ts'
import { reply, replyEmpty } from '../../reply.ts'
import { on } from '../../route.ts'
import { empty, errors, json } from '../../wire.ts'

const create = route('post', '/service-token', {
  operationId: 'createServiceToken',
  permission: 'service-tokens:edit',
  actors: ['administrator'],
  responses: {
    200: json("The caller's new service token, whose value is given only here", ServiceTokenCreated),
    ...errors(400, 403),
  },
})

const retrieve = route('get', '/service-token', {
  operationId: 'getServiceToken',
  permission: 'service-tokens:edit',
  actors: ['administrator'],
  responses: { 200: json("The id of the caller's service token", ServiceTokenWire), ...errors(403, 404) },
})

const revoke = route('delete', '/service-token', {
  operationId: 'revokeServiceToken',
  permission: 'service-tokens:edit',
  actors: ['administrator'],
  responses: { 204: empty('Revoked; the token is refused within seconds'), ...errors(403, 404) },
})

/** `/v1/api/tokens` */
export const serviceTokenRoutes = (deps: ApiDeps<'serviceTokens'>) => [
  on(create, async (c) => reply(c, await issueServiceToken(deps, c.var.principal), serviceTokenCreated)),
  on(retrieve, async (c) => reply(c, await getServiceToken(deps, c.var.principal), serviceTokenWire)),
  on(revoke, async (c) => replyEmpty(c, await revokeServiceToken(deps, c.var.principal))),
]
