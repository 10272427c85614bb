import { z } from 'zod'
import { countEvents } from '../../../../shared/domain/record/events/count.ts'
import { listEvents } from '../../../../shared/domain/record/events/list.ts'
import type { EventKind } from '../../../../shared/domain/record/events/schema.ts'
import { EventWire, eventWire } from '../../../../shared/domain/record/events/wire.ts'
import { formatInstantMs, WireInstant } from '../../../../shared/lib/wire-time.ts'
import type { ApiDeps } from '../../env.ts'
import { refuseAs } from '../../refusal.ts'
import { reply } from '../../reply.ts'
import { on, route } from '../../route.ts'
import { errors, json, ListQuery } from '../../wire.ts'

/** Listings of events page by instants, not by numbers (API document, Access Events Listing). */
const EventListQuery = ListQuery.extend({ offset: WireInstant.optional() })
const EventPageWire = z
  .object({ data: z.array(EventWire), offset: z.string().optional(), pageSize: z.number() })
  .meta({ id: 'EventPage' })
const EventCount = z.object({ count: z.number() }).meta({ id: 'EventCount' })

const refused = refuseAs({
  offset: 'Invalid listing criteria provided: offset.',
  pageSize: 'Invalid listing criteria provided: pageSize.',
})

const listOf = (kind: EventKind, operationId: string, description: string) =>
  route('get', `/${kind}`, {
    operationId,
    permission: 'events:view',
    refusal: refused,
    request: { query: EventListQuery },
    responses: { 200: json(description, EventPageWire), ...errors(400, 403) },
  })
const listAccess = listOf('access', 'listAccessEvents', 'What happened at doors and panels, newest first')
const listAudit = listOf('audit', 'listAuditEvents', 'What administrators did, newest first')

const countOf = (kind: EventKind, operationId: string) =>
  route('get', `/counts/${kind}`, {
    operationId,
    permission: 'events:view',
    refusal: refused,
    request: { query: ListQuery.pick({ filter: true }) },
    responses: { 200: json('How many events the listing would have', EventCount), ...errors(400, 403) },
  })
const countAccess = countOf('access', 'countAccessEvents')
const countAudit = countOf('audit', 'countAuditEvents')

/** A page as the wire has it: the offset it was asked with, if any, and no count. */
const pageWire = (events: Parameters<typeof eventWire>[0][], { offset, pageSize }: z.infer<typeof EventListQuery>) => ({
  data: events.map(eventWire),
  ...(offset === undefined ? {} : { offset: formatInstantMs(offset) }),
  pageSize,
})

/** `/v1/api/events` */
export const eventRoutes = (deps: ApiDeps<'events'>) => [
  on(listAccess, async (c) => {
    const query = c.req.valid('query')
    const events = await listEvents(deps, c.var.principal, 'access', query)
    return reply(c, events, (value) => pageWire(value, query))
  }),
  on(listAudit, async (c) => {
    const query = c.req.valid('query')
    const events = await listEvents(deps, c.var.principal, 'audit', query)
    return reply(c, events, (value) => pageWire(value, query))
  }),
  on(countAccess, async (c) => {
    const count = await countEvents(deps, c.var.principal, 'access', c.req.valid('query').filter)
    return reply(c, count, (value) => ({ count: value }))
  }),
  on(countAudit, async (c) => {
    const count = await countEvents(deps, c.var.principal, 'audit', c.req.valid('query').filter)
    return reply(c, count, (value) => ({ count: value }))
  }),
]
