import { AsyncLocalStorage } from 'node:async_hooks'

/** Fields of one log line. Never a secret, a token, a PIN or a card number. */
export type LogFields = Readonly<Record<string, string | number | boolean | undefined>>
export type Level = 'info' | 'warn' | 'error'

/** What every line says that is written during a piece of work. */
const ofWork = new AsyncLocalStorage<LogFields>()

/** Does the work; each line that it writes, however deep, has these fields too. */
export const withLogFields = <T>(fields: LogFields, work: () => T): T => ofWork.run({ ...ofWork.getStore(), ...fields }, work)

/** One JSON object per line on standard output: what CloudWatch indexes and a person can grep. */
export const log = (level: Level, message: string, fields: LogFields = {}): void => {
  if (process.env.LOG_LEVEL === 'silent') return
  process.stdout.write(`${JSON.stringify({ level, message, ...ofWork.getStore(), ...fields })}\n`)
}

/** What may be said of a thrown value in a log line: its name and message, and where it came from. */
export const describeError = (thrown: unknown): LogFields =>
  thrown instanceof Error
    ? { error: thrown.name, reason: thrown.message, stack: thrown.stack?.split('\n').slice(1, 6).join(' | ') }
    : { error: 'unknown', reason: String(thrown) }
