import type { Instant } from '../../../lib/clock.ts'
import { ScheduleId } from '../../../lib/ids.ts'
import type { Schedule } from './entity.ts'
import { alwaysOpenWeek } from './timetable.ts'

/** The two schedules that every account is made with; they are never edited or deleted (API document, Delete Schedule). */
export const defaultSchedules = (now: Instant, newId: () => number): Schedule[] =>
  ['24x7 Schedule', 'Always Access'].map((name) => ({
    id: ScheduleId.parse(newId()),
    version: 1,
    name,
    editable: false,
    week: alwaysOpenWeek,
    exceptions: [],
    holidaySource: { kind: 'site' },
    createdAt: now,
    updatedAt: now,
  }))
