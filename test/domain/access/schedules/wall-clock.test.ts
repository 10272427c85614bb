import { DateTime } from 'luxon'
import { describe, expect, it } from 'vitest'
import { type Reading, wallClock } from '../../../../shared/domain/access/schedules/wall-clock.ts'
import { day, hour, type Instant, minute } from '../../../../shared/lib/clock.ts'
import { changes, when } from './timetables.ts'

/** What luxon shows at an instant, read field by field. */
const shown = (zone: string, at: Instant): Reading => {
  const local = DateTime.fromMillis(at, { zone })
  return Date.UTC(local.year, local.month - 1, local.day, local.hour, local.minute, local.second, local.millisecond)
}

describe.each(changes)('the wall clock when $name', ({ zone, date }) => {
  const from = when(zone, `${date}T00:00`) - 30 * hour
  const to = from + 84 * hour
  const instants = Array.from({ length: (to - from) / (5 * minute) }, (_, index) => from + index * 5 * minute)
  const readings = instants.map((at) => shown(zone, at))
  const clock = wallClock(zone, from + 42 * hour)

  it('reads what a person there reads', () => {
    expect(instants.map((at) => clock?.readingAt(at))).toEqual(readings)
  })

  it('reads the same whatever was asked of the zone before, in whatever order', () => {
    const scattered = instants
      .filter((_, index) => index % 5 === 0)
      .map((_, index) => instants[(index * 379) % instants.length] ?? from)
    expect(scattered.map((at) => wallClock(zone, at)?.readingAt(at))).toEqual(scattered.map((at) => shown(zone, at)))
  })

  it('says when a reading is first reached, and from when on it is never undercut', () => {
    const midnight = Math.ceil((readings[0] ?? 0) / day) * day
    for (let wanted = midnight; wanted < midnight + 2 * day; wanted += 15 * minute) {
      const first = instants.find((_, index) => (readings[index] ?? 0) >= wanted)
      const lastBelow = instants.findLast((_, index) => (readings[index] ?? 0) < wanted) ?? 0
      expect(clock?.firstAt(wanted), new Date(wanted).toISOString()).toBe(first)
      expect(clock?.lastAt(wanted), new Date(wanted).toISOString()).toBe(lastBelow + 5 * minute)
    }
  })
})

describe('zones', () => {
  it('are refused when they are none', () => {
    expect(wallClock('Mars/Olympus', 0)).toBeUndefined()
    expect(wallClock('', 0)).toBeUndefined()
  })

  it('never change twice within the days that one clock covers, in the years to come', () => {
    const last = Date.UTC(2038, 0, 1)
    for (const zone of [
      'Africa/Casablanca',
      'Africa/El_Aaiun',
      'Antarctica/Troll',
      'Asia/Gaza',
      ...changes.map((one) => one.zone),
    ]) {
      let changedAt = 0
      for (let at = Date.UTC(2024, 0, 1); at < last; at += day) {
        if (shown(zone, at + day) - shown(zone, at) === day) continue
        expect(at - changedAt, `${zone} ${new Date(at).toISOString()}`).toBeGreaterThan(7 * day)
        changedAt = at
      }
    }
  })
})
