import type { AccessPoint, Attempts, Decision, Memory, Presented } from './types.ts'

/** Part "Failed attempts" of docs/panel-protocol.md. */
const failures = ['unknown_credential', 'unknown_pin', 'wrong_pin']

/** The side of the door that something was presented at. */
export const sideOf = ({ readers }: Pick<AccessPoint, 'readers'>, { side, readerId }: Presented): 1 | 2 =>
  readers?.find(({ id }) => id === readerId)?.side ?? side ?? 1

export const readerName = (point: AccessPoint, presented: Presented): string =>
  point.readers?.some(({ id }) => id === presented.readerId)
    ? `reader ${presented.readerId}`
    : `access point ${point.id} side ${sideOf(point, presented)}`

export const isBlocked = ({ failedAttempts }: AccessPoint, attempts: Attempts | undefined, at: number): boolean =>
  failedAttempts !== undefined &&
  attempts?.blockedAt !== undefined &&
  attempts.blockedAt <= at &&
  at < attempts.blockedAt + failedAttempts.blockSeconds * 1_000

export const countAttempt = (
  { failedAttempts }: AccessPoint,
  reader: string,
  before: Attempts | undefined,
  at: number,
  reason: string,
): Pick<Decision, 'attempts' | 'blocks'> => {
  if (!failedAttempts) return {}
  if (reason === 'granted') return before ? { attempts: { reader, failed: 0 } } : {}
  if (!failures.includes(reason)) return {}
  const failed = (before?.failed ?? 0) + 1
  const isBlocking = failed >= failedAttempts.limit
  return isBlocking ? { attempts: { reader, failed: 0, blockedAt: at }, blocks: true } : { attempts: { reader, failed } }
}

/** Keeps what a decision says of the attempts at its reader. */
export const keepAttempts = (memory: Memory, { attempts }: Decision): void => {
  if (!attempts) return
  const { reader, ...now } = attempts
  memory.attempts = { ...memory.attempts, [reader]: now }
}
