import { z } from 'zod'
import type { Instant } from '../../shared/lib/clock.ts'
import type { AccessPointId, PanelId } from '../../shared/lib/ids.ts'
import type { CommandPayload } from '../../shared/panel-protocol/command.ts'
import { WireInstantMs } from '../../shared/panel-protocol/fields.ts'
import { type ReceiptPayload, RefusalReason } from '../../shared/panel-protocol/receipt.ts'

export const rememberedCommands = 1_024

/** How a command ended. `at` is the panel's clock. */
export const CommandResult = z.union([
  z.object({ outcome: z.literal('succeeded'), at: WireInstantMs }),
  z.object({ outcome: z.enum(['failed', 'rejected']), reason: RefusalReason, at: WireInstantMs }),
])
export type CommandResult = z.infer<typeof CommandResult>

/**
 * What the panel keeps of a command over a reboot. Without a `result` the panel had begun: it wrote that down before it acted.
 * `reported`: the cloud has acknowledged the result.
 */
export const RememberedCommand = z.object({
  commandId: z.string(),
  result: CommandResult.optional(),
  reported: z.boolean(),
})
export type RememberedCommand = z.infer<typeof RememberedCommand>

/**
 * The last 1,024 commands, by id: a command that comes again is answered from here, never done again. Those that are not
 * acknowledged are held besides, however old and many they are. Pure.
 */

export const createCommandMemory = (limit: number = rememberedCommands) => {
  const remembered = new Map<string, RememberedCommand>()
  const put = (command: RememberedCommand) => {
    remembered.set(command.commandId, command)
    const acknowledged = remembered.size > limit ? [...remembered.values()].filter(({ reported }) => reported) : []
    const [oldest] = acknowledged
    if (oldest && acknowledged.length > limit) remembered.delete(oldest.commandId)
  }
  return {
    get: (commandId: string) => remembered.get(commandId),
    put,
    markReported(commandIds: readonly string[]) {
      for (const commandId of commandIds) {
        const command = remembered.get(commandId)
        if (command) put({ ...command, reported: true })
      }
    },
    /** Finished commands whose result the cloud has not acknowledged. */
    unreported: () => [...remembered.values()].filter((command) => command.result && !command.reported),
    /** Commands that were begun when the panel stopped. Whether their door moved nobody knows, so they failed. */
    interrupted: () => [...remembered.values()].filter((command) => !command.result),
    /** Finished ones that are remembered, and those of them that the cloud has not acknowledged. */
    counts: () => {
      const finished = [...remembered.values()].filter(({ result }) => result)
      return { results: finished.length, unreported: finished.filter(({ reported }) => !reported).length }
    },
    all: () => [...remembered.values()],
  }
}

export type CommandVerdict =
  | { kind: 'repeat'; result: CommandResult }
  | { kind: 'in_progress' }
  | { kind: 'refuse'; reason: RefusalReason }
  | { kind: 'act' }

/** What the panel knows at the moment when a command, its signature found good, came. `now` is the panel's clock. */
export type CommandCircumstances = {
  panelId: PanelId
  now: Instant
  isSynchronized: boolean
  hasAccessPoint: (id: AccessPointId) => boolean
  /** Whether the door, the lift or a floor that the command is for is locked down. */
  isLockedDown: boolean
  /** Whether somebody inside has set the lock to privacy. */
  isPrivate: boolean
  /** Whether a door that is interlocked with it is not shut and locked. */
  isInterlocked: boolean
  remembered: RememberedCommand | undefined
}

/**
 * Whether to carry out a command. A repeat is never done again, not even in time. A momentary command is refused by a clock that
 * is off before its `notAfter` is looked at: such a clock cannot say what is late.
 */
export const decideCommand = (command: CommandPayload, circumstances: CommandCircumstances): CommandVerdict => {
  const { panelId, now, isSynchronized, hasAccessPoint, isLockedDown, isPrivate, isInterlocked, remembered } = circumstances
  if (command.panelId !== panelId) return { kind: 'refuse', reason: 'wrong_panel' }
  if (remembered) return remembered.result ? { kind: 'repeat', result: remembered.result } : { kind: 'in_progress' }
  if (!isSynchronized) return { kind: 'refuse', reason: 'clock' }
  if (now > command.notAfter) return { kind: 'refuse', reason: 'expired' }
  if (!hasAccessPoint(command.accessPointId)) return { kind: 'refuse', reason: 'unknown_access_point' }
  if (isLockedDown && !command.inLockdown) return { kind: 'refuse', reason: 'locked_down' }
  if (isPrivate && !command.inPrivacy) return { kind: 'refuse', reason: 'privacy_mode' }
  if (isInterlocked) return { kind: 'refuse', reason: 'interlocked' }
  return { kind: 'act' }
}

/** The receipt of a result. */
export const resultReceipt = (commandId: string, panelId: PanelId, result: CommandResult): ReceiptPayload => ({
  commandId,
  panelId,
  stage: 'result',
  ...result,
})
