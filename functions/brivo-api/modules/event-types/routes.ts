import { z } from 'zod'
import { codedTypes } from '../../../../shared/dialects/brivo/events/types.ts'
import { on, route } from '../../route.ts'
import { errors, json } from '../../wire.ts'

/** One kind of event; `eventType` is the value of the listings' `event_type` filter that it falls under. */
const EventTypeWire = z
  .object({
    securityActionId: z.number(),
    action: z.string(),
    exception: z.boolean(),
    securityActionType: z.object({ typeKey: z.string(), description: z.string() }),
    priority: z.enum(['HIGH', 'MEDIUM', 'LOW']),
    kind: z.enum(['access', 'audit']),
    eventType: z.string(),
  })
  .meta({ id: 'EventType' })

const list = route('get', '/', {
  operationId: 'listEventTypes',
  permission: 'events:view',
  responses: {
    200: json('Every kind of event, in order of its code', z.object({ data: z.array(EventTypeWire), count: z.number() })),
    ...errors(403),
  },
})

const data: z.infer<typeof EventTypeWire>[] = codedTypes.map((type) => ({
  securityActionId: type.code,
  action: type.action,
  exception: type.exception,
  securityActionType: { typeKey: type.typeKey, description: type.description },
  priority: type.priority,
  kind: type.kind,
  eventType: type.category === 'access' ? (type.exception ? 'exception' : 'non_exception') : type.category,
}))

/** `/v1/api/event-types` (ours: the API document has no list of its codes) */
export const eventTypeRoutes = () => [on(list, (c) => c.json({ data, count: data.length }, 200))]
