import type { AreaBordersInvalid, AreaError } from '../../../shared/domain/access/areas/errors.ts'
import type { Answers } from '../../../shared/http/answers.ts'

const wrongBorders = (error: AreaBordersInvalid): string => {
  switch (error.problem) {
    case 'door_missing':
      return `the access point ${error.accessPointId} does not exist`
    case 'no_reader':
      return `the access point ${error.accessPointId} has no reader, so nobody is known who passes there`
    case 'no_entry':
      return 'an area needs at least one border with the direction IN'
    case 'no_exit':
      return 'an area with anti-passback needs at least one border with the direction OUT, or nobody could leave it'
    case 'several_panels':
      return 'all access points of an area have to belong to one control panel, which decides alone who is inside'
    case 'limit_below_two':
      return `side ${error.side} of the access point ${error.accessPointId} lets two people in together, so the limit is at least 2`
    case 'side_twice':
      return `side ${error.side} of the access point ${error.accessPointId} is named twice`
    case 'entry_of_other':
      return `side ${error.side} of the access point ${error.accessPointId} is an entry of the area ${error.areaId} already`
  }
}

export const areaAnswers = {
  area_borders_invalid: { status: 400, message: (error) => `Invalid value for 'borders': ${wrongBorders(error)}` },
  area_user_unknown: {
    status: 400,
    message: ({ userId }) => `Invalid value for 'exceptUserIds': the user ${userId} does not exist`,
  },
  area_resets_full: {
    status: 409,
    message: ({ count }) =>
      `The control panel has ${count} resets of single people from the last seven days, which is all it can hold; reset an area for everybody`,
  },
  areas_full: { status: 412, message: ({ count }) => `The control panel has ${count} areas, which is all it can hold` },
} as const satisfies Answers<AreaError>
