import { describe, expect, it } from 'vitest'
import {
  createScheduleOf,
  HolidayInput,
  ScheduleInput,
  ScheduleUpdate,
  scheduleSettings,
} from '../../../shared/dialects/brivo/schedules/inputs.ts'
import { scheduleWire } from '../../../shared/dialects/brivo/schedules/wire.ts'
import { Holiday, Schedule } from '../../../shared/domain/access/schedules/entity.ts'

/** The body of the document's Create Schedule. */
const officeHours = [{ start: '09:00', end: '17:00' }]
const weekend = [{ start: '08:30', end: '13:30' }]
const documented = {
  name: 'Now Standard 9 to 5',
  siteId: 468795,
  enablingGroupId: 84686,
  gracePeriod: 10,
  scheduleBlocks: {
    monday: officeHours,
    tuesday: officeHours,
    wednesday: officeHours,
    thursday: officeHours,
    friday: officeHours,
    saturday: weekend,
    sunday: weekend,
    holiday: weekend,
  },
  scheduleExceptions: [
    {
      enabling: 'DISABLE',
      start: '00:00',
      end: '23:59',
      recurrence: { type: 'DAY_OF_MONTH', day: 'WEDNESDAY', weekOfMonth: 2 },
    },
    { enabling: 'ENABLE', start: '05:00', end: '09:00', recurrence: { type: 'SINGULAR', date: '2022-03-19' } },
  ],
}
const small = { name: 'Small', scheduleBlocks: { monday: officeHours } }
const onMonday = (blocks: unknown) => ({ ...small, scheduleBlocks: { monday: blocks } })
const withException = (more: object) => ({ ...small, scheduleExceptions: [{ ...documented.scheduleExceptions[1], ...more }] })
const many = (count: number, one: unknown) => Array.from({ length: count }, () => one)

describe('a schedule that is created', () => {
  it('is taken as the document writes it, nothing lost', () => {
    expect(ScheduleInput.parse(documented)).toEqual(documented)
  })

  it('has no blocks on a day that is left out, and no exceptions when none are given', () => {
    const parsed = ScheduleInput.parse({
      ...small,
      siteId: null,
      enablingGroupId: null,
      gracePeriod: null,
      scheduleExceptions: null,
    })
    expect(parsed.scheduleBlocks.monday).toEqual(officeHours)
    expect(parsed.scheduleBlocks.holiday).toEqual([])
    expect(parsed.scheduleExceptions).toEqual([])
    expect(parsed.siteId).toBeUndefined()
    expect(parsed.gracePeriod).toBeUndefined()
  })

  it.each([
    ['no name', { ...small, name: undefined }, 'name'],
    ['an empty name', { ...small, name: '  ' }, 'name'],
    ['a name of 33 characters', { ...small, name: 'x'.repeat(33) }, 'name'],
    ['no blocks at all', { name: 'Small' }, 'scheduleBlocks'],
    ['blocks for no day', { name: 'Small', scheduleBlocks: { monday: [] } }, 'scheduleBlocks'],
    ['a misspelt day', { name: 'Small', scheduleBlocks: { monday: officeHours, munday: officeHours } }, 'scheduleBlocks'],
    ['33 blocks on a day', onMonday(many(33, officeHours[0])), 'scheduleBlocks.monday'],
    ['an end before the start', onMonday([{ start: '17:00', end: '09:00' }]), 'scheduleBlocks.monday.0.end'],
    ['an end at the start', onMonday([{ start: '09:00', end: '09:00' }]), 'scheduleBlocks.monday.0.end'],
    ['an end of 24:00', onMonday([{ start: '09:00', end: '24:00' }]), 'scheduleBlocks.monday.0.end'],
    ['a minute of 60', onMonday([{ start: '09:60', end: '10:00' }]), 'scheduleBlocks.monday.0.start'],
    ['a time of one digit', onMonday([{ start: '9:00', end: '10:00' }]), 'scheduleBlocks.monday.0.start'],
    ['a time with seconds', onMonday([{ start: '09:00:00', end: '10:00' }]), 'scheduleBlocks.monday.0.start'],
    ['17 exceptions', { ...small, scheduleExceptions: many(17, documented.scheduleExceptions[0]) }, 'scheduleExceptions'],
    ['an exception that ends before it starts', withException({ start: '10:00' }), 'scheduleExceptions.0.end'],
    ['an exception of no kind', withException({ enabling: 'MAYBE' }), 'scheduleExceptions.0.enabling'],
    [
      'a day that is none',
      withException({ recurrence: { type: 'SINGULAR', date: '2023-02-29' } }),
      'scheduleExceptions.0.recurrence.date',
    ],
    [
      'a sixth week',
      withException({ recurrence: { type: 'DAY_OF_MONTH', day: 'MONDAY', weekOfMonth: 6 } }),
      'scheduleExceptions.0.recurrence.weekOfMonth',
    ],
    [
      'a recurrence of no type',
      withException({ recurrence: { type: 'YEARLY', date: '2022-03-19' } }),
      'scheduleExceptions.0.recurrence.type',
    ],
    ['a grace period of 61', { ...documented, gracePeriod: 61 }, 'gracePeriod'],
    ['a grace period below 0', { ...documented, gracePeriod: -1 }, 'gracePeriod'],
    ['a grace period in half minutes', { ...documented, gracePeriod: 1.5 }, 'gracePeriod'],
    ['a grace period without a group', { ...small, gracePeriod: 10 }, 'gracePeriod'],
    ['a site that is no id', { ...small, siteId: -4 }, 'siteId'],
  ])('is refused with %s, by the name of the field', (_, body, path) => {
    const parsed = ScheduleInput.safeParse(body)
    expect(parsed.error?.issues.map((issue) => issue.path.join('.'))).toContain(path)
  })

  it('may have 32 blocks on a day, 16 exceptions, and a name of 32 characters', () => {
    const full = {
      name: 'x'.repeat(32),
      scheduleBlocks: { monday: many(32, officeHours[0]) },
      scheduleExceptions: many(16, documented.scheduleExceptions[1]),
    }
    expect(ScheduleInput.safeParse(full).success).toBe(true)
  })

  it('names the times that are wrong', () => {
    const message = ScheduleInput.safeParse(onMonday([{ start: '17:00', end: '09:00' }])).error?.issues[0]?.message
    expect(message).toBe('end 09:00 is not after start 17:00')
    expect(ScheduleInput.safeParse(onMonday([{ start: '25:00', end: '26:00' }])).error?.issues[0]?.message).toContain('25:00')
  })

  it('keeps its site when it is updated', () => {
    expect(ScheduleUpdate.parse(documented)).toEqual({ ...documented, siteId: undefined })
  })
})

