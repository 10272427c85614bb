/** When a schedule of the template is due. Throws for an expression that the local cloud cannot read. */
export type Due = (minute: Date) => boolean

const unitMinutes: Readonly<Record<string, number>> = { minute: 1, hour: 60, day: 1440 }

const rate = (count: number, unit: string): Due => {
  const every = count * (unitMinutes[unit] ?? 1)
  return (minute) => Math.floor(minute.getTime() / 60_000) % every === 0
}

type Field = (value: number) => boolean

/** A cron field: `*`, `?`, `5`, `1-5`, `0/15`, `1,3`, and names of days and months. */
const cronField = (text: string, names: readonly string[]): Field => {
  if (text === '*' || text === '?') return () => true
  const toNumber = (part: string): number => {
    const named = names.indexOf(part.toUpperCase())
    const number = named >= 0 ? named + 1 : Number(part)
    if (!Number.isInteger(number)) throw new Error(`The local cloud cannot read "${part}" in a cron expression`)
    return number
  }
  const parts = text.split(',').map((part): Field => {
    const [range = '', step] = part.split('/')
    const [from = '', to] = range.split('-')
    const first = from === '*' ? 0 : toNumber(from)
    const last = to !== undefined ? toNumber(to) : step === undefined ? first : Number.POSITIVE_INFINITY
    return (value) => value >= first && value <= last && (value - first) % Number(step ?? 1) === 0
  })
  return (value) => parts.some((matches) => matches(value))
}

const months = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC']
const days = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT']

const cron = (fields: readonly string[]): Due => {
  const [minute = '*', hour = '*', dayOfMonth = '*', month = '*', dayOfWeek = '*', year = '*'] = fields
  const checks: [Field, (at: Date) => number][] = [
    [cronField(minute, []), (at) => at.getUTCMinutes()],
    [cronField(hour, []), (at) => at.getUTCHours()],
    [cronField(dayOfMonth, []), (at) => at.getUTCDate()],
    [cronField(month, months), (at) => at.getUTCMonth() + 1],
    [cronField(dayOfWeek, days), (at) => at.getUTCDay() + 1],
    [cronField(year, []), (at) => at.getUTCFullYear()],
  ]
  return (at) => checks.every(([matches, part]) => matches(part(at)))
}

/** Reads `rate(1 minute)` and `cron(0 12 * * ? *)` (UTC). */
export const readSchedule = (expression: string): Due => {
  const asRate = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(expression)
  if (asRate) return rate(Number(asRate[1]), String(asRate[2]))
  const asCron = /^cron\(([^)]+)\)$/.exec(expression)
  if (asCron?.[1]) return cron(asCron[1].trim().split(/\s+/))
  throw new Error(`The local cloud cannot read the schedule ${expression}`)
}
