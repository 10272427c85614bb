import { FirmwareImage } from '../../shared/domain/devices/firmware/entity.ts'
import { grantsOf } from '../../shared/domain/identity/principals/granted.ts'
import { everywhere, type Scope } from '../../shared/domain/identity/principals/permission.ts'
import type { AdministratorPrincipal, Principal } from '../../shared/domain/identity/principals/principal.ts'
import { createUser } from '../../shared/domain/people/users/create.ts'
import { GroupId, SiteId, UserId } from '../../shared/lib/ids.ts'
import { eventWrites } from '../../shared/storage/record/event-writes.ts'
import { createStores } from '../../shared/storage/stores.ts'
import { testApi } from '../support/api.ts'
import { at, door, event } from '../support/events.ts'
import { png } from '../support/images.ts'
import { addDoors, connectPanel } from '../support/panels.ts'
import { fileForm } from '../support/photos.ts'
import { addAccounts, contact, must } from './example-callers.ts'
import { obeyPostures, pair } from './example-panel.ts'

type Api = ReturnType<typeof testApi>

/** What the placeholders of the examples stand for: ids, and a few other values of the account. */
export type Things = Record<string, string | number>

const weekdays = Object.fromEntries(
  ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'].map((day) => [day, [{ start: '06:00', end: '18:00' }]]),
)

