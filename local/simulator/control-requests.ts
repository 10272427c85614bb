import { z } from 'zod'
import { parseInstant } from '../../shared/dialects/brivo/wire-time.ts'
import { comparedValue } from '../../shared/domain/people/credentials/compared-value.ts'
import { PresentedKind } from '../../shared/domain/people/credentials/entity.ts'
import { DoorSide } from '../../shared/domain/places/access-points/entity.ts'
import { WireAccessPointId, WireReaderId } from '../../shared/panel-protocol/fields.ts'
import { FaultPlan } from './frame-faults.ts'
import { inputNames } from './inputs.ts'

/** The last millisecond of the year 9999. */
const latestInstant = 253_402_300_799_999

/** An instant as ISO 8601 text or as epoch milliseconds. */
const AnyInstant = z
  .union([z.string(), z.number()], { error: 'is neither ISO 8601 text nor epoch milliseconds' })
  .transform((value, context) => {
    const at = typeof value === 'string' ? parseInstant(value) : value
    if (at !== undefined && Number.isSafeInteger(at) && at >= 0 && at <= latestInstant) return at
    context.addIssue({ code: 'custom', message: `'${value}' is not an instant from 1970 to 9999` })
    return z.NEVER
  })

export const PresentRequest = z
  .object({
    accessPointId: WireAccessPointId,
    /** The side of the door: 1 entry, 2 exit; that of the reader when it is named, else 1. */
    side: DoorSide.optional(),
    readerId: WireReaderId.optional(),
    /** What `encodedCredential` is the value of: a card when it is left out. */
    kind: PresentedKind.optional(),
    encodedCredential: z.string().max(256).optional(),
    /** How many bits the reader saw. */
    bits: z.int().min(1).max(512).optional(),
    pin: z.string().min(1).max(32).optional(),
    at: AnyInstant.optional(),
  })
  .refine(({ encodedCredential, pin }) => encodedCredential !== undefined || pin !== undefined, {
    path: ['encodedCredential'],
    message: 'is missing, and so is pin: one of them must be presented',
  })
  .transform(({ encodedCredential: given, ...rest }, context) => {
    if (given === undefined) return { ...rest, encodedCredential: undefined }
    // A reader may give hexadecimal in any case and with leading zeros.
    const encodedCredential = comparedValue(rest.kind ?? 'card', given)
    if (encodedCredential !== undefined) return { ...rest, encodedCredential }
    const message = 'is not a value of its kind: a card is hexadecimal, 128 digits at most'
    context.addIssue({ code: 'custom', path: ['encodedCredential'], message })
    return z.NEVER
  })

/** The button inside a wireless lock, which keeps others out. */
export const PrivacyRequest = z.object({ accessPointId: WireAccessPointId, on: z.boolean() })

/** The sensor of a door. */
export const DoorRequest = z.object({ accessPointId: WireAccessPointId, open: z.boolean() })

/** The button beside a door, inside. */
export const ExitRequest = z.object({ accessPointId: WireAccessPointId })

/** An input of the panel itself. */
export const InputRequest = z.object({ input: z.enum(inputNames), on: z.boolean() })

export const LinkRequest = z.object({ state: z.enum(['up', 'down']) })

const tenYearsSeconds = 315_360_000
export const ClockRequest = z.object({ offsetSeconds: z.number().min(-tenYearsSeconds).max(tenYearsSeconds) })

/** What may go wrong with a panel on demand. `crash_in_command`: once, in the next command that it does. */
export const Fault = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('lose_ack'), count: z.int().min(0).max(1_000_000).default(1) }),
  z.object({ kind: z.literal('lose_receipt'), count: z.int().min(0).max(1_000_000).default(1) }),
  /** From now on, in place of what was said before; without rates it ends. */
  FaultPlan.partial({ seed: true, rates: true }).extend({ kind: z.literal('frames') }),
  z.object({ kind: z.literal('block_socket'), on: z.boolean() }),
  z.object({ kind: z.literal('reboot') }),
  z.object({ kind: z.literal('crash_in_command'), point: z.enum(['before_result', 'before_receipt']) }),
  z.object({
    kind: z.literal('fill_buffer'),
    accessPointId: WireAccessPointId,
    count: z.int().min(1).max(250_000).default(100_000),
  }),
  z.object({ kind: z.literal('wipe_events') }),
])
export type Fault = z.infer<typeof Fault>
