import fc from 'fast-check'
import { expect, it } from 'vitest'
import { enabledUntil, isOpen } from '../../examples/panel/schedule.ts'
import type { Holiday, Schedule } from '../../examples/panel/types.ts'
import { enabledUntil as cloudEnabledUntil, isOpen as cloudIsOpen } from '../../shared/domain/access/schedules/is-open.ts'
import { day, minute } from '../../shared/lib/clock.ts'
import { anyHoliday, anyTimetable, changes, openers } from '../domain/access/schedules/timetables.ts'

it.each(changes)('the example of a panel reads any schedule as the cloud does, where $name', ({ zone, date }) => {
  const start = Date.parse(`${date}T00:00:00Z`)
  const first = new Date(start - 2 * day).toISOString().slice(0, 10)
  fc.assert(
    fc.property(
      anyTimetable(first),
      fc.array(anyHoliday(first), { maxLength: 2 }),
      fc.integer({ min: -2 * 24 * 4, max: 3 * 24 * 4 }),
      fc.integer({ min: 0, max: 60 }),
      (timetable, times, quarters, gracePeriodMinutes) => {
        const at = start + quarters * 15 * minute
        const schedule: Schedule = { id: 1, ...timetable } as Schedule
        const holidays: Holiday[] = times.map((one, index) => ({ id: index, ...one }))
        expect(isOpen(schedule, holidays, zone, at)).toBe(cloudIsOpen(timetable, times, zone, at))
        const [own, clouds] = [
          { ...schedule, gracePeriodMinutes, enablingGroupId: openers },
          { ...timetable, gracePeriodMinutes, enablingGroupId: openers },
        ]
        const until = enabledUntil(own, holidays, zone, at)
        expect(until).toBe(cloudEnabledUntil(clouds, times, zone, at))
        expect(isOpen(own, holidays, zone, at, until)).toBe(cloudIsOpen(clouds, times, zone, at, until))
      },
    ),
    { numRuns: 100 },
  )
})