/** Everything that the examples need in one account, made over the API by its owner where the API can make it. */
export const exampleAccount = async () => {
  const api = testApi()
  const { accountId, dealerAccountId, owner, ...others } = await addAccounts(api)
  const call: Api['call'] = (method, path, options) => api.call(method, path, { as: owner, ...options })
  const sent = async (request: string, body?: unknown) => {
    const [method = '', path = ''] = request.split(' ')
    const answer = await call(method, path, body === undefined ? {} : { body })
    if (answer.status >= 300) throw new Error(`${request}: ${answer.status} ${answer.text}`)
    return answer.json
  }
  const made = async (path: string, body: unknown): Promise<number> => (await sent(`POST ${path}`, body)).id

  const { siteId, controlPanelId, front, back } = await addDoors({ call }, 'SP-100')
  const away = await addDoors({ call }, 'SP-200', 'annex')
  await sent(`PUT /sites/${siteId}`, { siteName: 'Office', timeZone: 'US/Eastern', address: contact })
  await connectPanel(api, controlPanelId, { [front]: { state: 'locked', at: api.clock.now } })
  await pair(api, controlPanelId)
  obeyPostures(api, controlPanelId)
  for (const version of ['5.20.0', '5.2.0']) {
    const sha256 = 'a'.repeat(64)
    api.images.push(FirmwareImage.parse({ version, file: `images/${version}.bin`, sha256, bytes: 12 }))
  }

  const groupId = await made('/groups', { name: 'Staff', antipassbackResetTime: '1399' })
  const otherGroupId = await made('/groups', { name: 'Visitors' })
  const customFieldId = await made('/custom-fields', { fieldName: 'Department', fieldType: 'TEXT', displayOrder: 1 })
  const dateFieldId = await made('/custom-fields', {
    fieldName: 'First day',
    fieldType: 'DATE',
    displayOrder: 2,
    pattern: 'MM/dd/yyyy',
  })
  const userId = await made('/users', {
    firstName: 'Paula',
    middleName: 'Jane',
    lastName: 'Quist',
    externalId: 'paula.quist',
    pin: '5678',
    effectiveFrom: '2026-01-14T18:17:49Z',
    effectiveTo: '2030-12-31T23:59:59Z',
    bleTwoFactorExempt: true,
    emails: [{ address: 'paula.quist@example.com', type: 'work' }],
    phoneNumbers: [{ number: '+1-217-555-0123', type: 'work' }],
    customFields: [
      { id: customFieldId, value: 'Sales' },
      { id: dateFieldId, value: '02/04/2020' },
    ],
  })
  const plainUserId = await made('/users', { firstName: 'Theo', lastName: 'Plain' })
  const bo = { firstName: 'Bo', lastName: 'Batch' }
  const { jobId } = await sent('POST /users/batch', { users: [bo, { firstName: 'Nameless' }, bo] })
  // Its first row, as the runner does it.
  must(await createUser(api.deps, owner, bo, [], { jobId, row: 1 }))
  await call('POST', `/users/${userId}/photo`, fileForm(png()))
  await sent(`PUT /groups/${groupId}/users/${userId}`)
  const card = (value: string) => ({
    credentialFormat: { id: 100 },
    referenceId: value,
    fieldValues: [
      { id: 1, value },
      { id: 2, value: '70' },
    ],
  })
  const credentialId = await made('/credentials', card('411'))
  const spareCredentialId = await made('/credentials', card('412'))
  await sent(`PUT /users/${userId}/credentials/${credentialId}`)

  await made('/holidays', { name: 'Founding day', start: '2026-09-01T00:00', end: '2026-09-01T23:59' })
  const holidayId = await made('/holidays', { name: 'Moving day', start: '2026-05-04T00:00', end: '2026-05-04T23:59', siteId })
  const schedule = {
    name: 'Office hours',
    siteId,
    enablingGroupId: groupId,
    gracePeriod: 10,
    scheduleBlocks: weekdays,
    scheduleExceptions: [
      { enabling: 'ENABLE', start: '09:30', end: '10:30', recurrence: { type: 'SINGULAR', date: '2026-10-12' } },
      {
        enabling: 'DISABLE',
        start: '12:00',
        end: '17:00',
        recurrence: { type: 'DAY_OF_MONTH', day: 'MONDAY', weekOfMonth: 2 },
      },
    ],
  }
  const scheduleId = await made('/schedules', schedule)
  const spareScheduleId = await made('/schedules', { ...schedule, name: 'Spare' })
  const always = await call('GET', '/schedules?filter=name__eq:Always')
  const dayScheduleId = await made('/schedules', { name: 'Days', scheduleBlocks: weekdays })
  await sent(`PUT /access-points/${front}`, { unlockScheduleId: scheduleId, activationEnabled: true })
  await sent(`PUT /groups/${groupId}/access/access-points/${front}`, { schedule: { id: dayScheduleId } })

  const camera = (name: string) => ({ name, siteId, videoProvider: { type: 'DEMO', cameraId: name } })
  const cameraId = await made('/cameras', camera('front-camera'))
  await sent(`PUT /cameras/${cameraId}/access-points/${front}`)
  const scenarioId = await made('/emergency-scenarios', { name: 'Lobby shut', threatLevelTypeId: 2, deviceIds: [front] })
  const egressId = await made('/emergency-scenarios', { name: 'Lobby open', threatLevelTypeId: 3, deviceIds: [front] })
  const eventSubscriptionId = await made('/event-subscriptions', {
    name: 'Office events',
    url: 'https://example.com/hook',
    errorEmail: 'olga@example.com',
    criteria: [
      { criteriaType: 'SITE', criteriaOperationType: 'EQ', criteriaValue: siteId },
      { criteriaType: 'USER', criteriaOperationType: 'NE', criteriaValue: userId },
    ],
  })
  const application = await sent('POST /applications', {
    name: 'Front desk',
    description: 'Greets visitors',
    grantTypes: ['password'],
  })
  const roleId = await made('/roles', { name: 'Guards', description: 'Look at events', features: [] })
  const wideRoleId = await made('/roles', {
    name: 'Cameras',
    description: 'Watch',
    features: [{ id: 30, permissionSet: 'FULL' }],
  })
  const visitorUserId = await made('/brivo-visitor/create-and-assign-visitor-user', {
    user: {
      firstName: 'Vera',
      effectiveFrom: '2026-03-01',
      effectiveTo: '2026-04-01',
      emails: [{ address: 'vera@example.com' }],
    },
    groupIds: [otherGroupId, await made('/groups', { name: 'Guests of the day' })],
    credentialType: 'MOBILE_PASS',
  })
  const floorId = await made('/access-points', { name: 'Floor 2', type: 'FLOOR', elevatorId: front, floorNumber: 2, relay: 12 })
  await addEvents(api, owner, { siteId, front, userId, clientId: application.clientId })

  const cardHolder: Principal = { kind: 'cardHolder', accountId, userId: UserId.parse(userId), name: 'Paula Quist', grants: [] }
  const callers: Record<string, Principal> = {
    owner,
    ...others,
    cardHolder,
    /** Somebody who may change administrators and roles, and nothing else. */
    roleEditor: { ...others.senior, grants: grantsOf(['administrators:view', 'administrators:edit']) },
    /** Somebody who may do everything, but only in one group of the visitor's two. */
    ofOneGroup: limited(owner, { groups: [GroupId.parse(otherGroupId)] }),
    /** Somebody who may do everything, but only at the office. */
    ofOneSite: limited(owner, { sites: [SiteId.parse(siteId)] }),
  }
  const things: Things = {
    accountId,
    dealerAccountId,
    siteId,
    otherSiteId: away.siteId,
    controlPanelId,
    offlinePanelId: away.controlPanelId,
    accessPointId: front,
    plainDoorId: back,
    offlineDoorId: away.front,
    groupId,
    otherGroupId,
    customFieldId,
    dateFieldId,
    userId,
    jobId,
    plainUserId,
    externalId: 'paula.quist',
    credentialId,
    spareCredentialId,
    holidayId,
    scheduleId,
    spareScheduleId,
    dayScheduleId,
    alwaysScheduleId: always.json.data[0].id,
    cameraId,
    scenarioId,
    egressId,
    eventSubscriptionId,
    applicationId: application.id,
    roleId,
    wideRoleId,
    visitorUserId,
    floorId,
    ownerId: owner.administratorId,
    administratorId: others.assistant.administratorId,
    settingId: 90_003,
    missing: 123_456_789,
  }
  return { ...api, callers, things, owner, restore: restoring(api, things) }
}
export type ExampleAccount = Awaited<ReturnType<typeof exampleAccount>>

