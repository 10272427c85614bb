/** Something to be written that waits for others, so that one call writes them all. */
export type Gathered<T> = {
  /** Ends when the group that this is in is written, and throws what kept the group from it. */
  add: (one: T) => Promise<void>
  /** Says that one member is done: nobody need wait for it any more. */
  leave: () => void
}

/**
 * Gathers what `members` have to write. A group is written once every member that has not left waits for it, and at the latest
 * `maxWaitMs` after its first: a member that takes long does not keep the others waiting.
 */
export const gather = <T>(members: number, maxWaitMs: number, write: (group: readonly T[]) => Promise<void>): Gathered<T> => {
  let present = members
  let waiting: { group: T[]; timer: NodeJS.Timeout; written: PromiseWithResolvers<void> } | undefined
  const writeNow = () => {
    if (!waiting) return
    const { group, timer, written } = waiting
    waiting = undefined
    clearTimeout(timer)
    write(group).then(written.resolve, written.reject)
  }
  const writeIfComplete = () => {
    if (waiting && waiting.group.length >= present) writeNow()
  }
  return {
    add: (one) => {
      waiting ??= { group: [], timer: setTimeout(writeNow, maxWaitMs), written: Promise.withResolvers() }
      const { group, written } = waiting
      group.push(one)
      writeIfComplete()
      return written.promise
    },
    leave: () => {
      present -= 1
      writeIfComplete()
    },
  }
}
