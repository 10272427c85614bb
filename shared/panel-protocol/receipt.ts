import { z } from 'zod'
import { CompactJws, WireInstantMs, WirePanelId } from './fields.ts'

/**
 * Panel → cloud: a `ReceiptPayload` signed by the panel. May come more than once, and may overtake the note that the command was
 * sent. Answered by `receipt.ack`; the panel keeps a result, and sends it with each heartbeat and connection, until that came.
 */
export const ReceiptMessage = z.object({ type: z.literal('receipt'), jws: CompactJws })
export type ReceiptMessage = z.infer<typeof ReceiptMessage>

/**
 * Why a panel did not carry out a command. `expired`: past `notAfter`. `clock`: the panel's clock is more than 5 seconds off or
 * was never set. `locked_down`: the door, the lift or a floor is in lockdown, and the command was not for that.
 * `privacy_mode`: somebody inside has set the lock to privacy, and the command was not for that. `interlocked`: another door of its interlock is not shut and locked.
 * `interrupted`: the panel stopped while it acted, and whether the door moved is unknown; it does not try again.
 */
export const RefusalReason = z.enum([
  'expired',
  'clock',
  'unknown_access_point',
  'bad_signature',
  'wrong_panel',
  'malformed_command',
  'interrupted',
  'locked_down',
  'privacy_mode',
  'interlocked',
])
export type RefusalReason = z.infer<typeof RefusalReason>

const about = { commandId: z.uuid(), panelId: WirePanelId, at: WireInstantMs }

/** How far a command came. Only a `result` has an outcome, and every outcome but `succeeded` has a reason. */
export const ReceiptPayload = z.union([
  z.object({ ...about, stage: z.enum(['received', 'executing']) }),
  z.object({ ...about, stage: z.literal('result'), outcome: z.literal('succeeded') }),
  z.object({ ...about, stage: z.literal('result'), outcome: z.enum(['failed', 'rejected']), reason: RefusalReason }),
])
export type ReceiptPayload = z.infer<typeof ReceiptPayload>