/**
 * What brings the account back to how it is now, a minute later. Tests share one API, since a new one for each would take longer than
 * all that they ask of it.
 */
const restoring = ({ table, photos, clock }: Api, things: Things) => {
  const start = { table: table.snapshot(), photos: new Map(photos.objects), things: { ...things }, now: clock.now + 60_000 }
  return () => {
    start.table.restore()
    photos.objects.clear()
    for (const [name, photo] of start.photos) photos.objects.set(name, photo)
    for (const name of Object.keys(things)) delete things[name]
    Object.assign(things, start.things)
    clock.now = start.now
  }
}

/** Somebody whose rights reach no further than this. */
const limited = (who: AdministratorPrincipal, scope: Partial<Scope>): AdministratorPrincipal => ({
  ...who,
  grants: who.grants.map((grant) => ({ ...grant, scope: { ...everywhere, ...scope } })),
})

/** A person who was let in and one who was not; and that an administrator allowed an application to act. */
const addEvents = async (
  { table, clock }: Api,
  { accountId, administratorId, name }: AdministratorPrincipal,
  { siteId, front, userId, clientId }: { siteId: number; front: number; userId: number; clientId: string },
) => {
  const common = {
    actor: { kind: 'user' as const, id: userId, name: 'Paula Quist' },
    subject: door(front),
    site: { id: siteId, name: 'Office' },
  }
  for (const type of ['access.granted', 'access.denied.not_permitted'] as const)
    await table.write(eventWrites(accountId, event('02T11:00', { ...common, type })))
  const administrator = { kind: 'administrator' as const, id: administratorId, name }
  const { uuid, occurredAt, processedAt } = event('02T11:30')
  const signIn = { kind: 'audit' as const, type: 'administrator.signed_in' as const, actor: administrator, facts: {} }
  await table.write(eventWrites(accountId, { uuid, occurredAt, processedAt, ...signIn }))
  const until = at('30T12:00')
  await createStores(table).grants.open({
    id: '00000000-0000-4000-8000-00000000face',
    accountId,
    administratorId,
    clientId,
    signInVersion: 1,
    seed: 'seed',
    generation: 1,
    rotatedAt: clock.now,
    createdAt: clock.now,
    expiresAt: until,
    listedUntil: until,
  })
}
