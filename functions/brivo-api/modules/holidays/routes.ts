import { z } from 'zod'
import { readHolidayFilter } from '../../../../shared/dialects/brivo/schedules/filter.ts'
import { HolidayInput } from '../../../../shared/dialects/brivo/schedules/inputs.ts'
import { HolidayWire, holidayWire } from '../../../../shared/dialects/brivo/schedules/wire.ts'
import { createHoliday, listHolidays, removeHoliday, updateHoliday } from '../../../../shared/domain/access/schedules/holidays.ts'
import { route } from '../../../../shared/http/route.ts'
import { HolidayId } from '../../../../shared/lib/ids.ts'
import { found } from '../../../../shared/lib/result.ts'
import type { ApiDeps } from '../../env.ts'
import { reply, replyEmpty, replyListing } from '../../reply.ts'
import { on } from '../../route.ts'
import { empty, errors, json, jsonBody, listQuery, PageOf } from '../../wire.ts'

const Params = z.object({ holidayId: HolidayId })
const list = route('get', '/', {
  operationId: 'listHolidays',
  permission: 'schedules:view',
  request: { query: listQuery(readHolidayFilter) },
  responses: { 200: json('Holidays of the account, oldest first', PageOf(HolidayWire)), ...errors(400, 403) },
})
const retrieve = route('get', '/{holidayId}', {
  operationId: 'getHoliday',
  permission: 'schedules:view',
  request: { params: Params },
  responses: { 200: json('The holiday', HolidayWire), ...errors(400, 403, 404) },
})
const create = route('post', '/', {
  operationId: 'createHoliday',
  permission: 'schedules:edit',
  request: jsonBody(HolidayInput),
  responses: { 200: json('The new holiday', HolidayWire), ...errors(400, 403, 404, 409) },
})
const update = route('put', '/{holidayId}', {
  operationId: 'updateHoliday',
  permission: 'schedules:edit',
  request: { params: Params, ...jsonBody(HolidayInput) },
  responses: { 200: json('The holiday as it is now', HolidayWire), ...errors(400, 403, 404, 409) },
})
const remove = route('delete', '/{holidayId}', {
  operationId: 'deleteHoliday',
  permission: 'schedules:edit',
  request: { params: Params },
  responses: { 204: empty('Deleted'), ...errors(400, 403, 404, 409) },
})

/** `/v1/api/holidays` */
export const holidayRoutes = (deps: ApiDeps<'groups' | 'holidays' | 'sites'>) => [
  on(list, async (c) => {
    const { filter, ...page } = c.req.valid('query')
    return replyListing(c, await listHolidays(deps, c.var.principal, filter, page), page, holidayWire)
  }),
  on(retrieve, async (c) => {
    const { holidayId } = c.req.valid('param')
    const holiday = await deps.holidays.get(c.var.principal.accountId, holidayId)
    return reply(c, found(holiday, { kind: 'not_found', what: 'holiday', id: holidayId }), holidayWire)
  }),
  on(create, async (c) => reply(c, await createHoliday(deps, c.var.principal, c.req.valid('json')), holidayWire)),
  on(update, async (c) =>
    reply(c, await updateHoliday(deps, c.var.principal, c.req.valid('param').holidayId, c.req.valid('json')), holidayWire),
  ),
  on(remove, async (c) => replyEmpty(c, await removeHoliday(deps, c.var.principal, c.req.valid('param').holidayId))),
]
