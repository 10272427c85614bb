import { describe, expect, it } from 'vitest'
import { copyOf } from '../../../support/api.ts'
import { withLee } from '../../../support/assignments.ts'
import {
  bodies,
  type Call,
  calls,
  choices,
  files,
  furnish,
  type Ids,
  missing,
  pathWith,
  queries,
  valuesOf,
} from '../../../support/every-call.ts'

/** Parameters whose things are assigned, or lie in what is. */
const narrowed: readonly string[] = [
  'siteId',
  'controlPanelId',
  'areaId',
  'cameraId',
  'accessPointId',
  'commandId',
  'scheduleId',
  'holidayId',
  'scenarioId',
  'groupId',
  'userId',
  'visitorUserId',
  'externalId',
  'credentialId',
  'eventSubscriptionId',
  'jobId',
  'uuid',
]
/** Parameters whose things belong to the account as a whole. */
const ofAccount: readonly string[] = [
  'accountId',
  'settingId',
  'applicationId',
  'apiKeyId',
  'administratorId',
  'roleId',
  'customFieldId',
]

/**
 * What a call without parameters does for who is limited: `narrowed` lists or counts only what is assigned, `refused` is for the
 * account as a whole, `open` shows or makes nothing that could be assigned, and what it names in its body is tried below.
 */
const rows: Readonly<Record<string, 'narrowed' | 'refused' | 'open'>> = {
  checkUsername: 'open',
  clearAllEmergencyScenarios: 'open',
  clearDefaultEmergencyEgress: 'open',
  clearDefaultEmergencyLockdown: 'open',
  countAccessEvents: 'narrowed',
  countAuditEvents: 'narrowed',
  createAccessPoint: 'open',
  createAccount: 'refused',
  createAdministrator: 'open',
  createApplication: 'refused',
  createArea: 'open',
  createCamera: 'open',
  createControlPanel: 'open',
  createCredential: 'open',
  createCustomField: 'refused',
  createEmergencyScenario: 'refused',
  createEventSubscription: 'open',
  createGroup: 'refused',
  createHoliday: 'open',
  createRole: 'open',
  createSchedule: 'open',
  createServiceToken: 'open',
  createSite: 'refused',
  createUser: 'open',
  createUserBatch: 'refused',
  createVisitor: 'open',
  explainDecision: 'open',
  getAccountSummary: 'narrowed',
  getAllegionCredentialAllotment: 'open',
  getCurrentAdministrator: 'open',
  getCurrentTime: 'open',
  getDigitalCredentialAllotment: 'open',
  getOwnDigitalCredential: 'open',
  getPass: 'open',
  getRootSite: 'narrowed',
  getServiceToken: 'open',
  initiateDefaultEmergencyEgress: 'open',
  initiateDefaultEmergencyLockdown: 'open',
  listAccessEvents: 'narrowed',
  listAccessPoints: 'narrowed',
  listAccounts: 'open',
  listActivities: 'narrowed',
  listActiveEmergencyScenarios: 'narrowed',
  listAdministrators: 'open',
  listApplications: 'open',
  listAuditEvents: 'narrowed',
  listAuthorizedApplications: 'open',
  listAreas: 'narrowed',
  listCameras: 'narrowed',
  listControlPanels: 'narrowed',
  listCredentialFormats: 'open',
  listCredentials: 'narrowed',
  listCustomFields: 'open',
  listEmergencyScenarios: 'narrowed',
  listEventSubscriptions: 'narrowed',
  listEventTypes: 'open',
  listFeatures: 'open',
  listGroups: 'narrowed',
  listHolidays: 'narrowed',
  listRoles: 'open',
  listSchedules: 'narrowed',
  listSites: 'narrowed',
  listSitesProximity: 'narrowed',
  listUsers: 'narrowed',
  registerWifiOfSites: 'open',
  revokeServiceToken: 'open',
  setBrivoWalletPasses: 'open',
}

/**
 * Calls for which what is assigned lacks something, such as an invitation, floors, or a scenario of the other kind; jobs
 * that create users are for those who see all users. */
const lacking: readonly string[] = [
  'activateElevator',
  'deleteLicensePlateCredential',
  'initiateEmergencyEgress',
  'clearEmergencyEgress',
  'resendUserDigitalInvitation',
  'cancelUserDigitalInvitation',
  'getBatchJob',
]

