import { z } from 'zod'
import { CredentialKind } from '../../people/credentials/entity.ts'
import { AccessPointType } from '../../places/access-points/types.ts'
import { EventType } from './catalogue/catalogue.ts'
import { EventKind } from './catalogue/entry.ts'

export { EventType } from './catalogue/catalogue.ts'
export { EventKind } from './catalogue/entry.ts'

/** One property that an audited change altered; a value is left out where there was or is none. */
export const PropertyChange = z.object({
  property: z.string(),
  previousValue: z.string().optional(),
  currentValue: z.string().optional(),
})
export type PropertyChange = z.infer<typeof PropertyChange>

/** Who acted. An application and the cloud itself have no id that is a number; a person who is gone has no name. */
export const EventActor = z.object({
  kind: z.enum(['administrator', 'user', 'visitor', 'token', 'system', 'panel']),
  id: z.number().optional(),
  name: z.string().optional(),
})
export type EventActor = z.infer<typeof EventActor>

/** What something happened to. One that the account does not have any more has no name; an access point without a type is a door. */
export const EventSubject = z.object({
  kind: z.enum([
    'access_point',
    'panel',
    'site',
    'door_set',
    'emergency_scenario',
    'area',
    'reader',
    'camera',
    'user',
    'visitor',
    'credential',
    'custom_field',
    'group',
    'schedule',
    'holiday',
    'role',
    'subscription',
    'administrator',
    'account',
    'application',
    'api_key',
  ]),
  id: z.number(),
  name: z.string().optional(),
  deviceType: AccessPointType.optional(),
})
export type EventSubject = z.infer<typeof EventSubject>

/**
 * A credential that was presented: by its `id` when the account has it, else by its `value` as it was read. `bits`: how many
 * the reader counted; `disabled`: the account has switched it off.
 */
export const EventCredential = z.object({
  id: z.number().optional(),
  kind: CredentialKind.optional(),
  value: z.string().optional(),
  bits: z.number().optional(),
  disabled: z.boolean().optional(),
})
export type EventCredential = z.infer<typeof EventCredential>

/**
 * What is known of an event beyond its type, actor and subject. `reason`: why a panel decided or failed, in its own word;
 * `pinUsed`: a PIN was typed; `side`: the side of the door, 1 entry and 2 exit; `readerId`: the reader there; `floorIds`: those of a lift that might be
 * chosen; `changes`: of an audited object; `lost`: the
 * sequences, both included, that a panel dropped; `rulesVersion`: the version of its rules that a panel had then, 0 without any.
 */
export const EventFacts = z.object({
  reason: z.string().optional(),
  credential: EventCredential.optional(),
  pinUsed: z.boolean().optional(),
  side: z.union([z.literal(1), z.literal(2)]).optional(),
  readerId: z.number().optional(),
  floorIds: z.array(z.number()).optional(),
  changes: z.array(PropertyChange).optional(),
  scheduleId: z.number().optional(),
  holidayId: z.number().optional(),
  lost: z.object({ from: z.number(), to: z.number() }).optional(),
  rulesVersion: z.number().optional(),
})
export type EventFacts = z.infer<typeof EventFacts>

/**
 * One event as it is stored, in no API's words: each dialect draws its own. `kind` follows from `type`. Instants are epoch
 * milliseconds. `panel` says where a panel's event came from, so that a repeat is recognized.
 */
export const Event = z.object({
  uuid: z.uuid(),
  kind: EventKind,
  type: EventType,
  actor: EventActor.optional(),
  subject: EventSubject.optional(),
  site: z.object({ id: z.number(), name: z.string() }).optional(),
  facts: EventFacts,
  occurredAt: z.number(),
  processedAt: z.number(),
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
