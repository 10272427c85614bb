import { z } from 'zod'

/** Access events are what happens at doors and panels; audit events are what administrators do (API document, Events). */
export const EventKind = z.enum(['access', 'audit'])
export type EventKind = z.infer<typeof EventKind>

/** One property that an audited change altered; a value is left out where there was or is none. */
export const PropertyChange = z.object({
  property: z.string(),
  previousValue: z.string().optional(),
  currentValue: z.string().optional(),
})
export type PropertyChange = z.infer<typeof PropertyChange>

/** Who acted, or what was acted on. */
export const EventParty = z.object({
  id: z.number().optional(),
  objectType: z.string().optional(),
  name: z.string().optional(),
  email: z.string().optional(),
})
export type EventParty = z.infer<typeof EventParty>

/** Who made a change or gave a command. */
export const EventActor = EventParty.required({ name: true, objectType: true })
export type EventActor = z.infer<typeof EventActor>

/**
 * One event as it is stored. `code` names its entry in the catalogue, which gives its words. Instants are epoch
 * milliseconds. `panel` says where a panel's event came from, so that a repeat is known for one.
 */
export const Event = z.object({
  uuid: z.uuid(),
  kind: EventKind,
  code: z.number(),
  objectType: z.string().optional(),
  actor: EventParty.optional(),
  eventObject: EventParty.extend({ deviceType: z.object({ id: z.number(), name: z.string() }).optional() }).optional(),
  site: z.object({ id: z.number(), siteName: z.string() }).optional(),
  occurredAt: z.number(),
  processedAt: z.number(),
  scheduleId: z.number().optional(),
  holidayId: z.number().optional(),
  eventData: z.record(z.string(), z.unknown()),
  panel: z.object({ panelId: z.number(), epoch: z.string(), sequence: z.number() }).optional(),
})
export type Event = z.infer<typeof Event>

/**
 * How far the events of one numbering of a panel are stored: all up to `upTo`, and the ranges `beyond` it that came before the
 * gap in front of them was closed, ascending. `revision` counts the changes, so that of two uploads at once one looks again.
 */
export const UploadCursor = z.object({
  upTo: z.number(),
  beyond: z.array(z.tuple([z.number(), z.number()])),
  revision: z.number(),
})
export type UploadCursor = z.infer<typeof UploadCursor>

/** Nothing of this numbering is stored yet. */
export const emptyCursor: UploadCursor = { upTo: 0, beyond: [], revision: 0 }
