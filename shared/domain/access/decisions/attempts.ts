import { type Instant, second } from '../../../lib/clock.ts'
import { ok, type Result } from '../../../lib/result.ts'
import type { Decision, DecisionMemory, DenialReason, Presented } from './decision.ts'
import type { PanelAccessPoint } from './rules.ts'
import { named, type Trace } from './trace.ts'

/** What failed when something was presented that is nobody's: whoever is known and refused has not guessed. */
const failures: ReadonlySet<string> = new Set<DenialReason>(['unknown_credential', 'unknown_pin', 'wrong_pin'])

/** A reader by its name in the memory: its id where the rules know it at this access point, else the side. */
export const readerName = ({ id, readers }: PanelAccessPoint, side: number, { readerId }: Pick<Presented, 'readerId'>): string =>
  readers?.some((reader) => reader.id === readerId) ? `reader ${readerId}` : `access point ${id} side ${side}`

/**
 * Whether the reader takes anything now. After too many failed attempts in a row it takes nothing for a while, not even what is valid. A
 * clock that is set back does not make that longer.
 */
export const checkBlock = (
  { failedAttempts, id }: PanelAccessPoint,
  reader: string,
  at: Instant,
  { attempts }: DecisionMemory,
  trace: Trace,
): Result<undefined, DenialReason> => {
  if (!failedAttempts) return ok(undefined)
  const { failed = 0, blockedAt } = attempts?.[reader] ?? {}
  const until = blockedAt === undefined ? undefined : blockedAt + failedAttempts.blockSeconds * second
  if (blockedAt !== undefined && until !== undefined && blockedAt <= at && at < until)
    return trace.deny('reader_not_blocked', 'blocked_after_failures', [
      'the reader at ',
      named('access point', id),
      ` is blocked until ${new Date(until).toISOString()}, after ${failedAttempts.limit} failed attempts in a row`,
    ])
  trace.pass('reader_not_blocked', [`${failed} of ${failedAttempts.limit} attempts in a row have failed`])
  return ok(undefined)
}

/** What a decision does to the count of its reader: a failure adds to it and may block the reader, and a grant begins it again. */
export const countAttempt = (
  { failedAttempts }: PanelAccessPoint,
  reader: string,
  at: Instant,
  { attempts }: DecisionMemory,
  reason: Decision['reason'],
): Pick<Decision, 'attempts' | 'blocks'> => {
  if (!failedAttempts) return {}
  const before = attempts?.[reader]
  if (reason === 'granted') return before ? { attempts: { reader, failed: 0 } } : {}
  if (!failures.has(reason)) return {}
  const failed = (before?.failed ?? 0) + 1
  return failed < failedAttempts.limit
    ? { attempts: { reader, failed } }
    : { attempts: { reader, failed: 0, blockedAt: at }, blocks: true }
}
