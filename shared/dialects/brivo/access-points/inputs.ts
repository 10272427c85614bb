import { z } from 'zod'
import type { AccessPointChanges, CreateAccessPoint, Hardware } from '../../../domain/places/access-points/entity.ts'
import { AccessPointType } from '../../../domain/places/access-points/types.ts'
import { definedOf } from '../../../lib/defined.ts'
import { AccessPointId, PanelId, ScheduleId } from '../../../lib/ids.ts'
import { plainText } from '../../../lib/text.ts'
import { absentWhenNull, absentWhenNullEach, Flag, wholeNumber, withDefault } from '../values.ts'
import { DoorRulesInput, doorRulesOf } from './door-rules.ts'

const maxPulseSeconds = 60
/** The most outputs of one lift, as a panel's modules number them. */
const maxRelays = 512
const maxWiegandPorts = 64
const maxFailedAttempts = 50
const maxBlockSeconds = 3600

const settings = {
  name: plainText('name', 64),
  activationEnabled: Flag,
  twoFactorEnabled: Flag,
  reportLiveStatus: Flag,
  /** How long a pulse leaves the door unlocked. */
  pulseSeconds: wholeNumber(1, maxPulseSeconds),
}

/** When its readers are blocked: after how many failed attempts in a row, and for how long. */
const FailedAttemptsInput = z.object({
  limit: withDefault(wholeNumber(1, maxFailedAttempts), 5),
  blockSeconds: withDefault(wholeNumber(1, maxBlockSeconds), 30),
})

/** What access points of one type have besides. */
const connections = {
  floorNumber: wholeNumber(-99, 999),
  relay: wholeNumber(1, maxRelays),
  wiegandPort: wholeNumber(1, maxWiegandPorts),
  lockSerialNumber: plainText('lockSerialNumber', 64),
}

const Type = z
  .string()
  .transform((text, context) => {
    const parsed = AccessPointType.safeParse(text.toUpperCase())
    if (parsed.success) return parsed.data
    const message = `Invalid value for 'type': expected one of ${AccessPointType.options.join(', ')}`
    context.addIssue({ code: 'custom', message })
    return z.NEVER
  })
  .meta({ type: 'string', enum: AccessPointType.options })

/** Body that adds an access point (ours: the API document has no call that does). What it needs depends on its `type`. */
export const AccessPointInput = z
  .object({
    ...absentWhenNullEach({ ...settings, ...connections, failedAttempts: FailedAttemptsInput, doorRules: DoorRulesInput }),
    name: settings.name,
    pulseSeconds: withDefault(settings.pulseSeconds, 5),
    type: withDefault(Type, 'DOOR'),
    controlPanelId: absentWhenNull(PanelId),
    elevatorId: absentWhenNull(AccessPointId),
    unlockScheduleId: ScheduleId.nullish(),
  })
  .transform(({ type, controlPanelId, elevatorId, floorNumber, relay, wiegandPort, lockSerialNumber, ...rest }, context) => {
    const own = { controlPanelId, elevatorId, floorNumber, relay, wiegandPort, lockSerialNumber }
    const problem = problemOf(type, own)
    const hardware = problem === undefined ? hardwareOf(type, own) : undefined
    if (hardware) return { ...rest, hardware }
    context.addIssue({ code: 'custom', message: problem ?? `Invalid value for 'type': ${type}` })
    return z.NEVER
  })
  .meta({ id: 'AccessPointInput' })

type Own = {
  controlPanelId: PanelId | undefined
  elevatorId: AccessPointId | undefined
  floorNumber: number | undefined
  relay: number | undefined
  wiegandPort: number | undefined
  lockSerialNumber: string | undefined
}
const needs: Readonly<Record<AccessPointType, readonly (keyof Own)[]>> = {
  DOOR: ['controlPanelId'],
  FLOOR: ['elevatorId', 'floorNumber', 'relay'],
  WIEGAND: ['controlPanelId', 'wiegandPort'],
  SALTO_DOOR: ['controlPanelId', 'lockSerialNumber'],
  ALLEGION_DOOR: ['controlPanelId', 'lockSerialNumber'],
  ASSA_ABLOY_DOOR: ['controlPanelId', 'lockSerialNumber'],
}

/** What is missing for the type, or given although the type has no such thing. */
const problemOf = (type: AccessPointType, own: Own): string | undefined => {
  const missing = needs[type].find((field) => own[field] === undefined)
  if (missing) return `Missing value for '${missing}': ${type} needs it`
  // the keys are those of `Own`
  const extra = (Object.keys(own) as (keyof Own)[]).find((field) => own[field] !== undefined && !needs[type].includes(field))
  return extra && `Invalid value for '${extra}': an access point of the type ${type} cannot have it`
}

/** Undefined when something is missing, which `problemOf` has said. */
const hardwareOf = (type: AccessPointType, own: Own): Hardware | undefined => {
  const { controlPanelId: panelId, elevatorId: liftId, floorNumber: number, relay, wiegandPort, lockSerialNumber } = own
  switch (type) {
    case 'FLOOR':
      return liftId && number !== undefined && relay ? { type, floor: { liftId, number, relay } } : undefined
    case 'DOOR':
      return panelId ? { type, panelId } : undefined
    case 'WIEGAND':
      return panelId && wiegandPort ? { type, panelId, wiegandPort } : undefined
    default:
      return panelId && lockSerialNumber ? { type, panelId, lockSerialNumber } : undefined
  }
}

/** Body that changes one: what is left out stays as it is, and `null` takes the unlock schedule, the limit of failed attempts or what the door asks for away. */
export const AccessPointPatch = z
  .object({
    ...absentWhenNullEach({ ...settings, ...connections }),
    unlockScheduleId: ScheduleId.nullish(),
    failedAttempts: FailedAttemptsInput.nullish(),
    doorRules: DoorRulesInput.nullish(),
  })
  .meta({ id: 'AccessPointPatch' })

/** What a body that adds an access point asks for. */
export const createAccessPointOf = ({
  unlockScheduleId,
  name,
  pulseSeconds,
  hardware,
  doorRules,
  ...rest
}: z.infer<typeof AccessPointInput>): CreateAccessPoint => ({
  name,
  pulseSeconds,
  hardware,
  ...definedOf({ ...rest, doorRules: doorRules && doorRulesOf(doorRules) }),
  ...(unlockScheduleId ? { unlockScheduleId } : {}),
})

/** What a body that changes an access point asks for. */
export const accessPointChangesOf = ({
  floorNumber,
  relay,
  doorRules,
  ...patch
}: z.infer<typeof AccessPointPatch>): AccessPointChanges => {
  const floor = definedOf({ number: floorNumber, relay })
  const rules = doorRules ? (doorRulesOf(doorRules) ?? null) : doorRules
  return { ...definedOf({ ...patch, doorRules: rules }), ...(Object.keys(floor).length > 0 ? { floor } : {}) }
}
