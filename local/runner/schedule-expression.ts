/** When a schedule of the template is due. Throws for an expression that the local cloud cannot read. */
export type Due = (minute: Date) => boolean

const unitMinutes: Readonly<Record<string, number>> = { minute: 1, hour: 60, day: 1440 }

const rate = (count: number, unit: string): Due => {
  const every = count * (unitMinutes[unit] ?? 1)
  return (minute) => Math.floor(minute.getTime() / 60_000) % every === 0
}

/** Whether a cron field, `*`, `?` or one number, holds for a value. */
const cronField = (text: string): ((value: number) => boolean) => {
  if (text === '*' || text === '?') return () => true
  if (!/^\d+$/.test(text)) throw new Error(`The local cloud cannot read "${text}" in a cron expression`)
  return (value) => value === Number(text)
}

const cron = (fields: readonly string[]): Due => {
  const parts: ((at: Date) => number)[] = [
    (at) => at.getUTCMinutes(),
    (at) => at.getUTCHours(),
    (at) => at.getUTCDate(),
    (at) => at.getUTCMonth() + 1,
    (at) => at.getUTCDay() + 1,
    (at) => at.getUTCFullYear(),
  ]
  const checks = parts.map((part, index) => ({ part, matches: cronField(fields[index] ?? '*') }))
  return (at) => checks.every(({ part, matches }) => matches(part(at)))
}

/** Reads `rate(1 minute)` and `cron(0 12 * * ? *)` (UTC). */
export const readSchedule = (expression: string): Due => {
  const asRate = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(expression)
  if (asRate) return rate(Number(asRate[1]), String(asRate[2]))
  const asCron = /^cron\(([^)]+)\)$/.exec(expression)
  if (asCron?.[1]) return cron(asCron[1].trim().split(/\s+/))
  throw new Error(`The local cloud cannot read the schedule ${expression}`)
}
