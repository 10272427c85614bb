import type { AdministratorPrincipal } from '../../shared/domain/identity/principals/principal.ts'
import { createAccount } from '../../shared/domain/places/accounts/create.ts'
import { somebody, testApi } from './api.ts'
import { png } from './images.ts'
import { addDoors, connectPanel } from './panels.ts'
import { fileForm } from './photos.ts'
import { accessEvent } from './sender.ts'

/** The ids in a path, by the names of its parameters. */
export type Ids = Record<string, string | number>

const person = { firstName: 'Ann', lastName: 'Other' }
const guest = {
  firstName: 'Guy',
  effectiveFrom: '2026-03-01',
  effectiveTo: '2026-04-01',
  emails: [{ address: 'guy@example.com' }],
}
const day = { monday: [{ start: '09:00', end: '17:00' }] }
const holiday = { name: 'H', start: '2027-01-01T00:00', end: '2027-01-02T00:00' }
const cardOf = (name: string) => ({
  credentialFormat: { id: 100 },
  referenceId: `Card ${name}`,
  fieldValues: [
    { id: 1, value: name.length },
    { id: 2, value: 2 },
  ],
})
const administrator = { ...person, email: 'admin@example.com', securityQuestion: 'Q', securityAnswer: 'A' }
export const accountContact = {
  ...person,
  telephoneNumber: '1',
  streetAddress1: 'A',
  city: 'B',
  state: 'C',
  postalCode: 'D',
}
const subscription = { name: 'All', url: 'https://example.com/events', criteria: [] }
/** What each call that must have a body is sent. A new one without a line here is answered 400, and its test fails. */
export const bodies = (own: Ids): Record<string, unknown> => ({
  createAdministrator: { ...administrator, username: 'second' },
  checkUsername: { username: 'third' },
  createApplication: { name: 'Second', description: 'An app', grantTypes: ['password'] },
  createAccessPoint: { name: 'Side door', controlPanelId: own.controlPanelId },
  createArea: { name: 'Second', borders: [{ accessPointId: own.accessPointId, side: 1, direction: 'IN' }] },
  createCamera: { name: 'Second', siteId: own.siteId, videoProvider: { type: 'DEMO', cameraId: 'second' } },
  createControlPanel: { name: 'Second', serialNumber: 'SP-second', siteId: own.siteId },
  createCustomField: { fieldName: 'Second', fieldType: 'TEXT' },
  createCredential: cardOf('another card'),
  createEmergencyScenario: { name: 'Second', threatLevelTypeId: 2, deviceIds: [own.accessPointId] },
  createEventSubscription: { ...subscription, name: 'Second' },
  createGroup: { name: 'Second' },
  createHoliday: { ...holiday, name: 'Second', siteId: own.siteId },
  createRole: { name: 'Second', features: [] },
  createSchedule: { name: 'Second', siteId: own.siteId, scheduleBlocks: day },
  registerWifiOfSites: [{ id: own.siteId, proximity: { wifi: [{ ssid: 'Office' }] } }],
  createSite: { siteName: 'Second', timeZone: 'UTC' },
  createUser: person,
  createUserBatch: { users: [person] },
  explainDecision: { accessPointId: own.accessPointId, userId: own.userId },
  createVisitor: { user: guest, groupIds: [own.groupId] },
  setBrivoWalletPasses: {
    bmpCredentials: [{ userId: own.userId, accessCredentialId: own.credentialId, referenceId: 'a@example.com' }],
  },
  redeemDigitalInvitation: { accessCode: 'ABCD-EFGH' },
  updateAccountSetting: { value: '6' },
  createApiKey: { name: 'New' },
  createAccount: {
    name: 'New',
    contact: accountContact,
    masterAdmin: { ...person, username: 'new.owner', email: 'owner@example.com' },
  },
  updateAccount: { name: 'New', contact: accountContact },
  activateElevator: { pulseTime: 1, targetDevices: [number] },
  setDoorOverride: { endTimeMode: 'INDEFINITE', behavior: 'LOCK' },
  updateEmergencyScenario: { name: 'New' },
  updateAccessPoint: { name: 'New' },
  updateArea: { name: 'New' },
  updateCamera: { name: 'New' },
  updateControlPanel: { name: 'New' },
  replaceControlPanel: { serialNumber: 'SP-other' },
  updateControlPanelFirmware: { firmwareVersion: '5.2.0' },
  updateEventSubscription: subscription,
  updateCustomField: { fieldName: 'New' },
  updateFieldValue: { value: 'New' },
  updateGroup: { name: 'New' },
  assignGroupPermission: { schedule: { id: own.scheduleId } },
  updateHoliday: holiday,
  updateSchedule: { name: 'New', scheduleBlocks: day },
  registerWifi: { proximity: { wifi: [] } },
  updateSite: { siteName: 'New' },
  updateUser: person,
  updateRole: { name: 'New', features: [] },
  updateAdministrator: { firstName: 'New', lastName: 'Name', email: 'new@example.com' },
  replaceAdminAssignments: {
    sites: { assignmentType: 'NONE' },
    groups: { assignmentType: 'NONE' },
    emergencyScenarios: { assignmentType: 'NONE' },
  },
  updateLogin: { password: 'another password' },
  patchUser: { firstName: 'New' },
  setUserSuspended: { suspended: true },
  updateUserGroups: { addGroups: [] },
  createFaceprintCredential: { email: 'a@example.com', language: 'English' },
  createLicensePlateCredential: { referenceId: 'TM89PAM' },
  createUserDigitalInvitation: { referenceId: 'a@example.com' },
})
/** What each call that must have a query is asked with. */
export const queries: Record<string, string> = {
  listCameraVideo: '?startTime=2026-03-02T10:00:00Z&endTime=2026-03-02T11:00:00Z',
}
/** What a call is sent that takes a file. */
export const files: Record<string, ReturnType<typeof fileForm>> = { uploadUserPhoto: fileForm(png()) }
const number = 123_456_789
export const missing: Ids = {
  accountId: number,
  applicationId: number,
  apiKeyId: number,
  settingId: 90_003,
  siteId: number,
  controlPanelId: number,
  areaId: number,
  cameraId: number,
  accessPointId: number,
  userId: number,
  visitorUserId: number,
  externalId: 'nobody',
  groupId: number,
  credentialId: number,
  customFieldId: number,
  scheduleId: number,
  scenarioId: number,
  holidayId: number,
  eventSubscriptionId: number,
  administratorId: number,
  roleId: number,
  commandId: '00000000-0000-7000-8000-00000000dead',
  jobId: '00000000-0000-4000-8000-00000000dead',
  uuid: '00000000-0000-4000-8000-00000000dead',
}

