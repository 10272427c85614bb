import { z } from 'zod'
import {
  type AreaChanges,
  type CreateArea,
  type Enforcement,
  maxAreaResets,
  maxBorders,
  maxExceptUsers,
} from '../../../domain/access/areas/entity.ts'
import { type Weekday, weekdays } from '../../../domain/access/schedules/timetable.ts'
import { definedOf } from '../../../lib/defined.ts'
import { AccessPointId, UserId } from '../../../lib/ids.ts'
import { plainText } from '../../../lib/text.ts'
import { absentWhenNull, absentWhenNullEach, wholeNumber, withDefault } from '../values.ts'

/** The longest anti-passback timeout: 30 days. */
const maxTimeoutMinutes = 43_200
const maxOccupancy = 1_000_000

const AreaBorderInput = z
  .object({
    accessPointId: AccessPointId,
    side: wholeNumber(1, 2).meta({ description: 'The side of the door: 1 the entry, 2 the exit' }),
    direction: z.enum(['IN', 'OUT']).meta({ description: 'Whether who passes there enters the area or leaves it' }),
  })
  .meta({ id: 'AreaBorderInput' })

const EnforcementInput = z
  .enum(['LOG', 'DENY'])
  .meta({ description: 'What a breach does: `LOG` lets the person pass and notes it, `DENY` refuses', example: 'DENY' })

const AntiPassbackInput = z
  .object({ enforcement: EnforcementInput, timeoutMinutes: absentWhenNull(wholeNumber(1, maxTimeoutMinutes)) })
  .meta({ id: 'AntiPassbackInput', example: { enforcement: 'DENY', timeoutMinutes: 480 } })

const OccupancyInput = z
  .object({ enforcement: EnforcementInput, limit: wholeNumber(1, maxOccupancy) })
  .meta({ id: 'OccupancyInput', example: { enforcement: 'LOG', limit: 40 } })

const AreaResetInput = z
  .object({
    weekday: z.enum(['MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY', 'SATURDAY', 'SUNDAY']),
    time: z
      .string()
      .regex(/^([01]\d|2[0-3]):[0-5]\d$/, { error: (issue) => `'${String(issue.input)}' is not a time from 00:00 to 23:59` })
      .meta({ description: 'HH:MM, on the wall clock of the site', example: '04:00' }),
  })
  .meta({ id: 'AreaResetInput' })

const name = plainText('name', 64).meta({ example: 'Laboratory' })
const borders = z
  .array(AreaBorderInput)
  .min(1, { error: 'an area has at least one border' })
  .max(maxBorders, { error: `an area has at most ${maxBorders} borders` })
  .meta({ description: 'Sides of doors of one control panel' })
const exceptUserIds = z.array(UserId).max(maxExceptUsers, { error: `an area has at most ${maxExceptUsers} exceptions` })
const resets = z.array(AreaResetInput).max(maxAreaResets, { error: `an area has at most ${maxAreaResets} resets` })

/** Body that adds an area (ours: the API document has no areas). */
export const AreaInput = z
  .object({
    name,
    borders,
    antiPassback: absentWhenNull(AntiPassbackInput),
    occupancy: absentWhenNull(OccupancyInput),
    exceptUserIds: withDefault(exceptUserIds, []),
    resets: withDefault(resets, []),
  })
  .meta({
    id: 'AreaInput',
    example: {
      name: 'Laboratory',
      borders: [
        { accessPointId: 4101, side: 1, direction: 'IN' },
        { accessPointId: 4101, side: 2, direction: 'OUT' },
      ],
      antiPassback: { enforcement: 'DENY', timeoutMinutes: 480 },
      occupancy: { enforcement: 'LOG', limit: 40 },
      exceptUserIds: [210_034],
      resets: [{ weekday: 'MONDAY', time: '04:00' }],
    },
  })

/** Body that changes an area: what is left out stays as it is, and `null` takes anti-passback or the limit away. Lists are given whole. */
export const AreaPatch = z
  .object({
    ...absentWhenNullEach({ name, borders, exceptUserIds, resets }),
    antiPassback: AntiPassbackInput.nullish(),
    occupancy: OccupancyInput.nullish(),
  })
  .meta({ id: 'AreaPatch', example: { antiPassback: { enforcement: 'LOG' }, occupancy: null } })

type Lists = Pick<z.infer<typeof AreaInput>, 'borders' | 'exceptUserIds' | 'resets'>

const enforcementOf = (text: 'LOG' | 'DENY'): Enforcement => (text === 'LOG' ? 'log' : 'deny')

const antiPassbackOf = ({ enforcement, timeoutMinutes }: z.infer<typeof AntiPassbackInput>) => ({
  enforcement: enforcementOf(enforcement),
  ...definedOf({ timeoutMinutes }),
})

const occupancyOf = ({ enforcement, limit }: z.infer<typeof OccupancyInput>) => ({
  enforcement: enforcementOf(enforcement),
  limit,
})

const bordersOf = (list: Lists['borders']): CreateArea['borders'] =>
  list.map(({ accessPointId, side, direction }) => ({
    accessPointId,
    side: side === 2 ? 2 : 1,
    direction: direction === 'IN' ? 'in' : 'out',
  }))

const weekdayOf = (day: string): Weekday => weekdays.find((one) => one === day.toLowerCase()) ?? 'monday'

/** Each reset once, in the order of the week. */
const resetsOf = (list: Lists['resets']): CreateArea['resets'] => {
  const read = list.map(({ weekday, time }) => ({
    weekday: weekdayOf(weekday),
    minute: Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5)),
  }))
  const inWeek = ({ weekday, minute }: (typeof read)[number]) => weekdays.indexOf(weekday) * 1_440 + minute
  return [...new Map(read.map((one) => [inWeek(one), one])).entries()].sort(([one], [other]) => one - other).map(([, one]) => one)
}

/** What a body that adds an area asks for. */
export const createAreaOf = (body: z.infer<typeof AreaInput>): CreateArea => ({
  name: body.name,
  borders: bordersOf(body.borders),
  antiPassback: body.antiPassback && antiPassbackOf(body.antiPassback),
  occupancy: body.occupancy && occupancyOf(body.occupancy),
  exceptUserIds: [...new Set(body.exceptUserIds)],
  resets: resetsOf(body.resets),
})

/** What a body that changes an area asks for. */
export const areaChangesOf = (body: z.infer<typeof AreaPatch>): AreaChanges =>
  definedOf({
    name: body.name,
    borders: body.borders && bordersOf(body.borders),
    antiPassback: body.antiPassback && antiPassbackOf(body.antiPassback),
    occupancy: body.occupancy && occupancyOf(body.occupancy),
    exceptUserIds: body.exceptUserIds && [...new Set(body.exceptUserIds)],
    resets: body.resets && resetsOf(body.resets),
  })
