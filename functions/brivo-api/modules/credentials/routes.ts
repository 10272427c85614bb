import { createRoute, z } from '@hono/zod-openapi'
import { createCredential } from '../../../../shared/domain/people/credentials/create.ts'
import { credentialFormats } from '../../../../shared/domain/people/credentials/formats.ts'
import { holderOf } from '../../../../shared/domain/people/credentials/holder.ts'
import { listCredentials } from '../../../../shared/domain/people/credentials/list.ts'
import { removeCredential } from '../../../../shared/domain/people/credentials/remove.ts'
import { CredentialInput } from '../../../../shared/domain/people/credentials/schema.ts'
import { CredentialId } from '../../../../shared/lib/ids.ts'
import { apiError } from '../../api-error.ts'
import { type ApiDeps, router } from '../../env.ts'
import { requirePermission } from '../../middleware/require-permission.ts'
import { empty, errors, json, jsonBody, ListQuery, PageOf, pageAnswer } from '../../wire.ts'
import { UserListed, userListed } from '../users/wire.ts'
import { namingOf } from './naming.ts'
import { CredentialFormatWire, CredentialWire, credentialWire, formatWire } from './wire.ts'

const Params = z.object({ credentialId: CredentialId })

const listFormats = createRoute({
  method: 'get',
  path: '/formats',
  operationId: 'listCredentialFormats',
  middleware: [requirePermission('credentials:view')] as const,
  responses: {
    200: json('Every credential format', z.object({ data: z.array(CredentialFormatWire), count: z.number() })),
    ...errors(403),
  },
})
const list = createRoute({
  method: 'get',
  path: '/',
  operationId: 'listCredentials',
  middleware: [requirePermission('credentials:view')] as const,
  request: { query: ListQuery },
  responses: { 200: json('Credentials of the account, oldest first', PageOf(CredentialWire)), ...errors(400, 403) },
})
const create = createRoute({
  method: 'post',
  path: '/',
  operationId: 'createCredential',
  middleware: [requirePermission('credentials:edit')] as const,
  request: jsonBody(CredentialInput),
  responses: { 201: json('The new credential', CredentialWire), ...errors(400, 403, 409) },
})
const retrieve = createRoute({
  method: 'get',
  path: '/{credentialId}',
  operationId: 'getCredential',
  middleware: [requirePermission('credentials:view')] as const,
  request: { params: Params },
  responses: { 200: json('The credential', CredentialWire), ...errors(400, 403, 404) },
})
const remove = createRoute({
  method: 'delete',
  path: '/{credentialId}',
  operationId: 'deleteCredential',
  middleware: [requirePermission('credentials:edit')] as const,
  request: { params: Params },
  responses: { 204: empty('Deleted'), ...errors(400, 403, 404, 409) },
})
const retrieveUser = createRoute({
  method: 'get',
  path: '/{credentialId}/user',
  operationId: 'getCredentialUser',
  middleware: [requirePermission('users:view')] as const,
  request: { params: Params },
  responses: { 200: json('The user who has the credential', UserListed), ...errors(400, 403, 404) },
})

/** `/v1/api/credentials` */
export const credentialRoutes = (deps: ApiDeps) => {
  const naming = namingOf(deps)
  return router()
    .openapi(listFormats, async (c) => {
      const names = await naming(c.var.principal.accountId)
      return c.json({ data: credentialFormats.map((one) => formatWire(one, names)), count: credentialFormats.length }, 200)
    })
    .openapi(list, async (c) => {
      const query = c.req.valid('query')
      const [page, names] = await Promise.all([listCredentials(deps, c.var.principal, query), naming(c.var.principal.accountId)])
      return page.ok
        ? c.json(
            pageAnswer(page.value, query, (one) => credentialWire(one, names, 'long')),
            200,
          )
        : apiError(c, page.error)
    })
    .openapi(create, async (c) => {
      const [result, names] = await Promise.all([
        createCredential(deps, c.var.principal, c.req.valid('json')),
        naming(c.var.principal.accountId),
      ])
      return result.ok ? c.json(credentialWire(result.value, names, 'short'), 201) : apiError(c, result.error)
    })
    .openapi(retrieve, async (c) => {
      const { credentialId } = c.req.valid('param')
      const { accountId } = c.var.principal
      const [credential, names] = await Promise.all([deps.credentials.get(accountId, credentialId), naming(accountId)])
      return credential
        ? c.json(credentialWire(credential, names, 'long'), 200)
        : apiError(c, { kind: 'credential_not_found', credentialId })
    })
    .openapi(remove, async (c) => {
      const result = await removeCredential(deps, c.var.principal, c.req.valid('param').credentialId)
      return result.ok ? c.body(null, 204) : apiError(c, result.error)
    })
    .openapi(retrieveUser, async (c) => {
      const user = await holderOf(deps, c.var.principal, c.req.valid('param').credentialId)
      return user.ok ? c.json(userListed(user.value), 200) : apiError(c, user.error)
    })
}
