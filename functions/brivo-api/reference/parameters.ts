import type { Parameter } from './document.ts'
import type { FieldText } from './field-text.ts'

const language: FieldText = ['The language of the mail', 'en']
const token: FieldText = ['The token of the link in the mail', 'q1w2e3r4t5']

/** What parameters mean, by their names: with the call in front where it means something else there. */
const texts: Readonly<Record<string, FieldText>> = {
  accountId: ['The id of the account', 1101],
  settingId: ['The id of the setting', 90_003],
  administratorId: ['The id of the administrator', 1201],
  roleId: ['The id of the role', 1301],
  areaId: ['The id of the area', 4701],
  applicationId: ['The id of the application', 1401],
  apiKeyId: ['The id of the API key', 1451],
  accessPointId: ['The id of the access point', 4101],
  commandId: ['The id of the command', '0199a3c4-5d6e-7f80-9a1b-2c3d4e5f6071'],
  wait: ['For how many seconds to wait for the panel, from 0 to 5; without it the call does not wait', 5],
  cameraId: ['The id of the camera', 4501],
  controlPanelId: ['The id of the control panel', 3301],
  customFieldId: ['The id of the custom field', 6101],
  credentialId: ['The id of the credential', 7101],
  userId: ['The id of the user', 210_034],
  visitorUserId: ['The id of the visitor', 210_077],
  externalId: ["The id of the user in the caller's own system", 'hr-1815'],
  scenarioId: ['The id of the emergency scenario', 9101],
  eventSubscriptionId: ['The id of the event subscription', 9501],
  groupId: ['The id of the group', 5102],
  holidayId: ['The id of the holiday', 8301],
  scheduleId: ['The id of the schedule', 8101],
  siteId: ['The id of the site', 2201],
  jobId: ['The id of the job', '0199a3c4-5d6e-4f80-9a1b-2c3d4e5f6074'],
  link: ['What names the clip', 'ZnJvbnQtZG9vcg'],
  uuid: ['The uuid of the event', '0199a3c4-5d6e-7f80-9a1b-2c3d4e5f6072'],
  occurred: ['When the event happened, as it says itself', '2026-03-02T12:00:00.250Z'],
  offset: ['How many to leave out before the first', 0],
  'listAccessEvents offset': ['Only events from before this time', '2026-03-02T13:00:00.000Z'],
  'listAuditEvents offset': ['Only events from before this time', '2026-03-02T13:00:00.000Z'],
  pageSize: ['How many to answer at most', 20],
  filter: ['Which to list, by the fields in the description of the call', undefined],
  targetDevices: ['Ids of the floors, separated by commas', '4102'],
  startTime: ['From when', '2026-03-02T11:00:00Z'],
  endTime: ['Until when', '2026-03-02T11:10:00Z'],
  showStatus: ['Whether the provider is asked for the status of the camera', 'true'],
  sendInvitationEmail: ['Whether the invitation is mailed', true],
  nfcEnabled: ['Whether the pass has a place in the wallet of the phone', false],
  language,
  token,
  'current-date': ['The time of the caller', '2026-03-02T12:00:00Z'],
}

/** What is said of a parameter of a call, with an example. */
export const parameterText = ({ name }: Parameter, operationId: string): FieldText | undefined =>
  texts[`${operationId} ${name}`] ?? texts[name]