export type Api = ReturnType<typeof testApi>

/** An account with one thing of every kind, made over the API: who made them, and the ids by their names in paths. */
export const furnishAccount = async (api: Api, name: string) => {
  const account = await createAccount(api.deps, { name })
  if (!account.ok) throw new Error(account.error.kind)
  const accountId = account.value.id
  const as = somebody({ accountId, canCreateAdmins: true })
  return { as, ids: await furnish(api, as, name) }
}

/** Makes one thing of every kind over the API, each with `name` in its own name where it has one. The user is in the group. */
export const furnish = async (api: Api, as: AdministratorPrincipal, name: string): Promise<Ids> => {
  const call: Api['call'] = (method, path, options) => api.call(method, path, { ...options, as })
  const made = async (path: string, body: unknown): Promise<number> => {
    const answer = await call('POST', path, { body })
    if (answer.status > 201) throw new Error(`POST ${path}: ${answer.status} ${answer.text}`)
    return answer.json.id
  }
  const { siteId, controlPanelId, front, back } = await addDoors({ call }, `SP-${name}`, name)
  await connectPanel(api, controlPanelId)
  const ids: Ids = {
    accountId: as.accountId,
    settingId: 90_003,
    siteId,
    controlPanelId,
    accessPointId: front,
    areaId: await made('/areas', {
      name: `Area ${name}`,
      borders: [
        { accessPointId: back, side: 1, direction: 'IN' },
        { accessPointId: back, side: 2, direction: 'OUT' },
      ],
    }),
    cameraId: await made('/cameras', {
      name: `Camera ${name}`,
      siteId,
      videoProvider: { type: 'DEMO', cameraId: `door-${name}` },
    }),
    userId: await made('/users', { firstName: 'Ann', lastName: name, externalId: name }),
    externalId: name,
    applicationId: await made('/applications', { name: `App ${name}`, description: 'An app', grantTypes: ['password'] }),
    groupId: await made('/groups', { name: `Staff ${name}` }),
    credentialId: await made('/credentials', cardOf(name)),
    customFieldId: await made('/custom-fields', { fieldName: `Department ${name}`, fieldType: 'TEXT' }),
    scheduleId: await made('/schedules', { name: `Day ${name}`, siteId, scheduleBlocks: day }),
    scenarioId: await made('/emergency-scenarios', { name: `Lobby ${name}`, threatLevelTypeId: 2, deviceIds: [front] }),
    holidayId: await made('/holidays', { ...holiday, name: `H ${name}`, siteId }),
    eventSubscriptionId: await made('/event-subscriptions', { ...subscription, name }),
    roleId: await made('/roles', { name: `Role ${name}`, features: [] }),
    administratorId: await made('/administrators', { ...administrator, username: `admin-${name}` }),
  }
  ids.apiKeyId = await made(`/applications/${ids.applicationId}/api-keys`, { name: `Key ${name}` })
  const visitor = { user: { ...guest, lastName: name }, groupIds: [ids.groupId] }
  const visitorUserId = await made('/brivo-visitor/create-and-assign-visitor-user', visitor)
  await call('PUT', `/groups/${ids.groupId}/users/${ids.userId}`)
  await call('PUT', `/users/${ids.userId}/credentials/${ids.credentialId}`)
  await call('PUT', `/users/${ids.userId}/custom-fields/${ids.customFieldId}`, { body: { value: 'Sales' } })
  await call('POST', `/users/${ids.userId}/photo`, fileForm(png()))
  await call('POST', `/access-points/${front}/activate`)
  const [command] = api.table.items().filter((item) => item.entity === 'command' && item.panelId === controlPanelId)
  const uuid = api.deps.newUuid()
  const at = { occurredAt: api.clock.now, processedAt: api.clock.now }
  await api.deps.events.add(as.accountId, accessEvent({ uuid, ...at, site: { id: siteId, name: 'Office' } }))
  const batch = await call('POST', '/users/batch', { body: { users: [{ firstName: 'Bo', lastName: name }] } })
  return { ...ids, visitorUserId, commandId: String(command?.id), jobId: batch.json.jobId, uuid }
}

