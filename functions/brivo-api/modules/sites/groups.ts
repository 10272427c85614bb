import { createRoute, z } from '@hono/zod-openapi'
import { listGroupsOfSite } from '../../../../shared/domain/people/groups/of-site.ts'
import { SiteId } from '../../../../shared/lib/ids.ts'
import { apiError } from '../../api-error.ts'
import { type ApiDeps, router } from '../../env.ts'
import { requirePermission } from '../../middleware/require-permission.ts'
import { errors, json, ListQuery, PageOf, pageAnswer } from '../../wire.ts'
import { GroupListed, groupListed } from '../groups/wire.ts'

const list = createRoute({
  method: 'get',
  path: '/{siteId}/groups',
  operationId: 'listGroupsOfSite',
  middleware: [requirePermission('groups:view')] as const,
  request: { params: z.object({ siteId: SiteId }), query: ListQuery.omit({ filter: true }) },
  responses: { 200: json('Groups that may pass some door of the site', PageOf(GroupListed)), ...errors(400, 403, 404) },
})

/** `/v1/api/sites/{siteId}/groups` */
export const siteGroupRoutes = (deps: ApiDeps) =>
  router().openapi(list, async (c) => {
    const query = c.req.valid('query')
    const groups = await listGroupsOfSite(deps, c.var.principal, c.req.valid('param').siteId, query)
    return groups.ok ? c.json(pageAnswer(groups.value, query, groupListed), 200) : apiError(c, groups.error)
  })
