import type { AccessPointError, DoorRulesInvalid } from '../../../shared/domain/places/access-points/errors.ts'
import type { Answers } from '../../../shared/http/answers.ts'

const holding = {
  override: 'has a schedule override; cancel it',
  emergency: 'is in an emergency scenario in force; clear that',
  area: 'is a border of an area; take it out of the area',
}

const wrongDoorRules = (error: DoorRulesInvalid): string => {
  const wrong = (field: string, why: string) => `Invalid value for '${field}': ${why}`
  switch (error.problem) {
    case 'two_factor_enabled':
      return wrong(
        error.setting === 'doorRules' ? 'doorRules.factors' : error.setting,
        'an access point has either twoFactorEnabled or doorRules.factors',
      )
    case 'own_unlock_schedule':
      return wrong(
        error.setting === 'doorRules' ? 'doorRules.interlock' : error.setting,
        'an access point that is interlocked has no unlock schedule, during which the others could not be opened',
      )
    case 'named_by_interlock':
      return wrong(
        'unlockScheduleId',
        `the access point ${error.accessPointId} is interlocked with this one, and could not be opened during an unlock schedule`,
      )
    case 'area_holds_one':
      return wrong('doorRules.twoPerson', `the area ${error.areaId} behind this access point has a limit of 1`)
    case 'interlocked_with_itself':
      return wrong('doorRules.interlock', 'an access point is not interlocked with itself')
    case 'door_missing':
      return wrong('doorRules.interlock', `the access point ${error.accessPointId} does not exist`)
    case 'other_panel':
      return wrong('doorRules.interlock', `the access point ${error.accessPointId} belongs to another control panel`)
    case 'not_a_door':
      return wrong('doorRules.interlock', `the access point ${error.accessPointId} is not a door`)
    case 'unlock_schedule':
      return wrong(
        'doorRules.interlock',
        `the access point ${error.accessPointId} has an unlock schedule, during which this one could not be opened`,
      )
    case 'group_missing':
      return wrong('doorRules.escort', `the group ${error.groupId} does not exist`)
    case 'schedule_missing':
      return wrong(`doorRules.${error.rule}`, `the schedule ${error.scheduleId} does not exist`)
    case 'schedule_of_other_site':
      return wrong(`doorRules.${error.rule}`, `the schedule ${error.scheduleId} belongs to another site`)
  }
}

export const accessPointAnswers = {
  panel_full: { status: 412, message: ({ count }) => `The control panel has ${count} access points, which is all it can hold` },
  access_point_not_connected: { status: 412, message: () => 'Access point is not connected' },
  floors_invalid: {
    status: 400,
    message: ({ count, max }) => `Invalid criteria provided: 'targetDevices' names ${count} floors; expected 1 to ${max}`,
  },
  unlock_denied: { status: 403, message: () => 'You are not allowed to perform that action' },
  setting_not_of_type: {
    status: 400,
    message: ({ type, setting }) => `Invalid value for '${setting}': an access point of the type ${type} cannot have it`,
  },
  no_lift: { status: 400, message: () => "Invalid value for 'elevatorId': expected a door with floors behind it" },
  connection_taken: {
    status: 409,
    message: ({ setting, value }) => `Another access point has the ${setting} ${value}`,
  },
  access_point_held: {
    status: 412,
    message: ({ name, by }) => `The access point ${name} ${holding[by]} before the access point is deleted`,
  },
  nothing_to_lock: { status: 400, message: () => 'This access point has no lock that can be held' },
  door_rules_invalid: { status: 400, message: wrongDoorRules },
  activation_not_enabled: { status: 403, message: () => 'You are not allowed to perform that action' },
} as const satisfies Answers<AccessPointError>
