import type { z } from 'zod'
import { readActivityFilter } from '../../../../shared/dialects/brivo/activities/filter.ts'
import { ActivityWire, activityWire } from '../../../../shared/dialects/brivo/activities/wire.ts'
import type { Principal } from '../../../../shared/domain/identity/principals/principal.ts'
import { listActivities } from '../../../../shared/domain/record/activities/list.ts'
import { route } from '../../../../shared/http/route.ts'
import { ok } from '../../../../shared/lib/result.ts'
import type { ApiDeps } from '../../env.ts'
import { refuseAs } from '../../refusal.ts'
import { replyPage } from '../../reply.ts'
import { on } from '../../route.ts'
import { errors, json, ListQuery, PageOf, wholeNumber } from '../../wire.ts'

/** Activities further back than this are found by a shorter range of `occurred`: a page is read past those before it. */
const maxOffset = 10_000

const ActivityQuery = ListQuery.extend({ offset: wholeNumber('offset', 0, maxOffset, 0) })

const list = route('get', '/', {
  operationId: 'listActivities',
  permission: 'events:view',
  refusal: refuseAs({
    offset: 'Invalid listing criteria provided: offset.',
    pageSize: 'Invalid listing criteria provided: pageSize.',
  }),
  request: { query: ActivityQuery },
  responses: { 200: json('What happened at doors and panels, newest first', PageOf(ActivityWire)), ...errors(400, 403) },
})

const listed = async (deps: ApiDeps<'events'>, principal: Principal, { filter, ...page }: z.infer<typeof ActivityQuery>) => {
  const criteria = readActivityFilter(filter, deps.now())
  return criteria.ok ? ok(await listActivities(deps, principal, criteria.value, page)) : criteria
}

/** `/v1/api/activities` */
export const activityRoutes = (deps: ApiDeps<'events'>) => [
  on(list, async (c) => {
    const query = c.req.valid('query')
    return replyPage(c, await listed(deps, c.var.principal, query), query, activityWire)
  }),
]
