import { z } from 'zod'
import { familyOf, PresentedKind } from '../domain/people/credentials/entity.ts'
import {
  ConfigVersion,
  EncodedCredential,
  Epoch,
  PanelText,
  Sequence,
  WireAccessPointId,
  WireCredentialId,
  WireInstantMs,
  WireReaderId,
  WireUserId,
} from './fields.ts'

export const maxEventsPerMessage = 500

const common = {
  sequence: Sequence,
  /** Why the panel decided so, or what happened, in one word; one that the cloud does not know is kept as it is. */
  reason: z.string().min(1).max(64).pipe(PanelText),
  occurredAt: WireInstantMs,
  configVersion: ConfigVersion,
  /** `unsynced`: the panel did not trust its clock to 5 seconds when it wrote `occurredAt`. */
  clockQuality: z.enum(['synced', 'unsynced']),
}

/** Somebody presented something at a door, and the panel decided. A PIN itself never leaves the panel. */
export const AccessEvent = z.object({
  ...common,
  kind: z.literal('access'),
  accessPointId: WireAccessPointId,
  decision: z.enum(['granted', 'denied']),
  /** The side of the door: 1 entry, 2 exit; 1 when it is left out. A panel that names a reader names its side too. */
  side: z.union([z.literal(1), z.literal(2)]).optional(),
  readerId: WireReaderId.optional(),
  /** `kind` says what `encodedCredential` is the value of: a card when it is left out. Codes that are typed are secret as PINs are. */
  presented: z
    .object({
      kind: PresentedKind.optional(),
      encodedCredential: z.string().min(1).max(256).pipe(PanelText).optional(),
      bits: z.int().min(1).max(512).optional(),
      pinUsed: z.boolean().optional(),
    })
    .superRefine(({ kind = 'card', encodedCredential: value }, context) => {
      if (value === undefined || familyOf(kind) !== 'card') return
      for (const { message } of EncodedCredential.safeParse(value).error?.issues ?? [])
        context.addIssue({ code: 'custom', path: ['encodedCredential'], message })
    }),
  /** Absent when the panel holds no such credential or user. */
  credentialId: WireCredentialId.optional(),
  userId: WireUserId.optional(),
  /** At a lift: the floors that the person could choose. */
  floorIds: z.array(WireAccessPointId).max(256).optional(),
})
export type AccessEvent = z.infer<typeof AccessEvent>

/**
 * A door did something of itself. `reason` says what: `forced`, `held_open`, `closed` (after one of these), `request_to_exit`,
 * `unlocked_by_schedule`, `locked_by_schedule`, `privacy_on`, `privacy_off`,
 * `attempts_exceeded` (a reader is blocked from now on), `silent_alarm` (of the person and the credential that it names),
 * `anti_passback_breached` (of the person), `area_over_limit`.
 */
export const DoorEvent = z.object({
  ...common,
  kind: z.literal('door'),
  accessPointId: WireAccessPointId,
  credentialId: WireCredentialId.optional(),
  userId: WireUserId.optional(),
})
export type DoorEvent = z.infer<typeof DoorEvent>

/**
 * An input of the panel itself changed. `reason` says what: `tampered`, `tamper_restored`, `power_lost`, `power_restored`,
 * `fire_alarm`, `fire_cleared`.
 */
export const InputEvent = z.object({ ...common, kind: z.literal('panel') })
export type InputEvent = z.infer<typeof InputEvent>

/**
 * The panel's buffer overran: it dropped the events `from`..`to`, both included, and this one record stands for them all.
 * `sequence` equals `to`. When more is dropped the record grows, so a later one may cover an earlier one.
 */
export const LostEvent = z.object({ ...common, kind: z.literal('lost'), lost: z.object({ from: Sequence, to: Sequence }) })
export type LostEvent = z.infer<typeof LostEvent>

export const PanelEvent = z.discriminatedUnion('kind', [AccessEvent, DoorEvent, InputEvent, LostEvent])
export type PanelEvent = z.infer<typeof PanelEvent>

/** The first sequence that one record accounts for; the last is its `sequence`. */
export const firstSequenceOf = (event: PanelEvent): number => (event.kind === 'lost' ? event.lost.from : event.sequence)

/**
 * Panel → cloud: at most 500 events whose sequences follow each other without a gap. Each such message is answered by one
 * `events.ack`. Live events come before the back-fill, so a message may begin above the next sequence that the cloud expects;
 * the back-fill closes the gap and may repeat what was sent live. A repeated (panel, epoch, sequence) adds nothing.
 */
export const Events = z.object({
  type: z.literal('events'),
  epoch: Epoch,
  events: z
    .array(PanelEvent)
    .min(1)
    .max(maxEventsPerMessage)
    .superRefine((events, context) => {
      let expected = events[0] && firstSequenceOf(events[0])
      for (const [index, event] of events.entries()) {
        const first = firstSequenceOf(event)
        if (event.kind === 'lost' && (event.lost.to !== event.sequence || first > event.sequence)) {
          context.addIssue({ code: 'custom', path: [index, 'lost'], message: 'does not end at its own sequence' })
        }
        if (first !== expected) {
          context.addIssue({
            code: 'custom',
            path: [index, 'sequence'],
            message: `begins at ${first}, where ${expected} must follow`,
          })
          return
        }
        expected = event.sequence + 1
      }
    }),
})
export type Events = z.infer<typeof Events>
