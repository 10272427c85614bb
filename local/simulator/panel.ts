import { randomUUID } from 'node:crypto'
import { presentedSide } from '../../shared/domain/access/decisions/decide.ts'
import { type Presented, remember } from '../../shared/domain/access/decisions/decision.ts'
import type { IndexedRules } from '../../shared/domain/access/decisions/index-rules.ts'
import { postureDoors, standsUnlocked } from '../../shared/domain/access/decisions/posture.ts'
import type { Instant } from '../../shared/lib/clock.ts'
import type { AccessPointId } from '../../shared/lib/ids.ts'
import { describeError, log } from '../../shared/lib/log.ts'
import type { PanelEvent } from '../../shared/panel-protocol/events.ts'
import type { DoorState, DoorStatus } from '../../shared/panel-protocol/fields.ts'
import { createPanelClock } from './clock.ts'
import { loadApplied } from './config.ts'
import { type Conversation, startConversation } from './conversation.ts'
import { createDoors } from './doors.ts'
import { openFirmware } from './firmware.ts'
import { loadIdentity } from './identity.ts'
import { openMemory } from './memory.ts'
import { pairUntilAgreed } from './pair.ts'
import type { PanelPlace } from './place.ts'
import { openPosture } from './posture.ts'
import { accessEvent, decideBy, isUnlockedBySchedule, type Verdict } from './presentation.ts'
import { openStore } from './store.ts'
import { createTurns } from './turns.ts'

/** The answer to what was presented. */
export type Answer = Pick<Verdict, 'decision' | 'reason'> & { configVersion: number }

/** One panel, from power on to power off. */
export type Panel = Awaited<ReturnType<typeof startPanel>>

