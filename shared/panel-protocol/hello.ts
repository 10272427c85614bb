import { z } from 'zod'
import { ConfigVersion, Epoch, PanelText, PostureVersion, Sequence, StateHash, WireInstantMs } from './fields.ts'

/**
 * Panel → cloud, the first message of every connection. The cloud answers with `welcome`, and then with what is pending:
 * `posture` and `config.available` when the panel has an older version, and its commands.
 */
export const Hello = z.object({
  type: z.literal('hello'),
  epoch: Epoch,
  /** Drawn at each start of the panel, so that the cloud can distinguish a reboot from a broken link. */
  bootId: z.uuid(),
  firmwareVersion: z.string().min(1).max(64).pipe(PanelText),
  appliedVersion: ConfigVersion,
  /** Of the rules of that version; absent where there are none. */
  stateHash: StateHash.optional(),
  /** The version of the posture that its doors follow. */
  postureVersion: PostureVersion,
  /** What the panel's clock says, and whether the panel trusts it to 5 seconds. */
  clock: z.object({ now: WireInstantMs, synchronized: z.boolean() }),
  /** What the panel's next event will be numbered. All below it are stored here already, or still in the panel's buffer. */
  nextSequence: Sequence,
  /** The generation of the last `welcome` that reached this panel since it booted; 0 before the first. */
  connectionGeneration: z.int().nonnegative(),
})
export type Hello = z.infer<typeof Hello>
