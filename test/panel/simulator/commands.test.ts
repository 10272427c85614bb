import { describe, expect, it } from 'vitest'
import {
  type CommandCircumstances,
  createCommandMemory,
  decideCommand,
  type RememberedCommand,
} from '../../../local/simulator/commands.ts'
import { AccessPointId, PanelId } from '../../../shared/lib/ids.ts'
import type { CommandPayload } from '../../../shared/panel-protocol/command.ts'

const now = 1_800_000_000_000
const command: CommandPayload = {
  commandId: '019f0000-0000-7000-8000-000000000001',
  panelId: PanelId.parse(77),
  kind: 'activate',
  accessPointId: AccessPointId.parse(5),
  durationSeconds: 5,
  notAfter: now,
  issuedAt: now - 10_000,
}
const circumstances: CommandCircumstances = {
  panelId: command.panelId,
  now,
  isSynchronized: true,
  hasAccessPoint: (id) => id === command.accessPointId,
  isLockedDown: false,
  isPrivate: false,
  isInterlocked: false,
  remembered: undefined,
}
const decide = (change: Partial<CommandCircumstances>) => decideCommand(command, { ...circumstances, ...change })
const done: RememberedCommand = { commandId: command.commandId, result: { outcome: 'succeeded', at: now }, reported: true }

describe('a command', () => {
  it('is done up to its notAfter, and not a millisecond later', () => {
    expect(decide({ now })).toEqual({ kind: 'act' })
    expect(decide({ now: now + 1 })).toEqual({ kind: 'refuse', reason: 'expired' })
  })

  it('is refused by a clock that is off, which cannot say what is late', () => {
    expect(decide({ isSynchronized: false })).toEqual({ kind: 'refuse', reason: 'clock' })
    expect(decide({ isSynchronized: false, now: now + 1 })).toEqual({ kind: 'refuse', reason: 'clock' })
  })

  it('is refused for a door that the panel does not have, and by a panel that it is not for', () => {
    expect(decide({ hasAccessPoint: () => false })).toEqual({ kind: 'refuse', reason: 'unknown_access_point' })
    expect(decide({ panelId: PanelId.parse(78) })).toEqual({ kind: 'refuse', reason: 'wrong_panel' })
  })

  it('is refused in a lockdown, unless it is for that too', () => {
    expect(decide({ isLockedDown: true })).toEqual({ kind: 'refuse', reason: 'locked_down' })
    const forced = decideCommand({ ...command, inLockdown: true }, { ...circumstances, isLockedDown: true })
    expect(forced).toEqual({ kind: 'act' })
    expect(decide({ isLockedDown: true, remembered: done })).toEqual({ kind: 'repeat', result: done.result })
  })

  it('is refused at a lock that is set to privacy, unless it is for that too', () => {
    expect(decide({ isPrivate: true })).toEqual({ kind: 'refuse', reason: 'privacy_mode' })
    const forced = decideCommand({ ...command, inPrivacy: true }, { ...circumstances, isPrivate: true })
    expect(forced).toEqual({ kind: 'act' })
  })

  it('that was done is never done again: its result is repeated, even when it is late or the clock is off by now', () => {
    const repeat = { kind: 'repeat', result: done.result }
    expect(decide({ remembered: done })).toEqual(repeat)
    expect(decide({ remembered: done, now: now + 60_000, isSynchronized: false })).toEqual(repeat)
  })

  it('that is being done is left alone', () => {
    expect(decide({ remembered: { commandId: command.commandId, reported: false } })).toEqual({ kind: 'in_progress' })
  })
})

describe('the memory of commands', () => {
  const idOf = (number: number) => `019f0000-0000-7000-8000-${String(number).padStart(12, '0')}`

  it('holds the last 1,024, and forgets the oldest first', () => {
    const memory = createCommandMemory()
    for (let number = 0; number < 1_025; number += 1) memory.put({ ...done, commandId: idOf(number) })
    expect(memory.get(idOf(0))).toBeUndefined()
    expect(memory.get(idOf(1))).toBeDefined()
    expect(memory.all()).toHaveLength(1_024)
  })

  it('holds besides what is not acknowledged, however old, and lets it go like any other when it is', () => {
    const memory = createCommandMemory(2)
    memory.put({ ...done, commandId: idOf(1), reported: false })
    memory.put({ commandId: idOf(2), reported: false })
    for (let number = 3; number < 9; number += 1) memory.put({ ...done, commandId: idOf(number) })
    expect(memory.all().map(({ commandId }) => commandId)).toEqual([1, 2, 7, 8].map(idOf))
    memory.markReported([idOf(1)])
    expect(memory.all().map(({ commandId }) => commandId)).toEqual([2, 7, 8].map(idOf))
  })

  it('does not count a command twice when its result comes', () => {
    const memory = createCommandMemory(2)
    memory.put({ commandId: idOf(1), reported: false })
    memory.put({ commandId: idOf(2), reported: false })
    memory.put({ ...done, commandId: idOf(2) })
    expect(memory.all().map(({ commandId }) => commandId)).toEqual([idOf(1), idOf(2)])
  })

  it('knows what was begun and not finished, and what was finished and not reported', () => {
    const memory = createCommandMemory()
    memory.put({ commandId: idOf(1), reported: false })
    memory.put({ ...done, commandId: idOf(2), reported: false })
    memory.put({ ...done, commandId: idOf(3), reported: false })
    memory.markReported([idOf(3), idOf(9)])
    expect(memory.interrupted().map(({ commandId }) => commandId)).toEqual([idOf(1)])
    expect(memory.unreported().map(({ commandId }) => commandId)).toEqual([idOf(2)])
  })
})
