import { describe, expect, it } from 'vitest'
import { parseInstant } from '../../../shared/dialects/brivo/wire-time.ts'

describe('a date-time on the wire', () => {
  it.each([
    ['2028-06-01T10:00:00+14:00', '2028-05-31T20:00:00.000Z'],
    ['2028-06-01T10:00:00-12:30', '2028-06-01T22:30:00.000Z'],
    ['2028-06-01T10:00:00 0200', '2028-06-01T08:00:00.000Z'],
    ['2028-06-01T10:00+02', '2028-06-01T08:00:00.000Z'],
    ['2028-02-29', '2028-02-29T00:00:00.000Z'],
  ])('%s is %s', (text, at) => {
    expect(parseInstant(text)).toBe(Date.parse(at))
  })

  it.each([
    '2028-06-01T10:00:00+25:00',
    '2028-06-01T10:00:00-24:00',
    '2028-06-01T10:00:00+02:75',
    '2028-06-01T10:00:00+0299',
    '2027-02-29',
  ])('%s is none', (text) => {
    expect(parseInstant(text)).toBeUndefined()
  })
})
