import type { Result, State } from './store.ts'

type Command = {
  commandId: string
  panelId: number
  kind: 'activate' | 'activate_floors'
  accessPointId: number
  relays?: number[]
  durationSeconds: number
  inLockdown?: true
  inPrivacy?: true
  notAfter: number
}
type Place = {
  panelId: number
  state: State
  save: () => void
  now: () => number
  isSynchronized: () => boolean
  verify: (jws: string) => Promise<Command>
  isLockedDown: (accessPointId: number) => boolean
  isInterlocked: (accessPointId: number) => boolean
  pulse: (accessPointId: number, seconds: number) => void
  report: (receipt: object) => Promise<void>
}

/** Chapter "Commands" of docs/panel-protocol.md. */
export const commandsOf = (place: Place) => {
  const { panelId, state, save, now, report } = place
  const receipt = (commandId: string, result: Result) => report({ commandId, panelId, stage: 'result', ...result })
  const rejected = (reason: string): Result => ({ outcome: 'rejected', reason, at: now() })

  const floorsOf = ({ accessPointId, relays = [] }: Command) =>
    (state.rules?.accessPoints ?? []).filter(({ floor }) => floor?.liftId === accessPointId && relays.includes(floor.relay))
  const refusal = (command: Command): string | undefined => {
    const { accessPointId: id, notAfter, inLockdown, inPrivacy } = command
    if (!place.isSynchronized()) return 'clock'
    if (now() > notAfter) return 'expired'
    if (!state.rules?.accessPoints.some((point) => point.id === id)) return 'unknown_access_point'
    const held = [id, ...floorsOf(command).map((floor) => floor.id)]
    if (!inLockdown && held.some(place.isLockedDown)) return 'locked_down'
    if (!inPrivacy && state.memory.privacy?.includes(id)) return 'privacy_mode'
    return place.isInterlocked(id) ? 'interlocked' : undefined
  }

  const settle = (commandId: string, result: Result) => {
    const others = state.commands.filter((one) => one.commandId !== commandId)
    const extra = others.filter(({ isAcknowledged }) => isAcknowledged).length - 1_023
    const oldest = new Set(others.filter(({ isAcknowledged }) => isAcknowledged).slice(0, Math.max(0, extra)))
    state.commands = [...others.filter((one) => !oldest.has(one)), { commandId, result }]
    save()
    return receipt(commandId, result)
  }

  const execute = async (jws: string): Promise<void> => {
    let command: Command
    try {
      command = await place.verify(jws)
    } catch {
      const commandId = unverifiedIdOf(jws)
      if (commandId) await receipt(commandId, rejected('bad_signature'))
      return
    }
    const { commandId, accessPointId, durationSeconds } = command
    if (command.panelId !== panelId) return receipt(commandId, rejected('wrong_panel'))
    const known = state.commands.find((one) => one.commandId === commandId)
    if (known) return known.result ? receipt(commandId, known.result) : undefined
    await report({ commandId, panelId, stage: 'received', at: now() })
    const early = refusal(command)
    if (early) return settle(commandId, rejected(early))
    state.commands.push({ commandId })
    save()
    const late = refusal(command)
    if (late) return settle(commandId, rejected(late))
    await report({ commandId, panelId, stage: 'executing', at: now() })
    if (command.kind === 'activate') place.pulse(accessPointId, durationSeconds)
    else for (const { id } of floorsOf(command)) place.pulse(id, durationSeconds)
    await settle(commandId, { outcome: 'succeeded', at: now() })
  }

  return {
    execute,
    /** A panel that starts does not do again what it had begun. */
    interrupt() {
      for (const command of state.commands) command.result ??= { outcome: 'failed', reason: 'interrupted', at: now() }
    },
    reportAgain: async () => {
      for (const { commandId, result, isAcknowledged } of state.commands)
        if (result && !isAcknowledged) await receipt(commandId, result)
    },
    acknowledged(commandId: string) {
      for (const one of state.commands) if (one.commandId === commandId && one.result) one.isAcknowledged = true
      save()
    },
  }
}

const unverifiedIdOf = (jws: string): string | undefined => {
  try {
    const { commandId } = JSON.parse(Buffer.from(jws.split('.')[1] ?? '', 'base64url').toString('utf8'))
    return /^[0-9a-f-]{36}$/.test(commandId) ? commandId : undefined
  } catch {
    return undefined
  }
}
