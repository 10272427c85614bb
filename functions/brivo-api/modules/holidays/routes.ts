import { createRoute, z } from '@hono/zod-openapi'
import { createHoliday, listHolidays, removeHoliday, updateHoliday } from '../../../../shared/domain/access/schedules/holidays.ts'
import { universal } from '../../../../shared/domain/access/schedules/list.ts'
import { type Holiday, HolidayInput } from '../../../../shared/domain/access/schedules/schema.ts'
import { HolidayId } from '../../../../shared/lib/ids.ts'
import { apiError } from '../../api-error.ts'
import { type ApiDeps, router } from '../../env.ts'
import { requirePermission } from '../../middleware/require-permission.ts'
import { empty, errors, json, jsonBody, ListQuery, PageOf, pageAnswer } from '../../wire.ts'

const Params = z.object({ holidayId: HolidayId })
const HolidayWire = z
  .object({
    id: z.number(),
    name: z.string(),
    start: z.string(),
    end: z.string(),
    siteName: z.string(),
    siteId: z.number().optional(),
  })
  .meta({ id: 'Holiday' })

/** A holiday as the listing answers it (API document, Holiday Listing). */
const holidayWire = (holiday: Holiday): z.infer<typeof HolidayWire> => ({
  id: holiday.id,
  name: holiday.name,
  start: holiday.start,
  end: holiday.end,
  siteName: holiday.siteName ?? universal,
  ...(holiday.siteId === undefined ? {} : { siteId: holiday.siteId }),
})

const list = createRoute({
  method: 'get',
  path: '/',
  operationId: 'listHolidays',
  middleware: [requirePermission('schedules:view')] as const,
  request: { query: ListQuery },
  responses: { 200: json('Holidays of the account, oldest first', PageOf(HolidayWire)), ...errors(400, 403) },
})
const retrieve = createRoute({
  method: 'get',
  path: '/{holidayId}',
  operationId: 'getHoliday',
  middleware: [requirePermission('schedules:view')] as const,
  request: { params: Params },
  responses: { 200: json('The holiday', HolidayWire), ...errors(400, 403, 404) },
})
const create = createRoute({
  method: 'post',
  path: '/',
  operationId: 'createHoliday',
  middleware: [requirePermission('schedules:edit')] as const,
  request: jsonBody(HolidayInput),
  responses: { 200: json('The new holiday', HolidayWire), ...errors(400, 403, 404, 409) },
})
const update = createRoute({
  method: 'put',
  path: '/{holidayId}',
  operationId: 'updateHoliday',
  middleware: [requirePermission('schedules:edit')] as const,
  request: { params: Params, ...jsonBody(HolidayInput) },
  responses: { 200: json('The holiday as it is now', HolidayWire), ...errors(400, 403, 404, 409) },
})
const remove = createRoute({
  method: 'delete',
  path: '/{holidayId}',
  operationId: 'deleteHoliday',
  middleware: [requirePermission('schedules:edit')] as const,
  request: { params: Params },
  responses: { 204: empty('Deleted'), ...errors(400, 403, 404, 409) },
})

/** `/v1/api/holidays` */
export const holidayRoutes = (deps: ApiDeps) =>
  router()
    .openapi(list, async (c) => {
      const query = c.req.valid('query')
      const page = await listHolidays(deps, c.var.principal, query)
      return page.ok ? c.json(pageAnswer(page.value, query, holidayWire), 200) : apiError(c, page.error)
    })
    .openapi(retrieve, async (c) => {
      const { holidayId } = c.req.valid('param')
      const holiday = await deps.holidays.get(c.var.principal.accountId, holidayId)
      return holiday ? c.json(holidayWire(holiday), 200) : apiError(c, { kind: 'holiday_not_found', holidayId })
    })
    .openapi(create, async (c) => {
      const result = await createHoliday(deps, c.var.principal, c.req.valid('json'))
      return result.ok ? c.json(holidayWire(result.value), 200) : apiError(c, result.error)
    })
    .openapi(update, async (c) => {
      const result = await updateHoliday(deps, c.var.principal, c.req.valid('param').holidayId, c.req.valid('json'))
      return result.ok ? c.json(holidayWire(result.value), 200) : apiError(c, result.error)
    })
    .openapi(remove, async (c) => {
      const result = await removeHoliday(deps, c.var.principal, c.req.valid('param').holidayId)
      return result.ok ? c.body(null, 204) : apiError(c, result.error)
    })
