import { z } from 'zod'
import { AccessPointListed, accessPointListed } from '../../../../shared/dialects/brivo/access-points/wire.ts'
import { listAccessPointsOfSite } from '../../../../shared/domain/places/access-points/list.ts'
import { route } from '../../../../shared/http/route.ts'
import { SiteId } from '../../../../shared/lib/ids.ts'
import type { ApiDeps } from '../../env.ts'
import { reply } from '../../reply.ts'
import { on } from '../../route.ts'
import { errors, json } from '../../wire.ts'

const list = route('get', '/{siteId}/access-points', {
  operationId: 'listAccessPointsOfSite',
  permission: 'access-points:view',
  request: { params: z.object({ siteId: SiteId }) },
  responses: {
    200: json('Access points of the site', z.object({ data: z.array(AccessPointListed), count: z.number() })),
    ...errors(400, 403, 404),
  },
})

/** `/v1/api/sites/{siteId}/access-points` */
export const siteAccessPointRoutes = (deps: ApiDeps<'accessPoints' | 'sites'>) => [
  on(list, async (c) => {
    const points = await listAccessPointsOfSite(deps, c.var.principal, c.req.valid('param').siteId)
    return reply(c, points, (value) => ({ data: value.map(accessPointListed), count: value.length }))
  }),
]
