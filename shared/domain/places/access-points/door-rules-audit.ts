import type { SetDoorRules } from './door-rules.ts'

/** The properties by which audit events say what a door asks for. */
export const doorRulesProperties = [
  'requiredFactors',
  'requiredFactorsScheduleId',
  'requiredFactorsSide',
  'twoPerson',
  'twoPersonScheduleId',
  'twoPersonSide',
  'escortedGroupIds',
  'interlockedAccessPointIds',
  'silentAlarm',
] as const

/** What a door asks for, by these properties: sets of factors as `CARD+PIN, CARD+FACE`. */
export const auditedDoorRules = ({
  factors,
  twoPerson,
  escort,
  interlock,
  silentAlarm,
}: SetDoorRules = {}): Record<(typeof doorRulesProperties)[number], unknown> => ({
  requiredFactors: factors?.sets.map((set) => set.join('+').toUpperCase()).join(', '),
  requiredFactorsScheduleId: factors?.scheduleId,
  requiredFactorsSide: factors?.side,
  twoPerson: twoPerson && true,
  twoPersonScheduleId: twoPerson?.scheduleId,
  twoPersonSide: twoPerson?.side,
  escortedGroupIds: escort?.groupIds,
  interlockedAccessPointIds: interlock?.accessPointIds,
  silentAlarm,
})