export const startPanel = async (place: PanelPlace) => {
  const { serialNumber } = place.settings
  const stopped = new AbortController()
  const store = await openStore(place.directory)
  const memory = await openMemory(store.path('journal.log'), randomUUID)
  const identity = await loadIdentity(store)
  const clock = createPanelClock(Date.now)
  clock.skew(place.skewSeconds)
  let rules: IndexedRules | undefined = identity.pairing && (await loadApplied(store, identity.pairing.panelId))
  for (const command of memory.commands.interrupted()) {
    await memory.keepCommand({ ...command, result: { outcome: 'failed', reason: 'interrupted', at: clock.now() } })
  }

  const doorStateOf = (accessPointId: AccessPointId): DoorState => {
    if (doors.isPulsed(accessPointId)) return 'unlocked'
    const now = clock.now()
    const bySchedule = rules !== undefined && isUnlockedBySchedule(rules, accessPointId, now, memory.decisions())
    return standsUnlocked(posture.current(), accessPointId, now, bySchedule) ? 'unlocked' : 'locked'
  }
  // A door that has a posture already and no rules yet follows its posture.
  const doorStatuses = (): DoorStatus[] =>
    [...new Set([...(rules?.accessPoints.keys() ?? []), ...postureDoors(posture.current())])].map((accessPointId) => ({
      accessPointId,
      state: doorStateOf(accessPointId),
    }))
  const tellStates = (accessPointIds: AccessPointId[]) =>
    conversation?.link.send({
      type: 'status',
      doors: accessPointIds.map((accessPointId) => ({ accessPointId, state: doorStateOf(accessPointId) })),
    })
  const tellState = (accessPointId: AccessPointId) => tellStates([accessPointId])
  const posture = await openPosture(store, clock, identity.pairing?.panelId, tellStates)
  const firmware = await openFirmware(store)
  const doors = createDoors(tellState)
  const floors = createDoors<string>(() => undefined)
  const pulseFloors = (accessPointId: AccessPointId, relays: readonly number[], durationSeconds: number) => {
    for (const relay of relays) floors.pulse(`${accessPointId}/${relay}`, durationSeconds)
  }
  const pulse = (accessPointId: AccessPointId, durationSeconds: number) => {
    doors.pulse(accessPointId, durationSeconds)
    memory.keepPulse(accessPointId).catch((thrown) => log('error', 'store failed', { serialNumber, ...describeError(thrown) }))
    tellState(accessPointId)
  }

  let conversation: Conversation | undefined
  const connect = async () => {
    const signal = stopped.signal
    const paired = await pairUntilAgreed(identity, { ...place, store, random: Math.random, stopped: signal })
    if (!paired?.pairing || signal.aborted) return
    const { pairing } = paired
    // Paired again, with another tenant perhaps: the rules and the events of the old one are none of its business.
    if (identity.pairing && identity.pairing.panelId !== pairing.panelId) {
      rules = undefined
      await Promise.all([memory.wipeEvents(), posture.wipe()])
    }
    const useRules = (applied: IndexedRules) => {
      rules = applied
    }
    const own = { store, memory, clock, posture, firmware, stopped: signal, doors: doorStatuses, rules: () => rules, useRules }
    conversation = await startConversation({ ...paired, pairing }, { ...place, ...own, pulse, pulseFloors })
  }
  const connecting = connect().catch((thrown) =>
    log('error', 'a panel could not start', { serialNumber, ...describeError(thrown) }),
  )

  const inTurn = createTurns()
  const keepEvents = async (events: readonly PanelEvent[]) => {
    await memory.keepEvents(events)
    conversation?.upload()
  }
  const stampAt = (at: Instant) => ({
    sequence: memory.buffer().nextSequence(),
    occurredAt: at,
    configVersion: rules?.version ?? 0,
    clockQuality: clock.isSynchronized() ? ('synced' as const) : ('unsynced' as const),
  })

  return {
    clock,
    memory,
    /** Decides, writes the event down, and only then opens the door and answers. Throws when the event could not be written. */
    present: (presented: Presented, at: Instant | undefined): Promise<Answer> =>
      inTurn(async () => {
        const stamp = stampAt(at ?? clock.now())
        const verdict = decideBy(rules, presented, stamp.occurredAt, memory.decisions(), posture.current())
        const door = rules?.accessPoints.get(presented.accessPointId)
        await keepEvents([accessEvent(verdict, { ...presented, side: presentedSide(door, presented) }, stamp)])
        const { decision, reason } = verdict
        const point = decision === 'granted' ? door : undefined
        if (point) pulse(point.id, point.pulseSeconds)
        if ('enables' in verdict) await memory.keepDecisions(remember(memory.decisions(), verdict))
        return { decision, reason, configVersion: stamp.configVersion }
      }),
    /** Fills the buffer with `count` refused presentations, as if they had all been here. */
    fillBuffer: (accessPointId: AccessPointId, count: number): Promise<void> =>
      inTurn(async () => {
        const presented: Presented = { accessPointId, encodedCredential: '0' }
        const stamp = stampAt(clock.now())
        const verdict = decideBy(rules, presented, stamp.occurredAt, memory.decisions(), posture.current())
        const fillers = Array.from({ length: count }, (_, index) =>
          accessEvent(verdict, presented, { ...stamp, sequence: stamp.sequence + index }),
        )
        await keepEvents(fillers)
      }),
    /** The event store is wiped: another epoch begins. */
    wipeEvents: () =>
      inTurn(async () => {
        await memory.wipeEvents()
        conversation?.restartUpload()
      }),
    doors: () => doorStatuses().map((door) => ({ ...door, pulses: memory.pulsesOf(door.accessPointId) })),
    /** Outputs of floors that may be chosen now: `<access point>/<relay>`. */
    floors: () => floors.pulsed(),
    appliedVersion: () => rules?.version ?? 0,
    panelId: () => conversation?.panelId,
    transport: () => conversation?.link.transport() ?? 'none',
    isConnected: () => conversation?.link.isConnected() ?? false,
    nudge: () => conversation?.link.nudge(),
    whenConnected: async (timeoutMs: number): Promise<boolean> => {
      const late = AbortSignal.timeout(timeoutMs)
      const expired = new Promise<void>((resolve) => late.addEventListener('abort', () => resolve(), { once: true }))
      await Promise.race([connecting, expired])
      return conversation && !late.aborted ? conversation.link.whenConnected(timeoutMs) : false
    },
    whenDown: async () => conversation?.link.whenDown(),
    /** The power goes. What was written down stays. */
    async stop() {
      stopped.abort()
      doors.stop()
      floors.stop()
      posture.stop()
      await connecting
      await conversation?.stop()
      await memory.close()
    },
  }
}
