import { z } from 'zod'
import { AccessPointId, AreaId, CredentialId, PanelId, ReaderId, UserId } from '../lib/ids.ts'

// On this wire an id is a JSON number and nothing else: the ids of `lib` also read text, since they come from URLs.
const wireId = <T>(id: z.ZodType<T>) =>
  z
    .int()
    .positive()
    .transform((value) => id.parse(value))
export const WireAccessPointId = wireId(AccessPointId)
export const WirePanelId = wireId(PanelId)
export const WireCredentialId = wireId(CredentialId)
export const WireAreaId = wireId(AreaId)
export const WireUserId = wireId(UserId)
export const WireReaderId = wireId(ReaderId)

/** Epoch milliseconds, UTC, whole. */
export const WireInstantMs = z.int().nonnegative()

/**
 * A text of the panel's own, which is kept and sent to receivers. Control characters and halves of surrogate pairs, which tables and
 * receivers do not take, are replaced and not refused: what is refused a panel brings again for ever.
 */
export const PanelText = z.string().transform((text) => text.toWellFormed().replace(/\p{Cc}/gu, '\ufffd'))

/** Version of a panel's rules; counts from 1, and 0 says that there are none. */
export const ConfigVersion = z.int().nonnegative()

/** Version of a panel's posture; counts from 1, and 0 says that there is none. */
export const PostureVersion = z.int().nonnegative()

/** Names one life of a panel's event numbering: drawn again when the panel's store was wiped, so that old sequences are never taken for new ones. */
export const Epoch = z.uuid()

/** Place of an event in its epoch; the first is 1. */
export const Sequence = z.int().positive()

/** Compact JWS: header, payload and signature, base64url, with dots between. */
export const CompactJws = z
  .string()
  .max(16_384)
  .regex(/^[\w-]+\.[\w-]+\.[\w-]+$/, 'is not a compact JWS')

/** A compact JWS with records of people in it. */
export const LongJws = z
  .string()
  .max(122_880)
  .regex(/^[\w-]+\.[\w-]+\.[\w-]+$/, 'is not a compact JWS')

/** The hash of all that a panel's rules say: 32 lower-case hexadecimal digits. How it is made is in `docs/panel-protocol.md`. */
export const StateHash = z.string().regex(/^[0-9a-f]{32}$/, 'is not 32 lower-case hexadecimal digits')

/** An encoded credential as panels write it: lower-case hexadecimal without leading zeros. */
export const EncodedCredential = z
  .string()
  .regex(/^(0|[1-9a-f][0-9a-f]{0,127})$/, 'is not lower-case hexadecimal without leading zeros, 128 digits at most')

export const DoorState = z.enum(['locked', 'unlocked', 'unknown'])
export type DoorState = z.infer<typeof DoorState>

/** What the panel knows of one door now. */
export const DoorStatus = z.object({ accessPointId: WireAccessPointId, state: DoorState })
export type DoorStatus = z.infer<typeof DoorStatus>

/** A panel holds a few doors; the limit keeps a message far below the size limit. */
export const DoorStatuses = z.array(DoorStatus).max(256)
