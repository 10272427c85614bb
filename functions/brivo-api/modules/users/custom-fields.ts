import { z } from 'zod'
import { FieldValueInput, fieldValueOf } from '../../../../shared/dialects/brivo/custom-fields/inputs.ts'
import { FieldValueWire, fieldValueWire } from '../../../../shared/dialects/brivo/custom-fields/wire.ts'
import { setValueOfUser, valuesOfUser } from '../../../../shared/domain/people/custom-fields/user-values.ts'
import { route } from '../../../../shared/http/route.ts'
import { CustomFieldId, UserId } from '../../../../shared/lib/ids.ts'
import type { ApiDeps } from '../../env.ts'
import { reply, replyEmpty } from '../../reply.ts'
import { on } from '../../route.ts'
import { empty, errors, json, jsonBody } from '../../wire.ts'

const Params = z.object({ userId: UserId })
const FieldParams = Params.extend({ customFieldId: CustomFieldId })
const Values = z.object({ data: z.array(FieldValueWire), count: z.number() })

const list = route('get', '/{userId}/custom-fields', {
  operationId: 'listFieldValues',
  permission: 'users:view',
  request: { params: Params },
  responses: { 200: json('The values that the user has, in the order of display', Values), ...errors(400, 403, 404) },
})
const update = route('put', '/{userId}/custom-fields/{customFieldId}', {
  operationId: 'updateFieldValue',
  permission: 'users:edit',
  alsoBy: ['post'],
  request: { params: FieldParams, ...jsonBody(FieldValueInput) },
  responses: { 200: json('The value that the user has now', FieldValueWire), ...errors(400, 403, 404, 409) },
})
const remove = route('delete', '/{userId}/custom-fields/{customFieldId}', {
  operationId: 'deleteFieldValue',
  permission: 'users:edit',
  request: { params: FieldParams },
  responses: { 204: empty('The user has no value of the field'), ...errors(400, 403, 404, 409) },
})

/** `/v1/api/users/{userId}/custom-fields` */
export const userFieldRoutes = (deps: ApiDeps<'accounts' | 'customFields' | 'users'>) => [
  on(list, async (c) => {
    const values = await valuesOfUser(deps, c.var.principal, c.req.valid('param').userId)
    return reply(c, values, (value) => ({ data: value.map(fieldValueWire), count: value.length }))
  }),
  on(update, async (c) => {
    const value = fieldValueOf(c.req.valid('json'))
    return reply(c, await setValueOfUser(deps, c.var.principal, c.req.valid('param'), value), fieldValueWire)
  }),
  on(remove, async (c) => replyEmpty(c, await setValueOfUser(deps, c.var.principal, c.req.valid('param'), null))),
]
