import { z } from 'zod'
import { openDemoLink } from '../../../../shared/adapters/video/demo.ts'
import { drawDemoView } from '../../../../shared/adapters/video/demo-scene.ts'
import { route } from '../../../../shared/http/route.ts'
import type { ApiDeps } from '../../env.ts'
import { errorBody } from '../../error-body.ts'
import { on } from '../../route.ts'
import { errors } from '../../wire.ts'

const open = route('get', '/{link}', {
  operationId: 'openDemoClip',
  permission: 'public',
  request: { params: z.object({ link: z.string().meta({ description: 'What the link of a clip ends in' }) }) },
  responses: {
    200: {
      description: 'The moving picture',
      content: { 'image/gif': { schema: z.string().meta({ format: 'binary' }) } },
    },
    ...errors(404),
  },
})

/** `/v1/public/camera-clips`: ours, what the links of the built-in demo provider open. */
export const cameraClipRoutes = (deps: Pick<ApiDeps, 'sealer' | 'now'>) => [
  on(open, (c) => {
    const view = openDemoLink(deps, c.req.valid('param').link)
    if (!view) return errorBody(c, 404, 'The link opens nothing, or its time is over')
    const headers = { 'Content-Type': 'image/gif', 'Cache-Control': 'private, max-age=300', 'X-Content-Type-Options': 'nosniff' }
    return c.body(drawDemoView(view), 200, headers)
  }),
]
