import { setTimeout } from 'node:timers/promises'
import { fullJitter } from '../lib/retry.ts'

/** The pause between two attempts, by the clock of this process. */
export const pause = fullJitter((ms) => setTimeout(ms), Math.random)
