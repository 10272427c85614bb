/**
 * The wire between a panel and the network, which a tester may pull out. It outlives the panel's reboots. Nothing of the panel
 * goes out but under `signal()`, which aborts the moment the cable is pulled.
 */
export type Cable = ReturnType<typeof createCable>

export const createCable = () => {
  let cut = new AbortController()
  let waiting: (() => void)[] = []
  return {
    isUp: () => !cut.signal.aborted,
    /** Aborts when the cable is pulled; a fresh one after it was plugged in again. */
    signal: () => cut.signal,
    pull: () => cut.abort(new Error('The link is down')),
    plugIn() {
      if (!cut.signal.aborted) return
      cut = new AbortController()
      for (const wake of waiting) wake()
      waiting = []
    },
    /** Resolves when the cable is in, or when there is no more use in waiting. */
    whenUp: (giveUp: AbortSignal): Promise<void> =>
      new Promise((resolve) => {
        if (!cut.signal.aborted || giveUp.aborted) return resolve()
        waiting.push(resolve)
        giveUp.addEventListener('abort', () => resolve(), { once: true })
      }),
  }
}
