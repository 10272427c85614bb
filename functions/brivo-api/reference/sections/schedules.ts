import { section } from '../section.ts'

export const schedules = section({
  name: 'Schedules',
  description:
    'When something is open: blocks of each weekday and of holidays, and exceptions for single dates. A schedule belongs to a site, on ' +
    'whose clock it runs, or is universal. A group-enabled schedule opens only after a member of the group has come in.',
  calls: {
    listSchedules: {
      summary: 'List schedules',
      description: 'Schedules of the account, oldest first.',
      filter: {
        name: '`eq`: contains the text',
        enablingGroup: '`eq`: the name of the group contains the text',
        site: '`eq`: the name of the site contains the text; `Universal` finds those of no site',
        editable: '`eq`: `true` or `false`',
      },
      example: { query: { filter: 'site__eq:Headquarters' } },
    },
    createSchedule: {
      summary: 'Create a schedule',
      description: 'Times are on the wall clock of the site. A block that ends at 23:59 runs to the end of the day.',
    },
    getSchedule: { summary: 'Get a schedule', description: 'One schedule with its blocks, exceptions and holidays.' },
    updateSchedule: {
      summary: 'Replace a schedule',
      description:
        'The body is the whole schedule, except for its site, which stays. Every panel that uses it learns of it within seconds. 412 ' +
        'while an override holds a door that the schedule unlocks.',
    },
    deleteSchedule: { summary: 'Delete a schedule', description: '412 while a permission or a door uses it.' },
  },
})

export const holidays = section({
  name: 'Holidays',
  description: 'Days on which the holiday blocks of schedules hold in place of their weekdays, at one site or everywhere.',
  calls: {
    listHolidays: {
      summary: 'List holidays',
      description: 'Holidays of the account, oldest first.',
      filter: {
        name: '`eq`: contains the text',
        site: '`eq`: the name of the site contains the text; `Universal` finds those of no site',
        start: '`eq`, `gt`: a local date-time',
        end: '`eq`, `lt`: a local date-time',
      },
      example: { query: { filter: 'start__gt:2026-12-01T00:00:00' } },
    },
    createHoliday: {
      summary: 'Create a holiday',
      description: 'From `start` until `end`, on the wall clock of each site. Without a site it holds everywhere.',
    },
    getHoliday: { summary: 'Get a holiday', description: 'One holiday.' },
    updateHoliday: { summary: 'Replace a holiday', description: 'The body is the whole holiday.' },
    deleteHoliday: { summary: 'Delete a holiday', description: 'Schedules follow their weekdays on those days again.' },
  },
})
