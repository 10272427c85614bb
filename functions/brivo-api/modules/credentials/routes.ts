import { z } from 'zod'
import { readCredentialFilter } from '../../../../shared/dialects/brivo/credentials/filter.ts'
import { formatNames } from '../../../../shared/dialects/brivo/credentials/formats.ts'
import { CredentialInput, createCredentialOf } from '../../../../shared/dialects/brivo/credentials/inputs.ts'
import {
  CredentialFormatWire,
  CredentialWire,
  credentialWire,
  formatWire,
} from '../../../../shared/dialects/brivo/credentials/wire.ts'
import { UserListed, userListed } from '../../../../shared/dialects/brivo/users/wire.ts'
import { createCredential } from '../../../../shared/domain/people/credentials/create.ts'
import { holderOf } from '../../../../shared/domain/people/credentials/holder.ts'
import { listCredentials } from '../../../../shared/domain/people/credentials/list.ts'
import { removeCredential } from '../../../../shared/domain/people/credentials/remove.ts'
import { route } from '../../../../shared/http/route.ts'
import { CredentialId } from '../../../../shared/lib/ids.ts'
import { found } from '../../../../shared/lib/result.ts'
import type { ApiDeps } from '../../env.ts'
import { reply, replyEmpty, replyListing } from '../../reply.ts'
import { on } from '../../route.ts'
import { empty, errors, json, jsonBody, listQuery, PageOf } from '../../wire.ts'
import { namingOf } from './naming.ts'

const Params = z.object({ credentialId: CredentialId })

const listFormats = route('get', '/formats', {
  operationId: 'listCredentialFormats',
  permission: 'credentials:view',
  responses: {
    200: json('Every credential format', z.object({ data: z.array(CredentialFormatWire), count: z.number() })),
    ...errors(403),
  },
})
const list = route('get', '/', {
  operationId: 'listCredentials',
  permission: 'credentials:view',
  request: { query: listQuery(readCredentialFilter) },
  responses: { 200: json('Credentials of the account, oldest first', PageOf(CredentialWire)), ...errors(400, 403) },
})
const create = route('post', '/', {
  operationId: 'createCredential',
  permission: 'credentials:edit',
  request: jsonBody(CredentialInput),
  responses: { 201: json('The new credential', CredentialWire), ...errors(400, 403, 409) },
})
const retrieve = route('get', '/{credentialId}', {
  operationId: 'getCredential',
  permission: 'credentials:view',
  request: { params: Params },
  responses: { 200: json('The credential', CredentialWire), ...errors(400, 403, 404) },
})
const remove = route('delete', '/{credentialId}', {
  operationId: 'deleteCredential',
  permission: 'credentials:edit',
  request: { params: Params },
  responses: { 204: empty('Deleted'), ...errors(400, 403, 404, 409) },
})
const retrieveUser = route('get', '/{credentialId}/user', {
  operationId: 'getCredentialUser',
  permission: 'users:view',
  request: { params: Params },
  responses: { 200: json('The user who has the credential', UserListed), ...errors(400, 403, 404) },
})

/** `/v1/api/credentials` */
export const credentialRoutes = (deps: ApiDeps<'accounts' | 'credentials' | 'users'>) => {
  const naming = namingOf(deps)
  return [
    on(listFormats, async (c) => {
      const names = await naming(c.var.principal.accountId)
      return c.json({ data: formatNames.map((one) => formatWire(one, names)), count: formatNames.length }, 200)
    }),
    on(list, async (c) => {
      const { filter, ...page } = c.req.valid('query')
      const [found, names] = await Promise.all([
        listCredentials(deps, c.var.principal, filter, page),
        naming(c.var.principal.accountId),
      ])
      return replyListing(c, found, page, (one) => credentialWire(one, names, 'long'))
    }),
    on(create, async (c) => {
      const [result, names] = await Promise.all([
        createCredential(deps, c.var.principal, createCredentialOf(c.req.valid('json'))),
        naming(c.var.principal.accountId),
      ])
      return reply(c, result, (value) => credentialWire(value, names, 'short'), 201)
    }),
    on(retrieve, async (c) => {
      const { credentialId } = c.req.valid('param')
      const { accountId } = c.var.principal
      const [credential, names] = await Promise.all([deps.credentials.get(accountId, credentialId), naming(accountId)])
      return reply(c, found(credential, { kind: 'not_found', what: 'credential', id: credentialId }), (one) =>
        credentialWire(one, names, 'long'),
      )
    }),
    on(remove, async (c) => replyEmpty(c, await removeCredential(deps, c.var.principal, c.req.valid('param').credentialId))),
    on(retrieveUser, async (c) => reply(c, await holderOf(deps, c.var.principal, c.req.valid('param').credentialId), userListed)),
  ]
}
