import { z } from 'zod'
import { formatInstantMs, parseInstant } from '../../../../shared/dialects/brivo/wire-time.ts'
import { route } from '../../../../shared/http/route.ts'
import type { ApiDeps } from '../../env.ts'
import { on } from '../../route.ts'
import { errors, json } from '../../wire.ts'

const missing = "Missing request header 'current-date' for method parameter of type Date"
const invalid = 'Invalid current-date header value. Please provide a valid ISO 8601 date for the current-date header'
const TimeHeaders = z.object({
  'current-date': z
    .string({ error: missing })
    .min(1, { error: missing })
    .refine((text) => parseInstant(text) !== undefined, { error: invalid }),
})
const CurrentTime = z.object({ time: z.string() }).meta({ id: 'CurrentTime' })
const now = route('get', '/', {
  operationId: 'getCurrentTime',
  permission: 'none',
  request: { headers: TimeHeaders },
  responses: { 200: json('The time of the server, UTC', CurrentTime), ...errors(400) },
})

/** `/v1/api/time` */
export const timeRoutes = (deps: ApiDeps<never>) => [on(now, (c) => c.json({ time: formatInstantMs(deps.now()) }, 200))]
