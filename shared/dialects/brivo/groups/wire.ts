import { z } from 'zod'
import type { Group } from '../../../domain/people/groups/entity.ts'
import { omitEmpty } from '../../../lib/defined.ts'

export const GroupListed = z.object({ id: z.number(), name: z.string() }).meta({ id: 'GroupListed' })
export const GroupWire = GroupListed.extend({
  antipassbackResetTime: z.string().optional(),
  keypadUnlock: z.boolean(),
  immuneToAntipassback: z.boolean(),
  excludedFromLockdown: z.boolean(),
}).meta({ id: 'Group' })

export const groupListed = ({ id, name }: Group): z.infer<typeof GroupListed> => ({ id, name })

const minutesOfHour = 60
const minutesOfDay = 1440

/** A minute of the day as the document answers it, `23:59`; the last one, 1440, is the midnight that begins the next day. */
const timeOfDay = (minute: number): string => {
  const two = (value: number) => String(value).padStart(2, '0')
  return `${two(Math.floor((minute % minutesOfDay) / minutesOfHour))}:${two(minute % minutesOfHour)}`
}

/** A group as its retrieval answers it (API document, Group Retrieval). */
export const groupWire = (group: Group): z.infer<typeof GroupWire> =>
  omitEmpty({
    ...groupListed(group),
    antipassbackResetTime: group.antipassbackResetTime === undefined ? undefined : timeOfDay(group.antipassbackResetTime),
    keypadUnlock: group.keypadUnlock,
    immuneToAntipassback: group.immuneToAntipassback,
    excludedFromLockdown: group.excludedFromLockdown,
  })