/** Two of everything: what is assigned to Lee, and what is not, which lies beside it wherever it can. */
const furnishBoth = async () => {
  const api = await withLee()
  const call: typeof api.call = (method, path, options) => api.call(method, path, { as: api.as, ...options })
  const [own, hidden] = [await furnish(api, api.as, 'Own'), await furnish(api, api.as, 'Hidden')]
  await call('PUT', `/groups/${hidden.groupId}/users/${own.userId}`)
  for (const [groupId, accessPointId] of [
    [own.groupId, hidden.accessPointId],
    [hidden.groupId, own.accessPointId],
    [own.groupId, own.accessPointId],
  ])
    await call('PUT', `/groups/${groupId}/access/access-points/${accessPointId}`, { body: { schedule: { id: own.scheduleId } } })
  await call('PUT', `/emergency-scenarios/${own.scenarioId}`, { body: { deviceIds: [own.accessPointId, hidden.accessPointId] } })
  const number = (one: string | number | undefined) => Number(one)
  const lee = await api.limited({
    sites: [number(own.siteId)],
    groups: [number(own.groupId)],
    scenarios: [number(own.scenarioId)],
  })
  const subscribed = await call('POST', '/event-subscriptions', {
    as: lee,
    body: { name: 'Of Lee', url: 'https://example.com/events', criteria: [] },
  })
  return { api, as: lee, own: { ...own, eventSubscriptionId: subscribed.json.id } as Ids, hidden }
}
const furnished = await furnishBoth()

/** A copy of the furnished account, which a test may change. */
const withBoth = () => ({ ...furnished, ...copyOf(furnished.api) })
type Both = ReturnType<typeof withBoth>

const send = ({ call, as, own }: Both, { verb, path, operationId }: Pick<Call, 'verb' | 'path' | 'operationId'>) =>
  call(verb, `${path}${queries[operationId] ?? ''}`, { as, ...(files[operationId] ?? { body: bodies(own)[operationId] }) })

/** What Lee is answered when the parameters in `foreign` hold ids of what is hidden, or ids that never were. */
const answerTo = async (call: Call, foreign: readonly string[], kind: 'hidden' | 'missing') => {
  const both = withBoth()
  const wrong = kind === 'hidden' ? both.hidden : missing
  const values = valuesOf(call, (name) => (foreign.includes(name) ? wrong : both.own))
  const before = structuredClone(both.table.items())
  const { status, text } = await send(both, { ...call, path: pathWith(call.path, values) })
  if (status === 404) expect(both.table.items()).toEqual(before)
  return { status, text: values.reduce((left, [name, value]) => left.replaceAll(value, name), text) }
}

/** The ids and names of what is hidden that occur in a text. */
const shownOf = (hidden: Ids, text: string): string[] =>
  [...narrowed.flatMap((name) => [`${hidden[name]}`]), 'Hidden'].filter((mark) => text.includes(mark))

const withIds = calls.filter(({ parameters }) => parameters.some((name) => narrowed.includes(name)))
const withoutIds = calls.filter((call) => !withIds.includes(call))

describe('every call is known to this test', () => {
  it('by its parameters, or by a row', () => {
    const unknown = calls.flatMap(({ parameters }) => parameters.filter((name) => ![...narrowed, ...ofAccount].includes(name)))
    expect(unknown).toEqual([])
    const names = withoutIds.filter(({ parameters }) => parameters.length === 0).map(({ operationId }) => operationId)
    expect(Object.keys(rows).sort()).toEqual([...new Set(names)].sort())
  })
})

describe('what is not assigned is answered as an id that never was, and stays as it is', () => {
  const cases = withIds.flatMap((call) =>
    choices(call.parameters.filter((name) => narrowed.includes(name))).map(
      (foreign) => [`${call.verb} ${call.path}`, foreign.join(' and '), call, foreign] as const,
    ),
  )
  it.each(cases)('%s, of %s', async (_, __, call, foreign) => {
    const never = await answerTo(call, foreign, 'missing')
    expect(await answerTo(call, foreign, 'hidden')).toEqual(never)
  })
})

describe('what is assigned is there, and nothing else shows beside it', () => {
  it.each(withIds.map((call) => [`${call.verb} ${call.path}`, call] as const))('%s', async (_, call) => {
    const both = withBoth()
    const answer = await send(both, {
      ...call,
      path: pathWith(
        call.path,
        valuesOf(call, () => both.own),
      ),
    })
    if (call.verb === 'GET' && !lacking.includes(call.operationId)) expect(answer).toMatchObject({ status: 200 })
    expect(answer.status === 404).toBe(lacking.includes(call.operationId))
    expect(shownOf(both.hidden, answer.text)).toEqual([])
  })
})

