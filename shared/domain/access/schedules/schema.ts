import { z } from 'zod'
import { GroupId, HolidayId, ScheduleId, SiteId } from '../../../lib/ids.ts'

/** `HH:MM` from 00:00 to 23:59 on the wall clock of a site. The document knows no 24:00: a day ends at 23:59, that minute included. */
export const TimeOfDay = z
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
export const ScheduleBlock = z.object(span).refine(endsAfterStart, endNotAfterStart).meta({ id: 'ScheduleBlock' })
export type ScheduleBlock = z.infer<typeof ScheduleBlock>

export const weekdays = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const
export type Weekday = (typeof weekdays)[number]

const maximumBlocksPerDay = 32
const maximumExceptions = 16

const dayBlocks = z
  .array(ScheduleBlock)
  .max(maximumBlocksPerDay, { error: `a day has at most ${maximumBlocksPerDay} blocks` })
  .default([])

/**
 * The blocks of each weekday, and of a holiday, which uses its own instead of its weekday's. A day left out has none. A
 * misspelt day is refused, since leaving it out would keep doors shut (or open) without a word.
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

const allDay: ScheduleBlock[] = [{ start: '00:00', end: '23:59' }]

/** The blocks of a schedule that never closes: of the two schedules made with every account (API document, Delete Schedule). */
export const alwaysBlocks: ScheduleBlocks = {
  monday: allDay,
  tuesday: allDay,
  wednesday: allDay,
  thursday: allDay,
  friday: allDay,
  saturday: allDay,
  sunday: allDay,
  holiday: allDay,
}

/**
 * On which days an exception holds; the document gives these two kinds. `SINGULAR` is one date. `DAY_OF_MONTH` is the n-th
 * such weekday of every month: 5 means a fifth one, so a month with four of them has none.
 */
export const Recurrence = z
  .discriminatedUnion('type', [
    z.object({ type: z.literal('SINGULAR'), date: z.iso.date() }),
    z.object({
      type: z.literal('DAY_OF_MONTH'),
      day: z.enum(['MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY', 'SATURDAY', 'SUNDAY']),
      weekOfMonth: z.number().int().min(1).max(5),
    }),
  ])
  .meta({ id: 'Recurrence' })
export type Recurrence = z.infer<typeof Recurrence>

/** A stretch of certain days that is open (ENABLE) or closed (DISABLE) whatever the blocks say. */
export const ScheduleException = z
  .object({ enabling: z.enum(['ENABLE', 'DISABLE']), ...span, recurrence: Recurrence })
  .refine(endsAfterStart, endNotAfterStart)
  .meta({ id: 'ScheduleException' })
export type ScheduleException = z.infer<typeof ScheduleException>

/** A `null` on the wire means the same as a field left out (API document, Empty Values). */
const absentWhenNull = <Schema extends z.ZodType>(schema: Schema) => schema.nullish().transform((value) => value ?? undefined)

const hasBlock = (blocks: ScheduleBlocks): boolean => Object.values(blocks).some((day) => day.length > 0)

const inputShape = {
  name: z.string().trim().min(1).max(32),
  enablingGroupId: absentWhenNull(GroupId),
  gracePeriod: absentWhenNull(z.number().int().min(0).max(60)),
  scheduleBlocks: ScheduleBlocks.refine(hasBlock, { error: 'a schedule has at least one block' }),
  scheduleExceptions: z
    .array(ScheduleException)
    .max(maximumExceptions, { error: `a schedule has at most ${maximumExceptions} exceptions` })
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
export type ScheduleInput = z.infer<typeof ScheduleInput>

/** Body of Update Schedule: the whole schedule but its site, which never changes. */
export const ScheduleUpdate = z.object(inputShape).refine(graceNeedsGroup, graceWithoutGroup).meta({ id: 'ScheduleUpdate' })
export type ScheduleUpdate = z.infer<typeof ScheduleUpdate>

/**
 * A schedule as it is stored. No `siteId`: universal. Not `editable`: made with the account, never changed or deleted. The
 * names of its site and its enabling group are copies, kept for listings and their filters.
 */
export const Schedule = z.object({
  id: ScheduleId,
  name: z.string(),
  editable: z.boolean(),
  siteId: SiteId.optional(),
  siteName: z.string().optional(),
  enablingGroupId: GroupId.optional(),
  enablingGroupName: z.string().optional(),
  gracePeriod: z.number().int().optional(),
  scheduleBlocks: ScheduleBlocks,
  scheduleExceptions: z.array(ScheduleException),
  createdAt: z.number(),
  updatedAt: z.number(),
  version: z.number(),
})
export type Schedule = z.infer<typeof Schedule>

/** What `isOpen` and `nextChange` read: the part of a schedule that says when it is open, in the words of a panel's rules. */
export const Timetable = z.object({
  enablingGroupId: GroupId.optional(),
  gracePeriodMinutes: z.number().int().min(0).max(60).optional(),
  blocks: ScheduleBlocks,
  exceptions: z.array(ScheduleException),
  always: z.literal(true).optional(),
})
export type Timetable = z.infer<typeof Timetable>

/** The timetable of a stored schedule: of what the API serves, and of what a panel's rules carry. */
export const timetableOf = (schedule: Schedule): Timetable => ({
  ...(schedule.enablingGroupId === undefined ? {} : { enablingGroupId: schedule.enablingGroupId }),
  ...(schedule.gracePeriod === undefined ? {} : { gracePeriodMinutes: schedule.gracePeriod }),
  blocks: schedule.scheduleBlocks,
  exceptions: schedule.scheduleExceptions,
  ...(schedule.editable ? {} : { always: true as const }),
})

/**
 * `YYYY-MM-DDTHH:MM:SS` without an offset: a time on the wall clock of whichever site reads it, so that one universal
 * holiday begins at midnight everywhere. The seconds may be left out.
 */
export const LocalDateTime = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}T([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?$/, {
    error: (issue) => `'${String(issue.input)}' is not a local date-time YYYY-MM-DDTHH:MM:SS`,
  })
  .refine((text) => z.iso.date().safeParse(text.slice(0, 10)).success, {
    error: (issue) => `'${String(issue.input)}' is not a date of the calendar`,
  })
  .transform((text) => (text.length === 16 ? `${text}:00` : text))
  .meta({ description: 'Local date-time of the site, without an offset', example: '2019-01-01T00:00:00' })

const holidayInput = z.object({
  name: z.string().trim().min(1).max(32),
  siteId: absentWhenNull(SiteId),
  start: LocalDateTime,
  end: LocalDateTime,
})

/** Body that creates or replaces a holiday (ours, in the shape of Holiday Listing). No `siteId`: it holds at every site. */
export const HolidayInput = holidayInput.refine(endsAfterStart, endNotAfterStart).meta({ id: 'HolidayInput' })
export type HolidayInput = z.infer<typeof HolidayInput>

/** A holiday as it is stored: from `start` until `end` (exclusive; an end within 23:59 runs to the end of that day). */
export const Holiday = z.object({
  id: HolidayId,
  name: z.string(),
  siteId: SiteId.optional(),
  siteName: z.string().optional(),
  start: LocalDateTime,
  end: LocalDateTime,
  createdAt: z.number(),
  updatedAt: z.number(),
  version: z.number(),
})
export type Holiday = z.infer<typeof Holiday>
