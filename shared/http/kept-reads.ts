import { type Clock, type Instant, minute } from '../lib/clock.ts'
import type { Revocations } from './revocations.ts'

/** What was read of the table, and the subjects of notices that make it out of date. */
export type Noticed<Authority> = { authority: Authority | undefined; subjects: readonly string[] }

type Known<Authority> = { read: Promise<Noticed<Authority>>; readAt: Instant; notices: number }

/** What was read is kept so long, well within the time that notices are remembered, and so much of it. */
const keptFor = 10 * minute
const maxKept = 1_000

/**
 * Keeps what tokens stand on until a notice says that it changed: the table is read once by each instance for each notice, not for each
 * request. See docs/decisions/0028.
 */
export const keptReads = <Authority>(revocations: Revocations, now: Clock) => {
  const kept = new Map<string, Known<Authority>>()

  const isCurrent = async ({ read, readAt, notices }: Known<Authority>): Promise<boolean> =>
    now() < readAt + keptFor && !revocations.hasSince(notices, (await read).subjects)

  /** What was read for `name`, or what `read` gives now. */
  return async (name: string, read: () => Promise<Noticed<Authority>>): Promise<Authority | undefined> => {
    const known = kept.get(name)
    if (known && (await isCurrent(known))) return (await known.read).authority
    const fresh = { read: read(), readAt: now(), notices: revocations.count() }
    const [oldest] = kept.keys()
    if (kept.size >= maxKept && oldest !== undefined) kept.delete(oldest)
    kept.set(name, fresh)
    // What could not be read is read again by the next request.
    fresh.read.catch(() => kept.delete(name))
    return (await fresh.read).authority
  }
}
