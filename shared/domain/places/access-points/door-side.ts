import { z } from 'zod'

/** A door has two sides, each with its own readers: 1 is the entry, 2 the exit. A door that never says so has side 1. */
export const DoorSide = z.literal([1, 2])
export type DoorSide = z.infer<typeof DoorSide>
