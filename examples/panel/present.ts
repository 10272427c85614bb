import { keepPassages } from './areas.ts'
import { keepAttempts, sideOf } from './attempts.ts'
import { comparedValue, decide } from './decide.ts'
import { keepWaiting } from './door-rules.ts'
import type { PanelEvent, State } from './store.ts'
import type { Decision, Presented } from './types.ts'

type Place = {
  store: { state: State; save: () => void }
  now: () => number
  isSynchronized: () => boolean
  openDoors: () => number[]
}

export const nextSequence = ({ events, upTo }: State): number => (events.at(-1)?.sequence ?? upTo) + 1

/** Decides about what was presented, and writes the event down: what the panel does about it comes after that. */
export const decideAndKeep = (
  { store, now, isSynchronized, openDoors }: Place,
  presented: Presented,
): { decided: Decision; events: PanelEvent[] } => {
  const { state, save } = store
  const at = now()
  const decided: Decision = state.rules
    ? decide(state.rules, presented, at, state.posture, { ...state.memory, openDoors: openDoors() })
    : { decision: 'denied', reason: 'no_rules' }
  const stamp = {
    sequence: nextSequence(state),
    occurredAt: at,
    configVersion: state.version,
    clockQuality: isSynchronized() ? 'synced' : 'unsynced',
  }
  const point = state.rules?.accessPoints.find(({ id }) => id === presented.accessPointId)
  const door = { ...stamp, kind: 'door', accessPointId: presented.accessPointId }
  const { userId, credentialId } = decided
  const all: PanelEvent[] = [{ ...stamp, ...accessEvent(decided, presented), side: sideOf(point ?? {}, presented) }]
  if (decided.alarm) all.push({ ...door, reason: 'silent_alarm', userId, credentialId })
  for (const breach of decided.breaches ?? []) all.push({ ...door, ...breach })
  if (decided.blocks) all.push({ ...door, reason: 'attempts_exceeded' })
  const events = all.map((event, index) => ({ ...event, sequence: stamp.sequence + index }))
  state.events.push(...events)
  for (const { siteId, scheduleId, until } of decided.enables ?? []) state.memory.enabledUntil[`${siteId}/${scheduleId}`] = until
  keepAttempts(state.memory, decided)
  keepWaiting(state.memory, decided)
  keepPassages(state.memory, decided)
  save()
  return { decided, events }
}

/** The PIN stays out of it. What is undefined is left out when the event is written. */
const accessEvent = ({ decision, reason, userId, credentialId, floors }: Decision, presented: Presented) => {
  const { accessPointId, readerId, kind, encodedCredential: read, bits, pin } = presented
  const encodedCredential = read === undefined ? undefined : comparedValue(kind, read)
  const shown = { kind, encodedCredential, bits, pinUsed: pin === undefined ? undefined : true }
  return { kind: 'access', accessPointId, readerId, decision, reason, presented: shown, userId, credentialId, floorIds: floors }
}
