import { describe, expect, it } from 'vitest'
import { zoneNamed } from '../../shared/lib/time-zone.ts'

describe('a time zone', () => {
  it.each([
    ['europe/berlin', 'Europe/Berlin'],
    ['us/eastern', 'US/Eastern'],
    ['US/Eastern', 'US/Eastern'],
    ['asia/kolkata', 'Asia/Kolkata'],
    ['america/port-au-prince', 'America/Port-au-Prince'],
    ['utc', 'UTC'],
  ])('%s is spelt %s', (text, name) => expect(zoneNamed(text)).toBe(name))

  it.each(['+05:30', 'Mars/Base', '', 'UTC+1', 'Berlin'])('is not %j', (text) => expect(zoneNamed(text)).toBeUndefined())
})
