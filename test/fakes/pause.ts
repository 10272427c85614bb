import { fullJitter, type Pause } from '../../shared/lib/retry.ts'

/** Numbers from 0 up to 1 in an order that is nobody's: the same in every run. */
export const drawnNumbers = () => {
  let seed = 12_345
  return () => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648
    return seed / 2_147_483_648
  }
}

/** A pause without a clock: up to 64 turns of the event loop, in which others go on. It spreads rivals as a real one does. */
export const turnsPause = (): Pause =>
  fullJitter(async (ms) => {
    for (let left = Math.ceil(ms / 10); left > 0; left -= 1) await new Promise((resolve) => setImmediate(resolve))
  }, drawnNumbers())
