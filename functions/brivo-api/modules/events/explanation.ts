import { z } from 'zod'
import { EventExplanationWire, eventExplanationWire } from '../../../../shared/dialects/brivo/decisions/wire.ts'
import { WireInstant } from '../../../../shared/dialects/brivo/wire-time.ts'
import type { ExplainStores } from '../../../../shared/domain/access/explanations/explain.ts'
import { explainEvent } from '../../../../shared/domain/access/explanations/past-event.ts'
import { listsEvents } from '../../../../shared/domain/record/events/may-list.ts'
import { route } from '../../../../shared/http/route.ts'
import type { ApiDeps } from '../../env.ts'
import { reply } from '../../reply.ts'
import { on } from '../../route.ts'
import { errors, json } from '../../wire.ts'

const explain = route('get', '/access/{uuid}/explanation', {
  operationId: 'explainAccessEvent',
  // What else the caller has to see is asked for by the operation.
  permission: listsEvents.access,
  request: { params: z.object({ uuid: z.uuid() }), query: z.object({ occurred: WireInstant.optional() }) },
  responses: { 200: json('What is known of why', EventExplanationWire), ...errors(400, 403, 404) },
})

/** `/v1/api/events/access/{uuid}/explanation`: ours. */
export const eventExplanationRoutes = (deps: ApiDeps<ExplainStores | 'events'>) => [
  on(explain, async (c) => {
    const { uuid } = c.req.valid('param')
    const { occurred } = c.req.valid('query')
    return reply(c, await explainEvent(deps, c.var.principal, uuid, occurred), eventExplanationWire)
  }),
]
