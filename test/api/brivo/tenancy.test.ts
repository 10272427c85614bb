import { describe, expect, it } from 'vitest'
import { createAccount } from '../../../shared/domain/places/accounts/create.ts'
import { somebody, testApi } from '../../support/api.ts'
import { png } from '../../support/images.ts'
import { addDoors, connectPanel } from '../../support/panels.ts'
import { fileForm } from '../../support/photos.ts'

/** The ids in a path, by the names of its parameters. */
type Ids = Record<string, string | number>

const person = { firstName: 'Ann', lastName: 'Other' }
const guest = {
  firstName: 'Guy',
  effectiveFrom: '2026-03-01',
  effectiveTo: '2026-04-01',
  emails: [{ address: 'guy@example.com' }],
}
const day = { monday: [{ start: '09:00', end: '17:00' }] }
const holiday = { name: 'H', start: '2027-01-01T00:00', end: '2027-01-02T00:00' }
const card = {
  credentialFormat: { id: 100 },
  fieldValues: [
    { id: 1, value: 1 },
    { id: 2, value: 2 },
  ],
}
const administrator = { ...person, email: 'admin@example.com', securityQuestion: 'Q', securityAnswer: 'A' }
const accountContact = {
  ...person,
  telephoneNumber: '1',
  streetAddress1: 'A',
  city: 'B',
  state: 'C',
  postalCode: 'D',
}
const subscription = { name: 'All', url: 'https://example.com/events', criteria: [] }
/** What each call that must have a body is sent. A new one without a line here is answered 400, and its test fails. */
const bodies = (own: Ids): Record<string, unknown> => ({
  updateAccountSetting: { value: '6' },
  updateAccount: { name: 'New', contact: accountContact },
  activateElevator: { pulseTime: 1, targetDevices: [number] },
  setDoorOverride: { endTimeMode: 'INDEFINITE', behavior: 'LOCK' },
  updateEmergencyScenario: { name: 'New' },
  updateAccessPoint: { name: 'New' },
  updateCamera: { name: 'New' },
  updateControlPanel: { name: 'New' },
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
  updateLogin: { password: 'another password' },
  patchUser: { firstName: 'New' },
  setUserSuspended: { suspended: true },
  updateUserGroups: { addGroups: [] },
  createFaceprintCredential: { email: 'a@example.com', language: 'English' },
  createLicensePlateCredential: { referenceId: 'TM89PAM' },
  createUserDigitalInvitation: { referenceId: 'a@example.com' },
})
/** What each call that must have a query is asked with. */
const queries: Record<string, string> = {
  listCameraVideo: '?startTime=2026-03-02T10:00:00Z&endTime=2026-03-02T11:00:00Z',
}
/** What a call is sent that takes a file. */
const files: Record<string, ReturnType<typeof fileForm>> = { uploadUserPhoto: fileForm(png()) }
const number = 123_456_789
const missing: Ids = {
  accountId: number,
  applicationId: number,
  settingId: 90_003,
  siteId: number,
  controlPanelId: number,
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
}

type Api = ReturnType<typeof testApi>

/** An account with one thing of every kind, made over the API: who made them, and the ids by their names in paths. */
const furnish = async (api: Api, name: string) => {
  const account = await createAccount(api.deps, { name })
  if (!account.ok) throw new Error(account.error.kind)
  const accountId = account.value.id
  const as = somebody({ accountId, canCreateAdmins: true })
  const call: Api['call'] = (method, path, options) => api.call(method, path, { ...options, as })
  const made = async (path: string, body: unknown): Promise<number> => {
    const answer = await call('POST', path, { body })
    if (answer.status > 201) throw new Error(`POST ${path}: ${answer.status} ${answer.text}`)
    return answer.json.id
  }
  const { siteId, controlPanelId, front } = await addDoors({ call }, `SP-${name}`)
  await connectPanel(api, controlPanelId)
  const ids: Ids = {
    accountId,
    settingId: 90_003,
    siteId,
    controlPanelId,
    accessPointId: front,
    cameraId: await made('/cameras', { name: 'Door', siteId, videoProvider: { type: 'DEMO', cameraId: 'door' } }),
    userId: await made('/users', { ...person, externalId: name }),
    externalId: name,
    applicationId: await made('/applications', { name: 'App', description: 'An app', grantTypes: ['password'] }),
    groupId: await made('/groups', { name: 'Staff' }),
    credentialId: await made('/credentials', card),
    customFieldId: await made('/custom-fields', { fieldName: 'Department', fieldType: 'TEXT' }),
    scheduleId: await made('/schedules', { name: 'Day', scheduleBlocks: day }),
    scenarioId: await made('/emergency-scenarios', { name: 'Lobby', threatLevelTypeId: 2, deviceIds: [front] }),
    holidayId: await made('/holidays', holiday),
    eventSubscriptionId: await made('/event-subscriptions', subscription),
    roleId: await made('/roles', { name: 'Role', features: [] }),
    administratorId: await made('/administrators', { ...administrator, username: `admin-${name}` }),
  }
  const visitorUserId = await made('/brivo-visitor/create-and-assign-visitor-user', { user: guest, groupIds: [ids.groupId] })
  await call('PUT', `/users/${ids.userId}/credentials/${ids.credentialId}`)
  await call('PUT', `/users/${ids.userId}/custom-fields/${ids.customFieldId}`, { body: { value: 'Sales' } })
  await call('POST', `/users/${ids.userId}/photo`, fileForm(png()))
  await call('POST', `/access-points/${front}/activate`)
  const [command] = api.table.items().filter((item) => item.entity === 'command' && item.panelId === controlPanelId)
  return { as, ids: { ...ids, visitorUserId, commandId: String(command?.id) } as Ids }
}

