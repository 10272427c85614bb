/*
 * Patterns of dates (API document, Create Custom Field): a month `M`, `MM`, `MMM` (Jan) or `MMMM` (January), a day `d` or `dd` and
 * a year `y` or `yyyy`, in any order, with separators between them. A year of two digits is refused: it does not say its century.
 */

const part = 'M{1,4}|d{1,2}|yyyy|y'
const separator = '[-/., ]{1,3}'
const shape = new RegExp(`^(${part})(${separator})(${part})(${separator})(${part})$`)

const months = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
]

/** A pattern as it is kept, however its letters were written (`mm/dd/yyyy`); undefined when the text is no pattern. */
export const datePatternOf = (text: string): string | undefined => {
  const pattern = text.trim().replaceAll('m', 'M').replaceAll('D', 'd').replaceAll('Y', 'y')
  const parts = partsOf(pattern)
  return parts && new Set(parts.map(([letter]) => letter)).size === 3 ? pattern : undefined
}

/** The three parts of a pattern. */
const partsOf = (pattern: string): string[] | undefined => {
  const [, first, , second, , third] = shape.exec(pattern) ?? []
  return first && second && third ? [first, second, third] : undefined
}

/** Reads a date that is written by the pattern, with or without leading zeros, as `YYYY-MM-DD`; undefined when it is none. */
export const readDate = (pattern: string, text: string): string | undefined => {
  const parts = partsOf(pattern) ?? []
  const source = pattern.replace(shape, (_, one, before, two, after, three) =>
    [patternOf(one), escaped(before), patternOf(two), escaped(after), patternOf(three)].join(''),
  )
  const found = new RegExp(`^${source}$`, 'i').exec(text.trim())?.slice(1)
  if (!found) return undefined
  const number = (letter: string) => numberOf(found[parts.findIndex((one) => one.startsWith(letter))] ?? '')
  return dateOf(number('y'), number('M'), number('d'))
}

/** A date of the calendar as `YYYY-MM-DD`; undefined for one that is not there, such as 30 February. */
const dateOf = (year: number, month: number, day: number): string | undefined => {
  const date = new Date(0)
  // `Date.UTC` takes the years 0 to 99 for those of the twentieth century; this does not.
  date.setUTCFullYear(year, month - 1, day)
  const isThere = year > 0 && date.getUTCMonth() === month - 1 && date.getUTCDate() === day
  return isThere ? date.toISOString().slice(0, 10) : undefined
}

/** A date `YYYY-MM-DD` as the pattern has it. */
export const writeDate = (pattern: string, date: string): string => {
  const [year = '', month = '', day = ''] = date.split('-')
  return pattern.replaceAll(new RegExp(part, 'g'), (one) => {
    if (one.startsWith('y')) return year
    if (one.startsWith('d')) return one === 'dd' ? day : String(Number(day))
    const name = months[Number(month) - 1] ?? ''
    if (one.length > 2) return one === 'MMMM' ? name : name.slice(0, 3)
    return one === 'MM' ? month : String(Number(month))
  })
}

const patternOf = (one: string): string => {
  if (one.startsWith('y')) return '(\\d{4})'
  return one.length > 2 ? '([a-z]{3,9})' : '(\\d{1,2})'
}

const escaped = (text: string): string => text.replaceAll('.', '\\.')

/** The number of a part; of the name of a month too. 0 for a name that is none. */
const numberOf = (text: string): number => {
  if (/^\d+$/.test(text)) return Number(text)
  const wanted = text.toLowerCase()
  return months.findIndex((name) => name.toLowerCase() === wanted || name.slice(0, 3).toLowerCase() === wanted) + 1
}
