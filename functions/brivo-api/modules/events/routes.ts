import { z } from 'zod'
import { readEventFilter } from '../../../../shared/dialects/brivo/events/filter.ts'
import { EventWire, eventWire } from '../../../../shared/dialects/brivo/events/wire.ts'
import { formatInstantMs, WireInstant } from '../../../../shared/dialects/brivo/wire-time.ts'
import type { Principal } from '../../../../shared/domain/identity/principals/principal.ts'
import { countEvents } from '../../../../shared/domain/record/events/count.ts'
import type { Event, EventKind } from '../../../../shared/domain/record/events/entity.ts'
import { listEvents } from '../../../../shared/domain/record/events/list.ts'
import { listsEvents } from '../../../../shared/domain/record/events/may-list.ts'
import { route } from '../../../../shared/http/route.ts'
import type { AccountId } from '../../../../shared/lib/ids.ts'
import { ok } from '../../../../shared/lib/result.ts'
import type { ApiDeps } from '../../env.ts'
import { refuseAs } from '../../refusal.ts'
import { reply } from '../../reply.ts'
import { on } from '../../route.ts'
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

const listOf = <Id extends string>(kind: EventKind, operationId: Id, description: string) =>
  route('get', `/${kind}`, {
    operationId,
    permission: listsEvents[kind],
    refusal: refused,
    request: { query: EventListQuery },
    responses: { 200: json(description, EventPageWire), ...errors(400, 403) },
  })
const listAccess = listOf('access', 'listAccessEvents', 'What happened at doors and panels, newest first')
const listAudit = listOf('audit', 'listAuditEvents', 'What administrators did, newest first')

const countOf = <Id extends string>(kind: EventKind, operationId: Id) =>
  route('get', `/counts/${kind}`, {
    operationId,
    permission: listsEvents[kind],
    refusal: refused,
    request: { query: ListQuery.pick({ filter: true }) },
    responses: { 200: json('How many events the listing would have', EventCount), ...errors(400, 403) },
  })
const countAccess = countOf('access', 'countAccessEvents')
const countAudit = countOf('audit', 'countAuditEvents')

type ListQueryValues = z.infer<typeof EventListQuery>

const listed = async (
  deps: ApiDeps<'events'>,
  principal: Principal,
  kind: EventKind,
  { filter, offset, pageSize }: ListQueryValues,
) => {
  const criteria = readEventFilter(kind, 'listing', filter, deps.now())
  return criteria.ok ? ok(await listEvents(deps, principal, kind, { offset, pageSize, criteria: criteria.value })) : criteria
}

const counted = async (deps: ApiDeps<'events'>, principal: Principal, kind: EventKind, filter: string | undefined) => {
  const criteria = readEventFilter(kind, 'count', filter, deps.now())
  return criteria.ok ? ok(await countEvents(deps, principal, kind, criteria.value)) : criteria
}

/** A page as the wire has it: the offset it was asked with, if any, and no count. */
const pageWire =
  (accountId: AccountId, { offset, pageSize }: ListQueryValues) =>
  (events: Event[]) => ({
    data: events.map((event) => eventWire(event, accountId)),
    ...(offset === undefined ? {} : { offset: formatInstantMs(offset) }),
    pageSize,
  })
const countWire = (count: number) => ({ count })

/** `/v1/api/events` */
export const eventRoutes = (deps: ApiDeps<'events'>) => [
  on(listAccess, async (c) => {
    const query = c.req.valid('query')
    return reply(c, await listed(deps, c.var.principal, 'access', query), pageWire(c.var.principal.accountId, query))
  }),
  on(listAudit, async (c) => {
    const query = c.req.valid('query')
    return reply(c, await listed(deps, c.var.principal, 'audit', query), pageWire(c.var.principal.accountId, query))
  }),
  on(countAccess, async (c) => reply(c, await counted(deps, c.var.principal, 'access', c.req.valid('query').filter), countWire)),
  on(countAudit, async (c) => reply(c, await counted(deps, c.var.principal, 'audit', c.req.valid('query').filter), countWire)),
]
