import type { AccessPointId } from '../../shared/lib/ids.ts'

/** What a lock does by itself: open for a while, then shut. Forgets everything in a reboot, and is locked then. */
export type Doors = ReturnType<typeof createDoors>

/** `onRelock` is called when a door that was pulsed locks again. */
export const createDoors = (onRelock: (accessPointId: AccessPointId) => void) => {
  const relocks = new Map<AccessPointId, { at: number; timer: NodeJS.Timeout }>()
  return {
    /** Unlocks the door now and locks it after `durationSeconds`, or later when an earlier pulse lasts longer. */
    pulse(accessPointId: AccessPointId, durationSeconds: number) {
      const durationMs = durationSeconds * 1_000
      const at = performance.now() + durationMs
      const earlier = relocks.get(accessPointId)
      if (earlier && earlier.at >= at) return
      clearTimeout(earlier?.timer)
      const relock = () => {
        relocks.delete(accessPointId)
        onRelock(accessPointId)
      }
      relocks.set(accessPointId, { at, timer: setTimeout(relock, durationMs) })
    },
    isPulsed: (accessPointId: AccessPointId) => relocks.has(accessPointId),
    /** The power is gone. */
    stop() {
      for (const { timer } of relocks.values()) clearTimeout(timer)
      relocks.clear()
    },
  }
}
