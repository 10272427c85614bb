/** What a lock does by itself: open for a while, then shut. Forgets everything in a reboot, and is locked then. */
export type Doors<Id> = ReturnType<typeof createDoors<Id>>

/** `onRelock` is called when a door that was pulsed locks again. */
export const createDoors = <Id>(onRelock: (id: Id) => void) => {
  const relocks = new Map<Id, { at: number; timer: NodeJS.Timeout }>()
  return {
    /** Unlocks the door now and locks it after `durationSeconds`, or later when an earlier pulse lasts longer. */
    pulse(id: Id, durationSeconds: number) {
      const durationMs = durationSeconds * 1_000
      const at = performance.now() + durationMs
      const earlier = relocks.get(id)
      if (earlier && earlier.at >= at) return
      clearTimeout(earlier?.timer)
      const relock = () => {
        relocks.delete(id)
        onRelock(id)
      }
      relocks.set(id, { at, timer: setTimeout(relock, durationMs) })
    },
    isPulsed: (id: Id) => relocks.has(id),
    /** Locks those of the pulsed doors at once that `isToLock` names, and calls nobody: whoever ends a pulse knows of it. */
    relock(isToLock: (id: Id) => boolean) {
      for (const [id, { timer }] of relocks) {
        if (!isToLock(id)) continue
        clearTimeout(timer)
        relocks.delete(id)
      }
    },
    /** The power is gone. */
    stop() {
      for (const { timer } of relocks.values()) clearTimeout(timer)
      relocks.clear()
    },
  }
}
