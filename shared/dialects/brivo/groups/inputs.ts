import { z } from 'zod'
import type { GroupSettings } from '../../../domain/people/groups/entity.ts'
import { definedOf } from '../../../lib/defined.ts'
import { plainText } from '../../../lib/text.ts'
import { OptionalFlag } from '../values.ts'

const maxName = 35
const nameNeeded = { error: () => `Group creation requires a name parameter of ${maxName} characters or less` }
const GroupName = z.string(nameNeeded).trim().min(1, nameNeeded).max(maxName, nameNeeded).pipe(plainText('name', maxName))

const minutesOfDay = 1440
const wrongMinute = (given: unknown) =>
  `Invalid value '${String(given).slice(0, 60)}' for 'antipassbackResetTime': expected a minute of the day from 0 to ${minutesOfDay}`

/**
 * The minute of the day at which anti-passback is reset: a number from 0 to 1440 or its digits; also `HH:MM`, as it is
 * answered. Read to minutes; an empty text clears it, as `null`.
 */
const ResetTime = z
  .union([z.string(), z.number()])
  .nullish()
  .transform((given, context): number | null | undefined => {
    if (given === undefined) return undefined
    if (given === null || given === '') return null
    const [, hours, minutes] = /^(\d{1,2}):([0-5]\d)$/.exec(String(given)) ?? []
    const minute = hours === undefined ? Number(given) : Number(hours) * 60 + Number(minutes)
    if (Number.isInteger(minute) && minute >= 0 && minute <= minutesOfDay) return minute
    context.addIssue({ code: 'custom', message: wrongMinute(given) })
    return z.NEVER
  })
  .meta({ type: 'string', description: 'Minute of the day, 0 to 1440; empty clears it', example: '1399' })

/** Body of Create Group and of Update Group; settings that are left out stay as they are. */
export const GroupInput = z
  .object({
    name: GroupName,
    keypadUnlock: OptionalFlag,
    immuneToAntipassback: OptionalFlag,
    excludedFromLockdown: OptionalFlag,
    antipassbackResetTime: ResetTime,
  })
  .meta({ id: 'GroupInput' })

/** What a body of Create Group or Update Group asks for. */
export const groupSettingsOf = ({ name, ...settings }: z.infer<typeof GroupInput>): GroupSettings => ({
  name,
  ...definedOf(settings),
})
