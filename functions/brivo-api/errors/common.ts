import type { FilterError } from '../../../shared/dialects/brivo/filter.ts'
import type { BeyondAssignment, ChangedMeanwhile, NotFound, NotPermitted, Noun } from '../../../shared/domain/common-errors.ts'
import type { Answers } from '../../../shared/http/answers.ts'

/** The message of a 404 by what was not found and the id that it was asked for by. */
const notFoundMessages: Record<Noun, (id: number | string) => string> = {
  'access point': () => 'Unknown Access Point',
  account: () => 'Account not found',
  'account setting': () => 'Account setting not found',
  administrator: (id) => `Administrator with id ${id} does not exist`,
  'api key': () => 'API key not found',
  application: () => 'Application not found',
  area: () => 'Area not found',
  'batch job': () => 'Batch job not found',
  camera: () => 'Camera not found',
  command: () => 'The requested command was not found',
  credential: (id) => `No credential could be retrieved for credential id: ${id}`,
  'custom field': () => 'Unknown custom field requested for update',
  'door set': () => 'Door set not found',
  event: () => 'Event not found',
  'event subscription': () => 'Event subscription not found',
  group: () => 'Unknown Group',
  holder: () => 'User not found',
  holiday: () => 'The requested resource was not found.',
  invitation: () => 'Digital invitation not found',
  'lift floor': () => 'Elevator floor not found',
  'mobile key': () => 'Digital credential not found',
  panel: () => 'Requested control panel not found',
  photo: () => 'User photo not found',
  plate: () => 'Credential not found',
  reader: () => 'Reader not found',
  role: () => "The requested role Id doesn't exist.",
  scenario: (id) => `Scenario ${id} not found`,
  schedule: () => 'The requested resource was not found.',
  'service token': () => 'No service token is assigned',
  site: () => 'Site not found',
  user: () => 'Requested user not found',
  'user of a photo': () => 'Attempting to remove user photo from unknown user',
  visitor: () => 'The requested Visitor was not found.',
}

/** The answers to the errors that every module has. */
export const commonAnswers = {
  not_found: { status: 404, message: ({ what, id }) => notFoundMessages[what](id) },
  beyond_assignment: { status: 403, message: () => 'You are not allowed to perform that action' },
  not_permitted: { status: 403, message: () => 'You are not allowed to perform that action' },
  changed_meanwhile: { status: 409, message: ({ what }) => `The ${what} was changed by another request; try again` },
  invalid_filter: { status: 400, message: ({ message }) => message },
} as const satisfies Answers<NotFound | BeyondAssignment | NotPermitted | ChangedMeanwhile | FilterError>
