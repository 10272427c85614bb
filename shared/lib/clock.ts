/** Epoch milliseconds, UTC. Every name that holds one ends in `At` or is `now`. */
export type Instant = number

/** The current time; handed in, so that a test may decide what time it is. */
export type Clock = () => Instant

export const second = 1_000
export const minute = 60 * second
export const hour = 60 * minute
export const day = 24 * hour
