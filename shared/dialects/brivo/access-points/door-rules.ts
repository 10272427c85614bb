import { z } from 'zod'
import {
  Factor,
  maxEscortedGroups,
  maxFactorSets,
  maxFactorsOfSet,
  maxInterlockedDoors,
  type SetDoorRules,
} from '../../../domain/places/access-points/door-rules.ts'
import { definedOf } from '../../../lib/defined.ts'
import { AccessPointId, GroupId, ScheduleId } from '../../../lib/ids.ts'
import { absentWhenNull, absentWhenNullEach, Flag, wholeNumber } from '../values.ts'

const FactorWire = z.enum(['CARD', 'PIN', 'FINGER', 'MOBILE_KEY', 'PLATE', 'FACE'])

const when = {
  scheduleId: absentWhenNull(ScheduleId),
  side: absentWhenNull(wholeNumber(1, 2)),
}

const FactorSet = z
  .array(FactorWire)
  .min(2, { error: 'a set has at least 2 factors' })
  .max(maxFactorsOfSet, { error: `a set has at most ${maxFactorsOfSet} factors` })
  .refine((set) => new Set(set).size === set.length, { error: 'a set has each factor once' })

const RequiredFactorsInput = z
  .object({
    sets: z
      .array(FactorSet)
      .min(1, { error: 'a door that asks for factors has at least one set' })
      .max(maxFactorSets, { error: `a door has at most ${maxFactorSets} sets of factors` }),
    ...when,
  })
  .meta({ id: 'RequiredFactorsInput' })

const ids = <Id extends z.ZodType>(id: Id, max: number, what: string) =>
  z
    .array(id)
    .min(1, { error: `at least one ${what} is named` })
    .max(max, { error: `at most ${max} are named` })
    .transform((all) => [...new Set(all)])

/** What an access point asks for besides a permission, as bodies have it: every member may be left out or be `null`. */
export const DoorRulesInput = z
  .object(
    absentWhenNullEach({
      factors: RequiredFactorsInput,
      twoPerson: z.object(when).meta({ id: 'TwoPersonRuleInput' }),
      escort: z.object({ groupIds: ids(GroupId, maxEscortedGroups, 'group') }).meta({ id: 'EscortRuleInput' }),
      interlock: z
        .object({ accessPointIds: ids(AccessPointId, maxInterlockedDoors, 'access point') })
        .meta({ id: 'InterlockInput' }),
      silentAlarm: Flag,
    }),
  )
  .meta({ id: 'DoorRulesInput', example: { factors: { sets: [['CARD', 'PIN']], side: 1 }, escort: { groupIds: [5102] } } })

const whenWire = { scheduleId: z.number().optional(), side: z.number().optional() }

/** The same, as answers have it. */
export const DoorRulesWire = z
  .object({
    factors: z
      .object({ sets: z.array(z.array(FactorWire)), ...whenWire })
      .meta({ id: 'RequiredFactors' })
      .optional(),
    twoPerson: z.object(whenWire).meta({ id: 'TwoPersonRule' }).optional(),
    escort: z
      .object({ groupIds: z.array(z.number()) })
      .meta({ id: 'EscortRule' })
      .optional(),
    interlock: z
      .object({ accessPointIds: z.array(z.number()) })
      .meta({ id: 'Interlock' })
      .optional(),
    silentAlarm: z.boolean().optional(),
  })
  .meta({ id: 'DoorRules' })

const factorOf = (text: string): Factor => Factor.parse(text.toLowerCase())

const whenOf = ({ scheduleId, side }: { scheduleId: ScheduleId | undefined; side: number | undefined }) =>
  definedOf({ scheduleId, side: side === undefined ? undefined : side === 2 ? (2 as const) : (1 as const) })

/** What a body asks for; undefined when that is nothing. */
export const doorRulesOf = ({
  factors,
  twoPerson,
  escort,
  interlock,
  silentAlarm,
}: z.infer<typeof DoorRulesInput>): SetDoorRules | undefined => {
  const rules: SetDoorRules = definedOf({
    factors: factors && { sets: factors.sets.map((set) => set.map(factorOf)), ...whenOf(factors) },
    twoPerson: twoPerson && whenOf(twoPerson),
    escort,
    interlock,
    silentAlarm: silentAlarm ? (true as const) : undefined,
  })
  return Object.keys(rules).length > 0 ? rules : undefined
}

/** Factors in capitals; everything else as it is stored. */
export const doorRulesWire = ({ factors, ...rules }: SetDoorRules): z.infer<typeof DoorRulesWire> => ({
  ...(factors ? { factors: { ...factors, sets: factors.sets.map((set) => set.map(wireFactor)) } } : {}),
  ...rules,
})

const wireFactor = (factor: Factor) => FactorWire.parse(factor.toUpperCase())
