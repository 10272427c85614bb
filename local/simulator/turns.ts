/** Does work one piece at a time, in the order in which it was asked for. A piece that fails does not stop the next. */
export const createTurns = () => {
  let tail: Promise<unknown> = Promise.resolve()
  return <T>(work: () => Promise<T>): Promise<T> => {
    const done = tail.then(work)
    tail = done.catch(() => undefined)
    return done
  }
}
