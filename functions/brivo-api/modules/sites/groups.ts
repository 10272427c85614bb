import { z } from 'zod'
import { GroupListed, groupListed } from '../../../../shared/dialects/brivo/groups/wire.ts'
import { listGroupsOfSite } from '../../../../shared/domain/people/groups/of-site.ts'
import { route } from '../../../../shared/http/route.ts'
import { SiteId } from '../../../../shared/lib/ids.ts'
import type { ApiDeps } from '../../env.ts'
import { replyPage } from '../../reply.ts'
import { on } from '../../route.ts'
import { errors, json, ListQuery, PageOf } from '../../wire.ts'

const list = route('get', '/{siteId}/groups', {
  operationId: 'listGroupsOfSite',
  permission: 'groups:view',
  request: { params: z.object({ siteId: SiteId }), query: ListQuery.omit({ filter: true }) },
  responses: { 200: json('Groups that may pass some door of the site', PageOf(GroupListed)), ...errors(400, 403, 404) },
})

/** `/v1/api/sites/{siteId}/groups` */
export const siteGroupRoutes = (deps: ApiDeps<'accessPoints' | 'doorSets' | 'groups' | 'panels' | 'rules' | 'sites'>) => [
  on(list, async (c) => {
    const query = c.req.valid('query')
    return replyPage(c, await listGroupsOfSite(deps, c.var.principal, c.req.valid('param').siteId, query), query, groupListed)
  }),
]
