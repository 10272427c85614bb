import { isLockedDown, isUnlockedBySchedule, standsUnlocked } from './decide.ts'
import type { Message } from './link.ts'
import type { State } from './store.ts'
import type { AccessPoint, Decision, Posture } from './types.ts'

type Place = { state: State; now: () => number; onUnlock: (id: number, seconds: number) => void; say: (message: Message) => void }

/** How the doors of a panel stand, with their pulses. A loss of power ends all pulses. */
export const doorsOf = ({ state, now, onUnlock, say }: Place) => {
  const pulsedUntil = new Map<number, number>()
  const pointOf = (id: number): Pick<AccessPoint, 'id' | 'floor'> =>
    state.rules?.accessPoints.find((one) => one.id === id) ?? { id }
  const states = () =>
    (state.rules?.accessPoints ?? [])
      .filter(({ wiegandPort }) => wiegandPort === undefined)
      .map((point) => {
        const isPulsed = (pulsedUntil.get(point.id) ?? 0) > performance.now()
        const bySchedule = state.rules !== undefined && isUnlockedBySchedule(state.rules, point, now(), state.memory)
        const isUnlocked = isPulsed || standsUnlocked(state.posture, point, now(), bySchedule)
        return { accessPointId: point.id, state: isUnlocked ? 'unlocked' : 'locked' }
      })
  let said = new Map<number, string>()
  /** The doors whose state is another than when this was asked last. */
  const moved = () => {
    const all = states()
    const others = all.filter((door) => said.get(door.accessPointId) !== door.state)
    said = new Map(all.map((door) => [door.accessPointId, door.state]))
    return others
  }
  const tellMoved = () => {
    const others = moved()
    if (others.length > 0) say({ type: 'status', doors: others })
  }
  const pulse = (id: number, seconds: number) => {
    pulsedUntil.set(id, Math.max(pulsedUntil.get(id) ?? 0, performance.now() + seconds * 1_000))
    onUnlock(id, seconds)
    tellMoved()
  }
  /** Those that are not locked: this panel has no sensors that say whether they are shut. */
  const unlocked = () => states().flatMap((door) => (door.state === 'unlocked' ? door.accessPointId : []))
  return {
    states,
    unlocked,
    isInterlocked: (id: number) => {
      const point = state.rules?.accessPoints.find((one) => one.id === id)
      return point?.doorRules?.interlock?.accessPointIds.some((other) => unlocked().includes(other)) ?? false
    },
    moved,
    tellMoved,
    pulse,
    isLockedDown: (id: number) => isLockedDown(state.posture, pointOf(id)),
    /** Opens what a grant opens: the door, and the floors that may be chosen. */
    admit(id: number, { floors = [], onlyFloors }: Decision) {
      for (const point of state.rules?.accessPoints ?? [])
        if (floors.includes(point.id) || (point.id === id && !onlyFloors && point.wiegandPort === undefined))
          pulse(point.id, point.pulseSeconds)
    },
    /** Ends the pulses of doors that have gone into lockdown. */
    obey(before: Posture) {
      for (const id of pulsedUntil.keys())
        if (isLockedDown(state.posture, pointOf(id)) && !isLockedDown(before, pointOf(id))) pulsedUntil.delete(id)
    },
  }
}
