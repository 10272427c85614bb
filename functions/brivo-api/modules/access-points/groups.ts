import { z } from 'zod'
import { GroupListed, groupListed } from '../../../../shared/dialects/brivo/groups/wire.ts'
import { listGroupsOfDoor } from '../../../../shared/domain/people/groups/of-door.ts'
import { route } from '../../../../shared/http/route.ts'
import { AccessPointId } from '../../../../shared/lib/ids.ts'
import type { ApiDeps } from '../../env.ts'
import { replyPage } from '../../reply.ts'
import { on } from '../../route.ts'
import { errors, json, ListQuery, PageOf } from '../../wire.ts'

const list = route('get', '/{accessPointId}/groups', {
  operationId: 'listGroupsOfAccessPoint',
  permission: 'groups:view',
  request: { params: z.object({ accessPointId: AccessPointId }), query: ListQuery.omit({ filter: true }) },
  responses: { 200: json('Groups that may pass the access point', PageOf(GroupListed)), ...errors(400, 403, 404) },
})

/** `/v1/api/access-points/{accessPointId}/groups` */
export const accessPointGroupRoutes = (deps: ApiDeps<'accessPoints' | 'doorSets' | 'groups' | 'rules'>) => [
  on(list, async (c) => {
    const query = c.req.valid('query')
    const { accessPointId } = c.req.valid('param')
    return replyPage(c, await listGroupsOfDoor(deps, c.var.principal, accessPointId, query), query, groupListed)
  }),
]
