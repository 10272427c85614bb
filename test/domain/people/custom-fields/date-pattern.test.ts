import { describe, expect, it } from 'vitest'
import { datePatternOf, readDate, writeDate } from '../../../../shared/domain/people/custom-fields/date-pattern.ts'

describe('a pattern of dates', () => {
  it.each([
    ['MM/dd/yyyy', 'MM/dd/yyyy'],
    ['mm/dd/yyyy', 'MM/dd/yyyy'],
    [' DD.MM.YYYY ', 'dd.MM.yyyy'],
    ['yyyy-dd-MM', 'yyyy-dd-MM'],
    ['d MMM, y', 'd MMM, y'],
  ])('%j is kept as %j', (given, kept) => expect(datePatternOf(given)).toBe(kept))

  it.each(['', 'MM/dd', 'MM/dd/yy', 'MM/MM/yyyy', 'MMddyyyy', 'MM/dd/yyyy HH:mm', 'MMMMM/dd/yyyy', 'dd\u0000MM\u0000yyyy', '💥'])(
    '%j is none',
    (given) => expect(datePatternOf(given)).toBeUndefined(),
  )
})

describe('a date', () => {
  it.each([
    ['MM/dd/yyyy', '1/25/2025', '2025-01-25', '01/25/2025'],
    ['dd/MM/yyyy', '25/1/2025', '2025-01-25', '25/01/2025'],
    ['MM-dd-yyyy', '01-25-2025', '2025-01-25', '01-25-2025'],
    ['M/d/y', '02/04/1962', '1962-02-04', '2/4/1962'],
    ['d MMM yyyy', '29 FEB 2024', '2024-02-29', '29 Feb 2024'],
    ['MMMM d, yyyy', 'may 5, 0099', '0099-05-05', 'May 5, 0099'],
    ['dd.MM.yyyy', ' 31.12.9999 ', '9999-12-31', '31.12.9999'],
  ])('by %s, %j is %s and is shown as %j', (pattern, given, kept, shown) => {
    expect(readDate(pattern, given)).toBe(kept)
    expect(writeDate(pattern, kept)).toBe(shown)
    expect(readDate(pattern, shown)).toBe(kept)
  })

  it.each([
    ['MM/dd/yyyy', '25/1/2025'],
    ['MM/dd/yyyy', '02/29/2025'],
    ['MM/dd/yyyy', '2025-01-25'],
    ['MM/dd/yyyy', '1/25/25'],
    ['MM/dd/yyyy', '1/25/0000'],
    ['MM/dd/yyyy', '1/25/2025x'],
    ['dd.MM.yyyy', '25/12/2025'],
    ['d MMM yyyy', '1 Foo 2025'],
    ['MM/dd/yyyy', ''],
  ])('by %s, %j is none', (pattern, given) => expect(readDate(pattern, given)).toBeUndefined())
})
