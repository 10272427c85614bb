import { z } from 'zod'
import { EventTypeWire, eventTypeWire } from '../../../../shared/dialects/brivo/event-types/wire.ts'
import { codedTypes } from '../../../../shared/dialects/brivo/events/types.ts'
import { route } from '../../../../shared/http/route.ts'
import { on } from '../../route.ts'
import { errors, json } from '../../wire.ts'

const list = route('get', '/', {
  operationId: 'listEventTypes',
  permission: 'events:view',
  responses: {
    200: json('Every kind of event, in order of its code', z.object({ data: z.array(EventTypeWire), count: z.number() })),
    ...errors(403),
  },
})

const data = codedTypes.map(eventTypeWire)

/** `/v1/api/event-types` (ours: the API document has no list of its codes) */
export const eventTypeRoutes = () => [on(list, (c) => c.json({ data, count: data.length }, 200))]
