import { z } from 'zod'
import type { CreateSchedule, HolidaySettings, ScheduleSettings } from '../../../domain/access/schedules/entity.ts'
import { type DaySpan, type TimetableException, type Weekday, weekdays } from '../../../domain/access/schedules/timetable.ts'
import { GroupId, SiteId } from '../../../lib/ids.ts'
import { plainText } from '../../../lib/text.ts'
import { absentWhenNull, wholeNumber, withDefault } from '../values.ts'
import { secondOf } from './time-of-day.ts'

/** `HH:MM` from 00:00 to 23:59 on the wall clock of a site. The document knows no 24:00: a day ends at 23:59, that minute included. */
const TimeOfDay = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/, { error: (issue) => `'${String(issue.input)}' is not a time from 00:00 to 23:59` })
  .meta({ description: 'HH:MM, on the wall clock of the site', example: '09:00' })

/** A stretch of one day, open from `start` until `end` (exclusive; `23:59` runs to the end of the day). */
const span = { start: TimeOfDay, end: TimeOfDay }
const endsAfterStart = (one: { start: string; end: string }): boolean => one.end > one.start
const endNotAfterStart = {
  path: ['end'],
  error: (issue: { input?: unknown }) => {
    // The refinement runs only on what already has the shape of a span.
    const { start, end } = issue.input as { start: string; end: string }
    return `end ${end} is not after start ${start}`
  },
}

/** One block of one day (API document, Create Schedule: `scheduleBlocks`). */
const ScheduleBlock = z.object(span).refine(endsAfterStart, endNotAfterStart).meta({ id: 'ScheduleBlock' })
type ScheduleBlock = z.infer<typeof ScheduleBlock>

const maxBlocksPerDay = 32
const maxExceptions = 16

const dayBlocks = withDefault(
  z.array(ScheduleBlock).max(maxBlocksPerDay, { error: `a day has at most ${maxBlocksPerDay} blocks` }),
  [],
)

/**
 * The blocks of each weekday and of a holiday. A day left out has none. A misspelt day is refused, since leaving it out would
 * keep doors shut (or open) without a word.
 */
export const ScheduleBlocks = z
  .strictObject({
    monday: dayBlocks,
    tuesday: dayBlocks,
    wednesday: dayBlocks,
    thursday: dayBlocks,
    friday: dayBlocks,
    saturday: dayBlocks,
    sunday: dayBlocks,
    holiday: dayBlocks,
  })
  .meta({ id: 'ScheduleBlocks' })
export type ScheduleBlocks = z.infer<typeof ScheduleBlocks>

/** The document's two kinds of days: `SINGULAR` is one date, `DAY_OF_MONTH` the n-th such weekday of every month. */
const Recurrence = z
  .discriminatedUnion('type', [
    z.object({ type: z.literal('SINGULAR'), date: z.iso.date() }),
    z.object({
      type: z.literal('DAY_OF_MONTH'),
      day: z.enum(['MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY', 'SATURDAY', 'SUNDAY']),
      weekOfMonth: wholeNumber(1, 5),
    }),
  ])
  .meta({ id: 'Recurrence' })

/** A stretch of certain days that is open (ENABLE) or closed (DISABLE) whatever the blocks say. */
export const ScheduleException = z
  .object({ enabling: z.enum(['ENABLE', 'DISABLE']), ...span, recurrence: Recurrence })
  .refine(endsAfterStart, endNotAfterStart)
  .meta({ id: 'ScheduleException' })
export type ScheduleException = z.infer<typeof ScheduleException>

const hasBlock = (blocks: ScheduleBlocks): boolean => Object.values(blocks).some((day) => day.length > 0)

const inputShape = {
  name: plainText('name', 32),
  enablingGroupId: absentWhenNull(GroupId),
  gracePeriod: absentWhenNull(wholeNumber(0, 60)),
  scheduleBlocks: ScheduleBlocks.refine(hasBlock, { error: 'a schedule has at least one block' }),
  scheduleExceptions: z
    .array(ScheduleException)
    .max(maxExceptions, { error: `a schedule has at most ${maxExceptions} exceptions` })
    .nullish()
    .transform((exceptions) => exceptions ?? []),
}
const graceNeedsGroup = (input: { gracePeriod?: number | undefined; enablingGroupId?: number | undefined }): boolean =>
  !input.gracePeriod || input.enablingGroupId !== undefined
