import { z } from 'zod'
import { formatInstantMs } from '../../../lib/wire-time.ts'
import { eventType } from './catalogue.ts'
import { type Event, EventParty } from './schema.ts'

/** What kind of thing happened, in the words of the catalogue. */
const SecurityAction = z.object({
  securityActionId: z.number(),
  action: z.string(),
  exception: z.boolean(),
  securityActionType: z.object({ typeKey: z.string(), description: z.string() }),
  priority: z.number(),
})

/** One event as the listings answer it and as webhooks carry it (API document, Event json structure). Times are to the millisecond. */
export const EventWire = z
  .object({
    objectType: z.string().optional(),
    uuid: z.string(),
    securityAction: SecurityAction,
    actor: EventParty.optional(),
    eventObject: EventParty.extend({ deviceType: z.object({ id: z.number(), name: z.string() }).optional() }).optional(),
    site: z.object({ id: z.number(), siteName: z.string() }).optional(),
    occurred: z.string(),
    processed: z.string(),
    eventData: z.record(z.string(), z.unknown()),
  })
  .meta({ id: 'Event' })
export type EventWire = z.infer<typeof EventWire>

/** The event in the wire's one shape, its fields in the order of the document. */
export const eventWire = (event: Event): EventWire => ({
  ...(event.objectType ? { objectType: event.objectType } : {}),
  uuid: event.uuid,
  securityAction: securityAction(event.code),
  ...(event.actor ? { actor: event.actor } : {}),
  ...(event.eventObject ? { eventObject: event.eventObject } : {}),
  ...(event.site ? { site: event.site } : {}),
  occurred: formatInstantMs(event.occurredAt),
  processed: formatInstantMs(event.processedAt),
  eventData: event.eventData,
})

/** A code that the catalogue lost since the event was stored is still told by its number. */
const securityAction = (code: number): EventWire['securityAction'] => {
  const type = eventType(code)
  return {
    securityActionId: code,
    action: type?.action ?? `Event ${code}`,
    exception: type?.exception ?? false,
    securityActionType: { typeKey: type?.typeKey ?? `EVENT_${code}`, description: type?.description ?? `Event ${code}` },
    priority: type?.priority ?? 3,
  }
}
