import { describe, expect, it } from 'vitest'
import { Schedule, timetableOf } from '../../../../shared/domain/access/schedules/entity.ts'
import { alwaysOpenWeek } from '../../../../shared/domain/access/schedules/timetable.ts'
import { week } from './timetables.ts'

describe('a stored schedule', () => {
  const kept = {
    enablingGroupId: 84686,
    gracePeriodMinutes: 10,
    week: week({ monday: '09:00-17:00' }),
    exceptions: [{ effect: 'closed', span: { startSecond: 0, endSecond: 60 }, on: { kind: 'date', date: '2022-03-19' } }],
    holidaySource: { kind: 'calendars', calendarIds: [4] },
  }
  const stored = Schedule.parse({ ...kept, name: 'Office', id: 1, editable: true, createdAt: 1, updatedAt: 1, version: 1 })

  it('gives its timetable', () => {
    expect(timetableOf(stored)).toEqual(kept)
  })

  it('that came with the account is open always', () => {
    const timetable = timetableOf({ ...stored, editable: false, week: alwaysOpenWeek, exceptions: [] })
    expect(timetable).toMatchObject({ week: alwaysOpenWeek, always: true })
  })

  it.each([
    ['ends before it starts', [{ startSecond: 10, endSecond: 9 }]],
    ['ends after the day', [{ startSecond: 0, endSecond: 86_401 }]],
    ['starts between two seconds', [{ startSecond: 0.5, endSecond: 9 }]],
  ])('cannot have a span that %s', (_, monday) => {
    expect(Schedule.safeParse({ ...stored, week: { ...stored.week, monday } }).success).toBe(false)
  })
})
