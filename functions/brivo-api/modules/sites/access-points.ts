import { createRoute, z } from '@hono/zod-openapi'
import { listAccessPointsOfSite } from '../../../../shared/domain/places/access-points/list.ts'
import { SiteId } from '../../../../shared/lib/ids.ts'
import { apiError } from '../../api-error.ts'
import { type ApiDeps, router } from '../../env.ts'
import { requirePermission } from '../../middleware/require-permission.ts'
import { errors, json } from '../../wire.ts'
import { AccessPointListed, accessPointListed } from '../access-points/wire.ts'

const list = createRoute({
  method: 'get',
  path: '/{siteId}/access-points',
  operationId: 'listAccessPointsOfSite',
  middleware: [requirePermission('access-points:view')] as const,
  request: { params: z.object({ siteId: SiteId }) },
  responses: {
    200: json('Access points of the site', z.object({ data: z.array(AccessPointListed), count: z.number() })),
    ...errors(400, 403, 404),
  },
})

/** `/v1/api/sites/{siteId}/access-points` */
export const siteAccessPointRoutes = (deps: ApiDeps) =>
  router().openapi(list, async (c) => {
    const points = await listAccessPointsOfSite(deps, c.var.principal, c.req.valid('param').siteId)
    return points.ok
      ? c.json({ data: points.value.map(accessPointListed), count: points.value.length }, 200)
      : apiError(c, points.error)
  })
