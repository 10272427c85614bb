import type { EventEntry } from './entry.ts'

/** Changes of schedules and holidays. */
export const schedulesEvents = {
  'holiday.created': { kind: 'audit', description: 'An administrator created a holiday' },
  'holiday.updated': { kind: 'audit', description: 'An administrator changed a holiday' },
  'holiday.deleted': { kind: 'audit', description: 'An administrator deleted a holiday' },
  'schedule.created': { kind: 'audit', description: 'An administrator created a schedule' },
  'schedule.updated': { kind: 'audit', description: 'An administrator changed a schedule' },
  'schedule.deleted': { kind: 'audit', description: 'An administrator deleted a schedule' },
} as const satisfies Record<string, EventEntry>
