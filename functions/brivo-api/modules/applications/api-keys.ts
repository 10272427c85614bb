import { z } from 'zod'
import {
  ApiKeyBody,
  ApiKeyCreated,
  ApiKeyWire,
  apiKeyCreated,
  apiKeyWire,
} from '../../../../shared/dialects/brivo/applications/api-keys.ts'
import { createApiKey } from '../../../../shared/domain/identity/api-keys/create.ts'
import { getApiKey, listApiKeys } from '../../../../shared/domain/identity/api-keys/list.ts'
import { revokeApiKey } from '../../../../shared/domain/identity/api-keys/revoke.ts'
import { route } from '../../../../shared/http/route.ts'
import { ApiKeyId, ApplicationId } from '../../../../shared/lib/ids.ts'
import type { ApiDeps } from '../../env.ts'
import { reply, replyEmpty, replyPage } from '../../reply.ts'
import { on } from '../../route.ts'
import { empty, errors, json, jsonBody, ListQuery, PageOf } from '../../wire.ts'

const Params = z.object({ applicationId: ApplicationId })
const KeyParams = Params.extend({ apiKeyId: ApiKeyId })

const list = route('get', '/{applicationId}/api-keys', {
  operationId: 'listApiKeys',
  permission: 'applications:view',
  request: { params: Params, query: ListQuery.omit({ filter: true }) },
  responses: { 200: json('Api keys of the application, oldest first', PageOf(ApiKeyWire)), ...errors(400, 403, 404) },
})

const create = route('post', '/{applicationId}/api-keys', {
  operationId: 'createApiKey',
  permission: 'applications:edit',
  actors: ['administrator'],
  request: { params: Params, ...jsonBody(ApiKeyBody) },
  responses: {
    200: json('The new api key, with its value that is given only here', ApiKeyCreated),
    ...errors(400, 403, 404, 409, 412),
  },
})

const retrieve = route('get', '/{applicationId}/api-keys/{apiKeyId}', {
  operationId: 'getApiKey',
  permission: 'applications:view',
  request: { params: KeyParams },
  responses: { 200: json('The api key', ApiKeyWire), ...errors(400, 403, 404) },
})

const remove = route('delete', '/{applicationId}/api-keys/{apiKeyId}', {
  operationId: 'deleteApiKey',
  permission: 'applications:edit',
  actors: ['administrator'],
  request: { params: KeyParams },
  responses: { 204: empty('Revoked; it is refused within seconds'), ...errors(400, 403, 404) },
})

/** `/v1/api/applications/{applicationId}/api-keys` */
export const apiKeyRoutes = (deps: ApiDeps<'applications'>) => [
  on(list, async (c) => {
    const page = c.req.valid('query')
    return replyPage(c, await listApiKeys(deps, c.var.principal, c.req.valid('param').applicationId, page), page, apiKeyWire)
  }),
  on(create, async (c) => {
    const { principal } = c.var
    const { applicationId } = c.req.valid('param')
    const { accountId } = principal
    return reply(c, await createApiKey(deps, { accountId, applicationId }, c.req.valid('json').name, principal), apiKeyCreated)
  }),
  on(retrieve, async (c) => {
    const { applicationId, apiKeyId } = c.req.valid('param')
    return reply(c, await getApiKey(deps, c.var.principal, applicationId, apiKeyId), apiKeyWire)
  }),
  on(remove, async (c) => {
    const { applicationId, apiKeyId } = c.req.valid('param')
    return replyEmpty(c, await revokeApiKey(deps, c.var.principal, applicationId, apiKeyId))
  }),
]
