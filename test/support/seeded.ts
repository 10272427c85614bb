import { createHash } from 'node:crypto'

/** Numbers from 0 to below 1 that a seed and a name decide: the same in every run. */
export const seeded = (seed: number, name: string) => {
  let count = 0
  const next = (): number => {
    count += 1
    return createHash('sha256').update(`${seed}/${name}/${count}`).digest().readUInt32BE(0) / 2 ** 32
  }
  return {
    next,
    /** A whole number from 0 to below `end`. */
    below: (end: number): number => Math.floor(next() * end),
    happens: (probability: number): boolean => next() < probability,
  }
}