describe('listings and counts hold what is assigned', () => {
  const reads = withoutIds.filter(({ verb, parameters }) => verb === 'GET' && parameters.length === 0)
  it.each(reads.map((call) => [call.path, call] as const))('GET %s', async (_, call) => {
    const both = withBoth()
    const answer = await send(both, call)
    if (rows[call.operationId] === 'refused') return expect(answer.status).toBe(403)
    if (rows[call.operationId] !== 'narrowed') return expect(answer.status).toBeLessThan(500)
    expect(answer.status).toBe(200)
    expect(shownOf(both.hidden, answer.text)).toEqual([])
    if (answer.json.data && answer.json.count !== undefined) expect(answer.json.count).toBe(answer.json.data.length)
  })
})

const { own: mine } = furnished
const explain = '/decisions/explain'
const asked = { accessPointId: mine.accessPointId, userId: mine.userId }

/** Calls that name things in their bodies, for which each body is made with what is hidden, and with what never was. */
const bodiesNaming: readonly (readonly [string, string, (ids: Ids) => object])[] = [
  ['POST', '/control-panels', ({ siteId }) => ({ serialNumber: 'SP-9', name: 'Panel', siteId })],
  ['POST', '/access-points', ({ controlPanelId }) => ({ name: 'Door', controlPanelId })],
  ['POST', '/cameras', ({ siteId }) => ({ name: 'C', siteId, videoProvider: { type: 'DEMO', cameraId: 'other' } })],
  ['POST', '/areas', ({ accessPointId }) => ({ name: 'A', borders: [{ accessPointId, side: 1, direction: 'IN' }] })],
  [
    'POST',
    '/areas',
    ({ userId }) => ({
      name: 'A',
      borders: [{ accessPointId: mine.accessPointId, side: 1, direction: 'IN' }],
      exceptUserIds: [userId],
    }),
  ],
  ['PUT', '/areas/{areaId}', ({ userId }) => ({ exceptUserIds: [userId] })],
  ['POST', '/schedules', ({ siteId }) => ({ name: 'S', siteId, scheduleBlocks: { monday: [{ start: '09:00', end: '17:00' }] } })],
  ['POST', '/holidays', ({ siteId }) => ({ name: 'H', siteId, start: '2027-01-01T00:00', end: '2027-01-02T00:00' })],
  ['PUT', '/sites/proximity/wifi', ({ siteId }) => [{ id: siteId, proximity: { wifi: [] } }]],
  ['PUT', '/control-panels/{controlPanelId}', ({ siteId }) => ({ siteId })],
  ['PUT', '/emergency-scenarios/{scenarioId}', ({ accessPointId }) => ({ deviceIds: [accessPointId] })],
  ['PUT', '/users/{userId}/groups', ({ groupId }) => ({ addGroups: [groupId] })],
  ['PUT', '/groups/{groupId}/access/access-points/{accessPointId}', ({ scheduleId }) => ({ schedule: { id: scheduleId } })],
  [
    'POST',
    '/brivo-visitor/create-and-assign-visitor-user',
    ({ groupId }) => ({
      user: { firstName: 'Guy', effectiveFrom: '2026-03-01', effectiveTo: '2026-04-01', emails: [{ address: 'g@example.com' }] },
      groupIds: [groupId],
    }),
  ],
  [
    'POST',
    '/event-subscriptions',
    ({ siteId }) => ({
      name: 'N',
      url: 'https://example.com/events',
      criteria: [{ criteriaType: 'SITE', criteriaOperationType: 'EQ', criteriaValue: siteId }],
    }),
  ],
  ['POST', explain, ({ accessPointId }) => ({ accessPointId, userId: mine.userId })],
  ['POST', explain, ({ userId }) => ({ accessPointId: mine.accessPointId, userId })],
  ['POST', explain, ({ groupId }) => ({ ...asked, change: { userGroups: { add: [groupId] } } })],
  ['POST', explain, ({ groupId }) => ({ ...asked, change: { permission: { groupId, scheduleId: null } } })],
  ['POST', explain, ({ scheduleId }) => ({ ...asked, change: { permission: { groupId: mine.groupId, scheduleId } } })],
]

describe('what a body names and is not assigned is answered as what never was', () => {
  it.each(bodiesNaming)('%s %s', async (verb, path, bodyOf) => {
    const answers = []
    for (const kind of ['hidden', 'missing'] as const) {
      const both = withBoth()
      const ids = kind === 'hidden' ? both.hidden : missing
      const at = path.replace(/\{(\w+)\}/g, (_, name: string) => String(both.own[name]))
      const { status, text } = await both.call(verb, at, { as: both.as, body: bodyOf(ids) })
      expect(status).toBeGreaterThanOrEqual(400)
      answers.push({ status, text: Object.values(ids).reduce<string>((left, id) => left.replaceAll(String(id), 'id'), text) })
    }
    expect(answers[0]).toEqual(answers[1])
  })
})
