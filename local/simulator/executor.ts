import { decodeJwt } from 'jose'
import { z } from 'zod'
import type { AccessPointId, PanelId } from '../../shared/lib/ids.ts'
import type { CommandPayload } from '../../shared/panel-protocol/command.ts'
import type { ReceiptPayload, RefusalReason } from '../../shared/panel-protocol/receipt.ts'
import { verifyCommand } from '../../shared/panel-protocol/signing.ts'
import type { PanelClock } from './clock.ts'
import { type CommandResult, decideCommand, resultReceipt } from './commands.ts'
import type { Target } from './lockdown.ts'
import type { Memory } from './memory.ts'
import type { Trust } from './trust.ts'
import { createTurns } from './turns.ts'

/** Where a tester may let the panel lose its power: both after the door moved. */
export type CrashPoint = 'before_result' | 'before_receipt'

export type ExecutorPlace = {
  panelId: PanelId
  memory: Memory
  clock: PanelClock
  trust: Trust
  hasAccessPoint: (id: AccessPointId) => boolean
  /** Whether the door, the lift or a floor that it is for is locked down, now. */
  isLockedDown: (target: Target) => boolean
  /** Whether somebody inside has set the lock to privacy. */
  isPrivate: (id: AccessPointId) => boolean
  /** Whether a door that is interlocked with it is not shut and locked. */
  isInterlocked: (id: AccessPointId) => boolean
  /** Moves the lock, now, as a command wants it. */
  pulse: (id: AccessPointId, durationSeconds: number, commandId: string) => void
  /** Lets passengers of the lift choose the floors of these outputs, from now on for a while. */
  pulseFloors: (id: AccessPointId, relays: readonly number[], durationSeconds: number, commandId: string) => void
  /** Sends a receipt, in the order of the calls. */
  report: (receipt: ReceiptPayload) => void
  /** True when the power goes here: nothing of this panel may happen any more. */
  crashesAt: (point: CrashPoint) => boolean
}

/** Does what the cloud commands, one command at a time, each once at most, whatever is lost, repeated or switched off on the way. */
export const createExecutor = (place: ExecutorPlace) => {
  const { panelId, memory, clock, trust, report } = place
  const inTurn = createTurns()

  const execute = async (jws: string): Promise<void> => {
    const verified = await trust.check(verifyCommand, jws)
    if (!verified.ok) {
      const reason = verified.error.kind === 'malformed_payload' ? 'malformed_command' : 'bad_signature'
      return rejectUnremembered(unverifiedIdOf(jws), reason)
    }
    const command = verified.value
    const { commandId } = command
    const remembered = memory.commands.get(commandId)
    const { hasAccessPoint } = place
    const now = clock.now()
    const known = {
      isSynchronized: clock.isSynchronized(),
      hasAccessPoint,
      isLockedDown: place.isLockedDown(command),
      isPrivate: place.isPrivate(command.accessPointId),
      isInterlocked: place.isInterlocked(command.accessPointId),
      remembered,
    }
    const verdict = decideCommand(command, { panelId, now, ...known })
    if (verdict.kind === 'in_progress') return
    if (verdict.kind === 'repeat') return report(resultReceipt(commandId, panelId, verdict.result))
    if (verdict.kind === 'refuse' && verdict.reason === 'wrong_panel') return rejectUnremembered(commandId, verdict.reason)
    report({ commandId, panelId, stage: 'received', at: now })
    if (verdict.kind === 'refuse') return settle(commandId, rejected(verdict.reason))
    await act(command)
  }

  /** Writes down that it begins, acts, writes down how it went. A panel that loses its power in between does not act again. */
  const act = async (command: CommandPayload) => {
    const { commandId, kind, accessPointId, relays, durationSeconds, inLockdown, inPrivacy, notAfter } = command
    await memory.keepCommand({ commandId, reported: false })
    // Writing takes time, and a door never opens late, nor after a lockdown that came meanwhile.
    if (clock.now() > notAfter) return settle(commandId, rejected('expired'))
    if (!inLockdown && place.isLockedDown(command)) return settle(commandId, rejected('locked_down'))
    if (!inPrivacy && place.isPrivate(accessPointId)) return settle(commandId, rejected('privacy_mode'))
    if (place.isInterlocked(accessPointId)) return settle(commandId, rejected('interlocked'))
    report({ commandId, panelId, stage: 'executing', at: clock.now() })
    if (kind === 'activate_floors') place.pulseFloors(accessPointId, relays ?? [], durationSeconds, commandId)
    else place.pulse(accessPointId, durationSeconds, commandId)
    if (place.crashesAt('before_result')) return
    await settle(commandId, { outcome: 'succeeded', at: clock.now() })
  }

  const settle = async (commandId: string, result: CommandResult) => {
    await memory.keepCommand({ commandId, result, reported: false })
    if (place.crashesAt('before_receipt')) return
    report(resultReceipt(commandId, panelId, result))
  }

  const rejected = (reason: RefusalReason): CommandResult => ({ outcome: 'rejected', reason, at: clock.now() })

  // Not remembered: whoever forged it must not be able to keep the true command of that id from being done.
  const rejectUnremembered = (commandId: string | undefined, reason: RefusalReason) => {
    if (commandId) report(resultReceipt(commandId, panelId, rejected(reason)))
  }

  return { execute: (jws: string): Promise<void> => inTurn(() => execute(jws)) }
}

const unverifiedIdOf = (jws: string): string | undefined => {
  try {
    return z.uuid().parse(decodeJwt(jws).commandId)
  } catch {
    return undefined
  }
}
