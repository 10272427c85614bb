import { randomUUID } from 'node:crypto'
import { presentedSide } from '../../shared/domain/access/decisions/decide.ts'
import type { Presented } from '../../shared/domain/access/decisions/decision.ts'
import type { IndexedRules } from '../../shared/domain/access/decisions/index-rules.ts'
import { type DoorPosture, postureDoors, standsUnlocked } from '../../shared/domain/access/decisions/posture.ts'
import type { PanelAccessPoint } from '../../shared/domain/access/decisions/rules.ts'
import type { Instant } from '../../shared/lib/clock.ts'
import type { AccessPointId } from '../../shared/lib/ids.ts'
import { describeError, log } from '../../shared/lib/log.ts'
import type { PanelEvent } from '../../shared/panel-protocol/events.ts'
import type { DoorState, DoorStatus } from '../../shared/panel-protocol/fields.ts'
import { createPanelClock } from './clock.ts'
import { type Conversation, startConversation } from './conversation.ts'
import { createDoors } from './doors.ts'
import { openFirmware } from './firmware.ts'
import { loadIdentity } from './identity.ts'
import { type InputName, watchInputs } from './inputs.ts'
import { createLockdowns } from './lockdown.ts'
import { openMemory } from './memory.ts'
import { pairUntilAgreed } from './pair.ts'
import type { PanelPlace } from './place.ts'
import { openPosture } from './posture.ts'
import { accessEvent, decideBy, eventsOf, isUnlockedBySchedule, type Verdict } from './presentation.ts'
import { openRules } from './rules-keeper.ts'
import { openStore } from './store.ts'
import { createTurns } from './turns.ts'

/** The answer to what was presented. */
export type Answer = Pick<Verdict, 'decision' | 'reason'> & { configVersion: number }

