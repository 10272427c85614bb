import { createRoute, z } from '@hono/zod-openapi'
import { countEvents } from '../../../../shared/domain/record/events/count.ts'
import { listEvents } from '../../../../shared/domain/record/events/list.ts'
import type { EventKind } from '../../../../shared/domain/record/events/schema.ts'
import { EventWire, eventWire } from '../../../../shared/domain/record/events/wire.ts'
import { formatInstantMs, WireInstant } from '../../../../shared/lib/wire-time.ts'
import { apiError } from '../../api-error.ts'
import { type ApiDeps, router } from '../../env.ts'
import { requirePermission } from '../../middleware/require-permission.ts'
import { refuseAs } from '../../refusal.ts'
import { errors, json, ListQuery } from '../../wire.ts'

/** Listings of events page by instants, not by numbers (API document, Access Events Listing). */
const EventListQuery = ListQuery.extend({ offset: WireInstant.optional() })
const EventPageWire = z
  .object({ data: z.array(EventWire), offset: z.string().optional(), pageSize: z.number() })
  .meta({ id: 'EventPage' })
const EventCount = z.object({ count: z.number() }).meta({ id: 'EventCount' })

const listOf = (kind: EventKind, operationId: string, description: string) =>
  createRoute({
    method: 'get',
    path: `/${kind}`,
    operationId,
    middleware: [requirePermission('events:view')] as const,
    request: { query: EventListQuery },
    responses: { 200: json(description, EventPageWire), ...errors(400, 403) },
  })
const listAccess = listOf('access', 'listAccessEvents', 'What happened at doors and panels, newest first')
const listAudit = listOf('audit', 'listAuditEvents', 'What administrators did, newest first')

const countOf = (kind: EventKind, operationId: string) =>
  createRoute({
    method: 'get',
    path: `/counts/${kind}`,
    operationId,
    middleware: [requirePermission('events:view')] as const,
    request: { query: ListQuery.pick({ filter: true }) },
    responses: { 200: json('How many events the listing would have', EventCount), ...errors(400, 403) },
  })
const countAccess = countOf('access', 'countAccessEvents')
const countAudit = countOf('audit', 'countAuditEvents')

const refused = refuseAs({
  offset: 'Invalid listing criteria provided: offset.',
  pageSize: 'Invalid listing criteria provided: pageSize.',
})

/** A page as the wire has it: the offset it was asked with, if any, and no count. */
const pageWire = (events: Parameters<typeof eventWire>[0][], { offset, pageSize }: z.infer<typeof EventListQuery>) => ({
  data: events.map(eventWire),
  ...(offset === undefined ? {} : { offset: formatInstantMs(offset) }),
  pageSize,
})

/** `/v1/api/events` */
export const eventRoutes = (deps: ApiDeps) =>
  router(refused)
    .openapi(listAccess, async (c) => {
      const query = c.req.valid('query')
      const events = await listEvents(deps, c.var.principal, 'access', query)
      return events.ok ? c.json(pageWire(events.value, query), 200) : apiError(c, events.error)
    })
    .openapi(listAudit, async (c) => {
      const query = c.req.valid('query')
      const events = await listEvents(deps, c.var.principal, 'audit', query)
      return events.ok ? c.json(pageWire(events.value, query), 200) : apiError(c, events.error)
    })
    .openapi(countAccess, async (c) => {
      const count = await countEvents(deps, c.var.principal, 'access', c.req.valid('query').filter)
      return count.ok ? c.json({ count: count.value }, 200) : apiError(c, count.error)
    })
    .openapi(countAudit, async (c) => {
      const count = await countEvents(deps, c.var.principal, 'audit', c.req.valid('query').filter)
      return count.ok ? c.json({ count: count.value }, 200) : apiError(c, count.error)
    })