export type Call = { verb: string; path: string; operationId: string; parameters: string[] }

/** Every call of the API that needs a token, by each verb that it has: what the others name opens by itself, whoever has it. */
export const calls = (await testApi().mounts.all()).flatMap(({ prefix, endpoints }) =>
  endpoints
    .filter(({ route }) => route.permission !== 'public')
    .flatMap(({ route }) =>
      [route.method, ...(route.alsoBy ?? [])].map((method): Call => {
        const path = `${prefix}${route.path}`
        const parameters = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? '')
        return { verb: method.toUpperCase(), path, operationId: route.operationId, parameters }
      }),
    ),
)

/** The values of a call's parameters, each from the ids that `from` gives. */
export const valuesOf = ({ parameters }: Call, from: (name: string) => Ids) =>
  parameters.map((name) => {
    const value = from(name)[name]
    if (value === undefined) throw new Error(`There is nothing for {${name}} yet: make one above`)
    return [name, String(value)] as const
  })
export type Values = ReturnType<typeof valuesOf>

export const pathWith = (path: string, values: Values) =>
  values.reduce((text, [name, value]) => text.replace(`{${name}}`, value), path)

/** Every choice of at least one of the parameters. */
export const choices = ([first, ...rest]: readonly string[]): string[][] => {
  if (first === undefined) return []
  const others = choices(rest)
  return [[first], ...others, ...others.map((chosen) => [first, ...chosen])]
}
