/** Waits for a time drawn at random between nothing and `upToMs`, so that those who failed together do not meet again. */
export type Pause = (upToMs: number) => Promise<void>

/** What an attempt answers that another writer overtook: it may be made again. */
export const raced = Symbol('raced')
export type Raced = typeof raced

const firstPauseMs = 20
const maxPauseMs = 640

/**
 * How many attempts are made in all at what fails by itself. The pauses between them come to 4.5 seconds at most, and to half
 * of that on average.
 */
export const maxAttempts = 12

/**
 * The same for attempts that are overtaken: 7 seconds at most. Of 14 writers of one item, the last one may lose to each of the
 * others.
 */
export const maxRaces = 16

/** The longest pause after attempt number `attempt`, which counts from 0: it doubles up to 640 ms ("full jitter"). */
export const maxPauseAfter = (attempt: number): number => Math.min(maxPauseMs, firstPauseMs * 2 ** attempt)

/** Makes an attempt again, after a pause, while it is overtaken; `raced` when the last one was too. */
export const retryRaces = async <T>(pause: Pause, make: (attempt: number) => Promise<T | Raced>): Promise<T | Raced> => {
  for (let attempt = 0; ; attempt += 1) {
    const result = await make(attempt)
    if (result !== raced || attempt + 1 >= maxRaces) return result
    await pause(maxPauseAfter(attempt))
  }
}

/** A pause made of a timer and a source of numbers from 0 up to 1. */
export const fullJitter =
  (wait: (ms: number) => Promise<unknown>, random: () => number): Pause =>
  async (upToMs) => {
    await wait(random() * upToMs)
  }
