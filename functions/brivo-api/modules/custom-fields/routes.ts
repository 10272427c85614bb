import { z } from 'zod'
import {
  CustomFieldInput,
  CustomFieldUpdate,
  createCustomFieldOf,
  customFieldChangesOf,
} from '../../../../shared/dialects/brivo/custom-fields/inputs.ts'
import { CustomFieldWire, customFieldWire } from '../../../../shared/dialects/brivo/custom-fields/wire.ts'
import { parseFilter } from '../../../../shared/dialects/brivo/filter.ts'
import { createCustomField } from '../../../../shared/domain/people/custom-fields/create.ts'
import { listCustomFields } from '../../../../shared/domain/people/custom-fields/list.ts'
import { removeCustomField } from '../../../../shared/domain/people/custom-fields/remove.ts'
import { updateCustomField } from '../../../../shared/domain/people/custom-fields/update.ts'
import { route } from '../../../../shared/http/route.ts'
import { CustomFieldId } from '../../../../shared/lib/ids.ts'
import { found } from '../../../../shared/lib/result.ts'
import type { ApiDeps } from '../../env.ts'
import { reply, replyEmpty, replyListing } from '../../reply.ts'
import { on } from '../../route.ts'
import { empty, errors, json, jsonBody, listQuery, PageOf } from '../../wire.ts'

const Params = z.object({ customFieldId: CustomFieldId })

const list = route('get', '/', {
  operationId: 'listCustomFields',
  permission: 'custom-fields:view',
  request: { query: listQuery((filter) => parseFilter(filter, {})) },
  responses: { 200: json('Custom fields of the account, in the order of display', PageOf(CustomFieldWire)), ...errors(400, 403) },
})
const create = route('post', '/', {
  operationId: 'createCustomField',
  permission: 'custom-fields:edit',
  request: jsonBody(CustomFieldInput),
  responses: { 200: json('The new custom field', CustomFieldWire), ...errors(400, 403, 404, 409) },
})
const retrieve = route('get', '/{customFieldId}', {
  operationId: 'getCustomField',
  permission: 'custom-fields:view',
  request: { params: Params },
  responses: { 200: json('The custom field', CustomFieldWire), ...errors(400, 403, 404) },
})
const update = route('put', '/{customFieldId}', {
  operationId: 'updateCustomField',
  permission: 'custom-fields:edit',
  request: { params: Params, ...jsonBody(CustomFieldUpdate) },
  responses: { 200: json('The custom field as it is now', CustomFieldWire), ...errors(400, 403, 404, 409) },
})
const remove = route('delete', '/{customFieldId}', {
  operationId: 'deleteCustomField',
  permission: 'custom-fields:edit',
  request: { params: Params },
  responses: { 204: empty('Deleted; no user has a value of it'), ...errors(400, 403, 404, 409) },
})

/** `/v1/api/custom-fields` */
export const customFieldRoutes = (deps: ApiDeps<'customFields'>) => [
  on(list, async (c) => {
    const { filter: _, ...page } = c.req.valid('query')
    return replyListing(c, await listCustomFields(deps, c.var.principal, page), page, customFieldWire)
  }),
  on(create, async (c) =>
    reply(c, await createCustomField(deps, c.var.principal, createCustomFieldOf(c.req.valid('json'))), customFieldWire),
  ),
  on(retrieve, async (c) => {
    const { customFieldId } = c.req.valid('param')
    const field = await deps.customFields.get(c.var.principal.accountId, customFieldId)
    return reply(c, found(field, { kind: 'not_found', what: 'custom field', id: customFieldId }), customFieldWire)
  }),
  on(update, async (c) => {
    const changes = customFieldChangesOf(c.req.valid('json'))
    return reply(c, await updateCustomField(deps, c.var.principal, c.req.valid('param').customFieldId, changes), customFieldWire)
  }),
  on(remove, async (c) => replyEmpty(c, await removeCustomField(deps, c.var.principal, c.req.valid('param').customFieldId))),
]
