import { z } from 'zod'
import type { CodedType } from '../events/types.ts'

/** One kind of event; `eventType` is the value of the listings' `event_type` filter that it falls under. */
export const EventTypeWire = z
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

/** A kind of event as the API answers it. */
export const eventTypeWire = (type: CodedType): z.infer<typeof EventTypeWire> => ({
  securityActionId: type.code,
  action: type.action,
  exception: type.exception,
  securityActionType: { typeKey: type.typeKey, description: type.description },
  priority: type.priority,
  kind: type.kind,
  eventType: type.category === 'access' ? (type.exception ? 'exception' : 'non_exception') : type.category,
})