const graceWithoutGroup = { path: ['gracePeriod'], error: 'a grace period needs an enablingGroupId' }

/** Body of Create Schedule. `gracePeriod` is in minutes and belongs to a group-enabled schedule only. */
export const ScheduleInput = z
  .object({ ...inputShape, siteId: absentWhenNull(SiteId) })
  .refine(graceNeedsGroup, graceWithoutGroup)
  .meta({ id: 'ScheduleInput' })

/** Body of Update Schedule: the whole schedule but its site, which never changes. */
export const ScheduleUpdate = z.object(inputShape).refine(graceNeedsGroup, graceWithoutGroup).meta({ id: 'ScheduleUpdate' })

/** What a body of Update Schedule asks for. Which calendars count stays as it is: this API has no word for it. */
export const scheduleSettings = (input: z.infer<typeof ScheduleUpdate>): ScheduleSettings => ({
  name: input.name,
  enablingGroupId: input.enablingGroupId,
  gracePeriodMinutes: input.gracePeriod,
  week: {
    monday: daySpans(input.scheduleBlocks.monday),
    tuesday: daySpans(input.scheduleBlocks.tuesday),
    wednesday: daySpans(input.scheduleBlocks.wednesday),
    thursday: daySpans(input.scheduleBlocks.thursday),
    friday: daySpans(input.scheduleBlocks.friday),
    saturday: daySpans(input.scheduleBlocks.saturday),
    sunday: daySpans(input.scheduleBlocks.sunday),
    holiday: daySpans(input.scheduleBlocks.holiday),
  },
  exceptions: input.scheduleExceptions.map(timetableException),
})

/** What a body of Create Schedule asks for. */
export const createScheduleOf = (input: z.infer<typeof ScheduleInput>): CreateSchedule => ({
  ...scheduleSettings(input),
  siteId: input.siteId,
})

const daySpan = ({ start, end }: ScheduleBlock): DaySpan => ({
  startSecond: secondOf(start, 'start'),
  endSecond: secondOf(end, 'end'),
})
const daySpans = (blocks: ScheduleBlock[]): DaySpan[] => blocks.map(daySpan)

const weekdayOf = (day: string): Weekday => weekdays.find((one) => one === day.toLowerCase()) ?? 'monday'

const timetableException = ({ enabling, recurrence, ...block }: ScheduleException): TimetableException => ({
  effect: enabling === 'ENABLE' ? 'open' : 'closed',
  span: daySpan(block),
  on:
    recurrence.type === 'SINGULAR'
      ? { kind: 'date', date: recurrence.date }
      : { kind: 'nth_weekday', weekday: weekdayOf(recurrence.day), week: recurrence.weekOfMonth },
})

/** `YYYY-MM-DDTHH:MM` with or without seconds, and without an offset: a time on the wall clock of the site. */
export const LocalDateTimeInput = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}T([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?$/, {
    error: (issue) => `'${String(issue.input)}' is not a local date-time YYYY-MM-DDTHH:MM:SS`,
  })
  .refine((text) => z.iso.date().safeParse(text.slice(0, 10)).success, {
    error: (issue) => `'${String(issue.input)}' is not a date of the calendar`,
  })
  .transform((text) => (text.length === 16 ? `${text}:00` : text))
  .meta({ description: 'Local date-time of the site, without an offset', example: '2019-01-01T00:00:00' })

/** Body that creates or replaces a holiday (ours, in the shape of Holiday Listing). No `siteId`: it holds at every site. */
export const HolidayInput = z
  .object({
    name: plainText('name', 32),
    siteId: absentWhenNull(SiteId),
    start: LocalDateTimeInput,
    end: LocalDateTimeInput,
  })
  .refine(endsAfterStart, endNotAfterStart)
  .meta({ id: 'HolidayInput' }) satisfies z.ZodType<HolidaySettings>