describe('a schedule on its way in and out', () => {
  const stored = (input: object, more: object = {}) =>
    Schedule.parse({
      ...createScheduleOf(ScheduleInput.parse(input)),
      holidaySource: { kind: 'site' },
      ...more,
      id: 1,
      editable: true,
      createdAt: 1,
      updatedAt: 1,
      version: 1,
    })

  it('is answered as it was given', () => {
    expect(scheduleWire(stored(documented), [])).toMatchObject(documented)
  })

  it('keeps times as seconds of the day, and 23:59 as the end of the day', () => {
    expect(stored(documented)).toMatchObject({
      gracePeriodMinutes: 10,
      week: { monday: [{ startSecond: 32_400, endSecond: 61_200 }] },
      exceptions: [
        {
          effect: 'closed',
          span: { startSecond: 0, endSecond: 86_400 },
          on: { kind: 'nth_weekday', weekday: 'wednesday', week: 2 },
        },
        { effect: 'open', span: { startSecond: 18_000, endSecond: 32_400 }, on: { kind: 'date', date: '2022-03-19' } },
      ],
    })
  })

  it('shows seconds that this API cannot set but another may have', () => {
    const { week } = stored(small)
    const toTheSecond = stored(small, { week: { ...week, monday: [{ startSecond: 32_430, endSecond: 61_201 }] } })
    expect(scheduleWire(toTheSecond, []).scheduleBlocks.monday).toEqual([{ start: '09:00:30', end: '17:00:01' }])
  })

  it('says nothing of calendars when it is updated, so that they stay as they are', () => {
    expect(scheduleSettings(ScheduleUpdate.parse(documented))).not.toHaveProperty('holidaySource')
  })

  it('names the holidays that count for it: of its site, or of the calendars that it chooses', () => {
    const holiday = { id: 5, start: '2019-01-01T00:00:00', end: '2019-01-01T23:59:00', createdAt: 1, updatedAt: 1, version: 1 }
    const holidays = [
      Holiday.parse({ ...holiday, name: 'Everywhere' }),
      Holiday.parse({ ...holiday, name: 'Of the works council', calendarId: 9 }),
    ]
    const named = (schedule: Schedule) => scheduleWire(schedule, holidays).holidays.map(({ name }) => name)
    expect(named(stored(small))).toEqual(['Everywhere'])
    expect(named(stored(small, { holidaySource: { kind: 'calendars', calendarIds: [9] } }))).toEqual(['Of the works council'])
  })
})

describe('a holiday', () => {
  it('has local times, to the second when they are given to the minute', () => {
    expect(HolidayInput.parse({ name: "New Year's Day", start: '2019-01-01T00:00', end: '2019-01-01T23:59:00' })).toEqual({
      name: "New Year's Day",
      start: '2019-01-01T00:00:00',
      end: '2019-01-01T23:59:00',
    })
  })

  it.each([
    ['an offset', { start: '2019-01-01T00:00:00Z' }, 'start'],
    ['a day that is none', { start: '2018-02-29T00:00:00' }, 'start'],
    ['an hour that is none', { end: '2019-01-01T24:00:00' }, 'end'],
    ['an end before the start', { end: '2018-12-31T00:00:00' }, 'end'],
    ['an end at the start', { end: '2019-01-01T00:00' }, 'end'],
    ['no name', { name: '' }, 'name'],
  ])('is refused with %s', (_, wrong, path) => {
    const body = { name: 'Holiday', start: '2019-01-01T00:00:00', end: '2019-01-01T23:59:00', ...wrong }
    expect(HolidayInput.safeParse(body).error?.issues.map((issue) => issue.path.join('.'))).toEqual([path])
  })
})
