import { z } from 'zod'
import { readScheduleFilter } from '../../../../shared/dialects/brivo/schedules/filter.ts'
import {
  createScheduleOf,
  ScheduleInput,
  ScheduleUpdate,
  scheduleSettings,
} from '../../../../shared/dialects/brivo/schedules/inputs.ts'
import { ScheduleListed, ScheduleWire, scheduleListed, scheduleWire } from '../../../../shared/dialects/brivo/schedules/wire.ts'
import { createSchedule } from '../../../../shared/domain/access/schedules/create.ts'
import { listSchedules } from '../../../../shared/domain/access/schedules/list.ts'
import { removeSchedule } from '../../../../shared/domain/access/schedules/remove.ts'
import { updateSchedule } from '../../../../shared/domain/access/schedules/update.ts'
import { route } from '../../../../shared/http/route.ts'
import { ScheduleId } from '../../../../shared/lib/ids.ts'
import { found } from '../../../../shared/lib/result.ts'
import type { ApiDeps } from '../../env.ts'
import { refuseAs } from '../../refusal.ts'
import { reply, replyEmpty, replyListing } from '../../reply.ts'
import { on, onRefusing } from '../../route.ts'
import { empty, errors, json, jsonBody, listQuery, PageOf } from '../../wire.ts'

/** Deleting is refused by the sentence of most calls. */
const onSchedule = onRefusing('Access to the requested resource was denied')
const Params = z.object({ scheduleId: ScheduleId })
/** The document's texts for the fields that it has texts for, followed by what exactly is wrong. */
const refused = refuseAs({
  name: 'Invalid criteria provided: schedule name.',
  gracePeriod: 'Invalid criteria provided: grace period.',
  scheduleBlocks: 'Invalid criteria provided: schedule blocks.',
  scheduleExceptions: 'Invalid criteria provided: schedule exceptions.',
})

const list = route('get', '/', {
  operationId: 'listSchedules',
  permission: 'schedules:view',
  request: { query: listQuery(readScheduleFilter) },
  responses: { 200: json('Schedules of the account, oldest first', PageOf(ScheduleListed)), ...errors(400, 403) },
})
const retrieve = route('get', '/{scheduleId}', {
  operationId: 'getSchedule',
  permission: 'schedules:view',
  request: { params: Params },
  responses: { 200: json('The schedule', ScheduleWire), ...errors(400, 403, 404) },
})
const create = route('post', '/', {
  operationId: 'createSchedule',
  permission: 'schedules:edit',
  refusal: refused,
  request: jsonBody(ScheduleInput),
  responses: { 200: json('The new schedule', ScheduleWire), ...errors(400, 403, 404, 409) },
})
const update = route('put', '/{scheduleId}', {
  operationId: 'updateSchedule',
  permission: 'schedules:edit',
  refusal: refused,
  request: { params: Params, ...jsonBody(ScheduleUpdate) },
  responses: { 200: json('The schedule as it is now', ScheduleWire), ...errors(400, 403, 404, 409, 412) },
})
const remove = route('delete', '/{scheduleId}', {
  operationId: 'deleteSchedule',
  permission: 'schedules:edit',
  request: { params: Params },
  responses: { 204: empty('Deleted'), ...errors(400, 403, 404, 409, 412) },
})

/** `/v1/api/schedules` */
export const scheduleRoutes = (deps: ApiDeps<'groups' | 'holidays' | 'postures' | 'schedules' | 'sites'>) => [
  onSchedule(list, async (c) => {
    const { filter, ...page } = c.req.valid('query')
    return replyListing(c, await listSchedules(deps, c.var.principal, filter, page), page, scheduleListed)
  }),
  onSchedule(retrieve, async (c) => {
    const { scheduleId } = c.req.valid('param')
    const { accountId } = c.var.principal
    const [schedule, holidays] = await Promise.all([deps.schedules.get(accountId, scheduleId), deps.holidays.all(accountId)])
    return reply(c, found(schedule, { kind: 'not_found', what: 'schedule', id: scheduleId }), (one) =>
      scheduleWire(one, holidays),
    )
  }),
  onSchedule(create, async (c) => {
    const [result, holidays] = await Promise.all([
      createSchedule(deps, c.var.principal, createScheduleOf(c.req.valid('json'))),
      deps.holidays.all(c.var.principal.accountId),
    ])
    return reply(c, result, (value) => scheduleWire(value, holidays))
  }),
  onSchedule(update, async (c) => {
    const [result, holidays] = await Promise.all([
      updateSchedule(deps, c.var.principal, c.req.valid('param').scheduleId, scheduleSettings(c.req.valid('json'))),
      deps.holidays.all(c.var.principal.accountId),
    ])
    return reply(c, result, (value) => scheduleWire(value, holidays))
  }),
  on(remove, async (c) => replyEmpty(c, await removeSchedule(deps, c.var.principal, c.req.valid('param').scheduleId))),
]