type Call = { verb: string; path: string; operationId: string; parameters: string[] }

/** Not those for people without a token: what they name opens by itself, whoever has it. */
const calls = (await testApi().mounts.all()).flatMap(({ prefix, endpoints }) =>
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
const valuesOf = ({ parameters }: Call, from: (name: string) => Ids) =>
  parameters.map((name) => {
    const value = from(name)[name]
    if (value === undefined) throw new Error(`There is nothing for {${name}} yet: make one above`)
    return [name, String(value)] as const
  })
type Values = ReturnType<typeof valuesOf>

const pathWith = (path: string, values: Values) => values.reduce((text, [name, value]) => text.replace(`{${name}}`, value), path)

/** What another tenant is answered when the parameters in `foreign` hold ids of the owner, or ids that never were. */
const answerTo = async (call: Call, foreign: readonly string[], kind: 'theirs' | 'missing') => {
  const api = testApi()
  const [theirs, own] = [await furnish(api, 'theirs'), await furnish(api, 'own')]
  const before = ownedBy(api, theirs.ids)
  const wrong = kind === 'theirs' ? theirs.ids : missing
  const values = valuesOf(call, (name) => (foreign.includes(name) ? wrong : own.ids))
  const path = pathWith(call.path, values)
  const { status, text } = await api.call(call.verb, `${path}${queries[call.operationId] ?? ''}`, {
    as: own.as,
    ...(files[call.operationId] ?? { body: bodies(own.ids)[call.operationId] }),
  })
  expect(ownedBy(api, theirs.ids)).toEqual(before)
  return { status, text: values.reduce((left, [name, value]) => left.replaceAll(value, name), text) }
}

const ownedBy = ({ table }: Api, { accountId }: Ids) =>
  structuredClone(table.items().filter(({ pk }) => String(pk).startsWith(`A#${accountId}#`)))

/** Every choice of at least one of the parameters. */
const choices = ([first, ...rest]: readonly string[]): string[][] => {
  if (first === undefined) return []
  const others = choices(rest)
  return [[first], ...others, ...others.map((chosen) => [first, ...chosen])]
}

describe('an id of another tenant is answered as one that never was, and changes nothing of its owner', () => {
  const cases = calls.flatMap((call) =>
    choices(call.parameters).map((foreign) => [`${call.verb} ${call.path}`, foreign.join(' and '), call, foreign] as const),
  )
  it.each(cases)('%s, of %s', async (_, __, call, foreign) => {
    const never = await answerTo(call, foreign, 'missing')
    expect(await answerTo(call, foreign, 'theirs')).toEqual(never)
    if (foreign.length === call.parameters.length) expect(never.status).toBe(404)
  })
})

describe('the owner has what the other tenant asks for', () => {
  const reads = calls.filter(({ verb, parameters }) => verb === 'GET' && parameters.length > 0)
  it.each(reads.map((call) => [call.path, call] as const))('GET %s', async (_, call) => {
    const api = testApi()
    const { ids, as } = await furnish(api, 'theirs')
    const values = valuesOf(call, () => ids)
    const path = `${pathWith(call.path, values)}${queries[call.operationId] ?? ''}`
    expect(await api.call('GET', path, { as })).toMatchObject({ status: 200 })
  })
})
