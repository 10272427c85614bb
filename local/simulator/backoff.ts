/**
 * How long to wait before try number `attempt` (from 0) again: at random up to twice as long each time, full jitter, so that a
 * fleet does not come back all at once. `random` is from 0 to 1. At least a tenth of the span, so that it is never a busy loop.
 */
export const backoffMs = (attempt: number, firstMs: number, maxMs: number, random: number): number => {
  const span = Math.min(maxMs, firstMs * 2 ** Math.min(attempt, 30))
  return Math.round(span * (0.1 + 0.9 * random))
}
