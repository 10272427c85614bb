import type { Instant } from '../../../lib/clock.ts'
import { ScheduleId } from '../../../lib/ids.ts'
import { alwaysBlocks, type Schedule } from './schema.ts'

/** The two schedules that every account is made with; they are never edited or deleted (API document, Delete Schedule). */
export const defaultSchedules = (now: Instant, newId: () => number): Schedule[] =>
  ['24x7 Schedule', 'Always Access'].map((name) => ({
    id: ScheduleId.parse(newId()),
    version: 1,
    name,
    editable: false,
    scheduleBlocks: alwaysBlocks,
    scheduleExceptions: [],
    createdAt: now,
    updatedAt: now,
  }))