/** What a Wiegand output sent on, and for which access point. */
type SentNumber = { accessPointId: AccessPointId; encodedCredential: string | undefined; bits: number | undefined }

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
  const rulesKeeper = await openRules(store, identity.pairing?.panelId)
  const rules = (): IndexedRules | undefined => rulesKeeper.current()?.rules
  for (const command of memory.commands.interrupted()) {
    await memory.keepCommand({ ...command, result: { outcome: 'failed', reason: 'interrupted', at: clock.now() } })
  }

  const isPrivate = (id: AccessPointId): boolean => memory.decisions().privacy?.includes(id) ?? false
  const doorStateOf = (accessPointId: AccessPointId): DoorState => {
    if (doors.isPulsed(accessPointId) || exits.isPulsed(accessPointId)) return 'unlocked'
    const now = clock.now()
    // whoever set the lock to privacy does not expect the door to stand unlocked
    const known = rules()
    const bySchedule =
      known !== undefined && !isPrivate(accessPointId) && isUnlockedBySchedule(known, accessPointId, now, memory.decisions())
    const held = lockdowns.heldOf(accessPointId)
    return standsUnlocked(posture.current(), held, now, bySchedule, inputs.isActive('fire')) ? 'unlocked' : 'locked'
  }
  // A door that has a posture already and no rules yet follows its posture. A Wiegand output has nothing that could be unlocked.
  const doorStatuses = (): DoorStatus[] =>
    [...new Set([...(rules()?.accessPoints.keys() ?? []), ...postureDoors(posture.current())])]
      .filter((accessPointId) => rules()?.accessPoints.get(accessPointId)?.wiegandPort === undefined)
      .map((accessPointId) => ({ accessPointId, state: doorStateOf(accessPointId) }))
  const tellStates = (accessPointIds: AccessPointId[]) =>
    conversation?.link.send({
      type: 'status',
      doors: accessPointIds.map((accessPointId) => ({ accessPointId, state: doorStateOf(accessPointId) })),
    })
  const tellState = (accessPointId: AccessPointId) => tellStates([accessPointId])
  const lockdowns = createLockdowns(rules, () => posture.current())
  const posture = await openPosture(store, clock, identity.pairing?.panelId, {
    // A pulse that runs when its door goes into lockdown ends at once; `posture.applied` says that the door moved.
    onTaken: async (before) => {
      doors.relock((id) => lockdowns.hasCome(id, before))
      await memory.takeResets(posture.resets())
    },
    onEnd: tellStates,
  })
  // the power may have gone between the posture and these
  await memory.takeResets(posture.resets())
  const firmware = await openFirmware(store)
  const doors = createDoors(tellState)
  // Who is inside may leave, whatever the posture says: a lockdown ends none of these.
  const exits = createDoors(tellState)
  const pulse = (accessPointId: AccessPointId, durationSeconds: number, commandId?: string) => {
    place.onPulse({ accessPointId, commandId, at: clock.now() })
    doors.pulse(accessPointId, durationSeconds)
    memory.keepPulse(accessPointId).catch((thrown) => log('error', 'store failed', { serialNumber, ...describeError(thrown) }))
    tellState(accessPointId)
  }

  const pulseFloors = (liftId: AccessPointId, relays: readonly number[], durationSeconds: number, commandId: string) => {
    const floors = rules()?.floorsOf.get(liftId) ?? []
    for (const { id, floor } of floors) if (floor && relays.includes(floor.relay)) pulse(id, durationSeconds, commandId)
  }
  const sent = new Map<number, SentNumber>()
  /**
   * What a grant does: it opens the door, lets floors be chosen, or sends the card's number on. `before` is the posture that it was
   * decided by: what has gone into lockdown since stays shut.
   */
  const admit = (verdict: Verdict, { encodedCredential, bits }: Presented, point: PanelAccessPoint, before: DoorPosture) => {
    const { onlyFloors, floors = [] } = 'trace' in verdict ? verdict : {}
    if (point.wiegandPort !== undefined) sent.set(point.wiegandPort, { accessPointId: point.id, encodedCredential, bits })
    else if (!onlyFloors && !lockdowns.hasCome(point.id, before)) pulse(point.id, point.pulseSeconds)
    for (const id of floors)
      if (!lockdowns.hasCome(id, before)) pulse(id, rules()?.accessPoints.get(id)?.pulseSeconds ?? point.pulseSeconds)
  }

  let conversation: Conversation | undefined
  const connect = async () => {
    const signal = stopped.signal
    const paired = await pairUntilAgreed(identity, { ...place, store, random: Math.random, stopped: signal })
    if (!paired?.pairing || signal.aborted) return
    const { pairing } = paired
    // Paired again, with another tenant perhaps: the rules and the events of the old one are none of its business.
    if (identity.pairing && identity.pairing.panelId !== pairing.panelId) {
      await Promise.all([rulesKeeper.wipe(), memory.wipeEvents(), memory.wipeAreas(), posture.wipe()])
    }
    const own = { store, memory, clock, posture, firmware, stopped: signal, doors: doorStatuses, rules: rulesKeeper }
    conversation = await startConversation(
      { ...paired, pairing },
      { ...place, ...own, pulse, pulseFloors, isLockedDown: lockdowns.hold, isPrivate, isInterlocked: (id) => isInterlocked(id) },
    )
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
    configVersion: rules()?.version ?? 0,
    clockQuality: clock.isSynchronized() ? ('synced' as const) : ('unsynced' as const),
  })

  const inputs = watchInputs({
    wiring: place.wiring,
    heldOpenMs: place.timing.heldOpenMs,
    isUnlocked: (id) => doorStateOf(id) === 'unlocked',
    report: (happening) => inTurn(() => keepEvents([{ ...stampAt(clock.now()), ...happening }])),
    onFailure: (thrown) => log('error', 'store failed', { serialNumber, ...describeError(thrown) }),
  })
  /** Of the doors that are interlocked with this one those that are not shut and locked now. */
  const openBeside = (id: AccessPointId): AccessPointId[] =>
    (rules()?.accessPoints.get(id)?.doorRules?.interlock?.accessPointIds ?? []).filter(
      (other) => inputs.isOpen(other) || doorStateOf(other) === 'unlocked',
    )
  const memoryAt = (id: AccessPointId) => ({ ...memory.decisions(), openDoors: openBeside(id) })
  const isInterlocked = (id: AccessPointId): boolean => openBeside(id).length > 0
  /** A door that opens and shuts: no floor of a lift, no output. */
  const doorWith = (id: AccessPointId): PanelAccessPoint | undefined => {
    const point = rules()?.accessPoints.get(id)
    return point && point.floor === undefined && point.wiegandPort === undefined ? point : undefined
  }

  return {
    clock,
    memory,
    /** The door is opened or shut, as its sensor shows. False when the panel has no such door. */
    async setDoor(id: AccessPointId, open: boolean): Promise<boolean> {
      if (!doorWith(id)) return false
      await inputs.setOpen(id, open)
      return true
    },
    /** Somebody inside presses the exit button. The door is released whatever the posture says. False when there is no such door. */
    async requestExit(id: AccessPointId): Promise<boolean> {
      const door = doorWith(id)
      if (!door) return false
      exits.pulse(id, door.pulseSeconds)
      tellState(id)
      await inTurn(() => keepEvents([{ ...stampAt(clock.now()), kind: 'door', accessPointId: id, reason: 'request_to_exit' }]))
      return true
    },
    /** An input of the panel changes. Doors that fire releases move at once; that is reported before it is written down. */
    async setInput(input: InputName, on: boolean): Promise<void> {
      const before = new Map(doorStatuses().map(({ accessPointId, state }) => [accessPointId, state]))
      const reported = inputs.setInput(input, on)
      const moved = doorStatuses().filter(({ accessPointId, state }) => before.get(accessPointId) !== state)
      if (moved.length > 0) tellStates(moved.map(({ accessPointId }) => accessPointId))
      await reported
    },
    /** Decides, writes the event down, and only then opens the door and answers. Throws when the event could not be written. */
    present: (presented: Presented, at: Instant | undefined): Promise<Answer> =>
      inTurn(async () => {
        const stamp = stampAt(at ?? clock.now())
        const decidedBy = posture.current()
        const verdict = decideBy(rules(), presented, stamp.occurredAt, memoryAt(presented.accessPointId), decidedBy)
        const door = rules()?.accessPoints.get(presented.accessPointId)
        const events = eventsOf(verdict, { ...presented, side: presentedSide(door, presented) }, stamp)
        await memory.keepDecision(events, 'trace' in verdict ? verdict : undefined)
        conversation?.upload()
        const { decision, reason } = verdict
        if (door && decision === 'granted') admit(verdict, presented, door, decidedBy)
        return { decision, reason, configVersion: stamp.configVersion }
      }),
    /** What the panel would decide now about what is presented. No event is written and no door moves. */
    wouldDecide: (presented: Presented): Verdict['decision'] =>
      decideBy(rules(), presented, clock.now(), memoryAt(presented.accessPointId), posture.current()).decision,
    /** Fills the buffer with `count` refused presentations, as if they had all been here. */
    fillBuffer: (accessPointId: AccessPointId, count: number): Promise<void> =>
      inTurn(async () => {
        const presented: Presented = { accessPointId, encodedCredential: '0' }
        const stamp = stampAt(clock.now())
        const verdict = decideBy(rules(), presented, stamp.occurredAt, memory.decisions(), posture.current())
        const fillers = Array.from({ length: count }, (_, index) =>
          accessEvent(verdict, presented, { ...stamp, sequence: stamp.sequence + index }),
        )
        await keepEvents(fillers)
      }),
    /** Somebody inside presses the button of a wireless lock. False when it is none. */
    setPrivacy: (accessPointId: AccessPointId, on: boolean): Promise<boolean> =>
      inTurn(async () => {
        if (rules()?.accessPoints.get(accessPointId)?.lockSerialNumber === undefined) return false
        const others = (memory.decisions().privacy ?? []).filter((id) => id !== accessPointId)
        await memory.keepDecisions({ ...memory.decisions(), privacy: on ? [...others, accessPointId] : others })
        await keepEvents([{ ...stampAt(clock.now()), kind: 'door', accessPointId, reason: on ? 'privacy_on' : 'privacy_off' }])
        tellState(accessPointId)
        return true
      }),
    /** The event store is wiped: another epoch begins. */
    wipeEvents: () =>
      inTurn(async () => {
        await memory.wipeEvents()
        conversation?.restartUpload()
      }),
    doors: () =>
      doorStatuses().map((door) => ({
        ...door,
        isOpen: inputs.isOpen(door.accessPointId),
        pulses: memory.pulsesOf(door.accessPointId),
      })),
    /** The number that each Wiegand output sent last. */
    sentNumbers: () => [...sent].map(([port, number]) => ({ port, ...number })),
    appliedVersion: () => rules()?.version ?? 0,
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
      exits.stop()
      inputs.stop()
      posture.stop()
      await connecting
      await conversation?.stop()
      await Promise.all([memory.close(), rulesKeeper.close()])
    },
  }
}
