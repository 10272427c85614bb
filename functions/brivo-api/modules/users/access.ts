import { z } from 'zod'
import { LiveDoorWire, liveDoorWire } from '../../../../shared/dialects/brivo/decisions/wire.ts'
import { listDoorsOfUser } from '../../../../shared/domain/access/explanations/live-doors.ts'
import { route } from '../../../../shared/http/route.ts'
import { UserId } from '../../../../shared/lib/ids.ts'
import type { ApiDeps } from '../../env.ts'
import { replyPage } from '../../reply.ts'
import { on } from '../../route.ts'
import { errors, json, ListQuery, PageOf } from '../../wire.ts'

const list = route('get', '/{userId}/access', {
  operationId: 'listUserAccess',
  // Who may not see access points is refused by the operation.
  permission: 'users:view',
  request: { params: z.object({ userId: UserId }), query: ListQuery.omit({ filter: true }) },
  responses: { 200: json('Access points that the user may pass', PageOf(LiveDoorWire)), ...errors(400, 403, 404) },
})

type Stores = 'accessPoints' | 'doorSets' | 'groups' | 'presences' | 'rules' | 'rulesLog' | 'schedules' | 'users'

/** `/v1/api/users/{userId}/access`: ours. */
export const userAccessRoutes = (deps: ApiDeps<Stores>) => [
  on(list, async (c) => {
    const query = c.req.valid('query')
    return replyPage(c, await listDoorsOfUser(deps, c.var.principal, c.req.valid('param').userId, query), query, liveDoorWire)
  }),
]
