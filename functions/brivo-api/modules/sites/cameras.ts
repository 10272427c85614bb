import { z } from 'zod'
import { CameraListed, cameraListed } from '../../../../shared/dialects/brivo/cameras/wire.ts'
import { listCamerasOfSite } from '../../../../shared/domain/devices/cameras/list.ts'
import { route } from '../../../../shared/http/route.ts'
import { SiteId } from '../../../../shared/lib/ids.ts'
import type { ApiDeps } from '../../env.ts'
import { replyPage } from '../../reply.ts'
import { on } from '../../route.ts'
import { errors, json, ListQuery, PageOf } from '../../wire.ts'

const list = route('get', '/{siteId}/cameras', {
  operationId: 'listCamerasOfSite',
  permission: 'cameras:view',
  request: { params: z.object({ siteId: SiteId }), query: ListQuery.omit({ filter: true }) },
  responses: { 200: json('Cameras of the site, oldest first', PageOf(CameraListed)), ...errors(400, 403, 404) },
})

/** `/v1/api/sites/{siteId}/cameras` */
export const siteCameraRoutes = (deps: ApiDeps<'cameras' | 'sites'>) => [
  on(list, async (c) => {
    const query = c.req.valid('query')
    return replyPage(c, await listCamerasOfSite(deps, c.var.principal, c.req.valid('param').siteId, query), query, cameraListed)
  }),
]
