import fc from 'fast-check'
import { AccessRule } from '../../../../shared/domain/access/rules/entity.ts'
import { Holiday, Schedule } from '../../../../shared/domain/access/schedules/entity.ts'
import { Panel } from '../../../../shared/domain/devices/panels/entity.ts'
import { firstPosture } from '../../../../shared/domain/devices/posture/entity.ts'
import { Credential } from '../../../../shared/domain/people/credentials/entity.ts'
import { Group } from '../../../../shared/domain/people/groups/entity.ts'
import { User } from '../../../../shared/domain/people/users/entity.ts'
import { AccessPoint } from '../../../../shared/domain/places/access-points/entity.ts'
import { DoorSetMember } from '../../../../shared/domain/places/door-sets/entity.ts'
import { Site } from '../../../../shared/domain/places/sites/entity.ts'
import { minute } from '../../../../shared/lib/clock.ts'
import { definedOf } from '../../../../shared/lib/defined.ts'
import { AccountId, PanelId } from '../../../../shared/lib/ids.ts'
import { rulePuts } from '../../../../shared/storage/access/rule-writes.ts'
import { unheard } from '../../../../shared/storage/devices/panels.ts'
import { type EntityName, entityKey, relationKey } from '../../../../shared/storage/keys/common.ts'
import { postureKey, presenceKey } from '../../../../shared/storage/keys/devices.ts'
import { claimAlone, claimKey, claimValue } from '../../../../shared/storage/people/credential-claims.ts'
import { memoryTable } from '../../../fakes/memory-table.ts'
import { anyHoliday, anyTimetable, when } from '../schedules/timetables.ts'

export const account = AccountId.parse(1)
export const panelId = PanelId.parse(1)
const start = when('America/New_York', '2025-10-31T00:00')
const kept = { version: 1, createdAt: 0, updatedAt: 0 }

export const maybe = <T>(one: fc.Arbitrary<T>) => fc.option(one, { nil: undefined, freq: 2 })
export const some = (count: number) => fc.integer({ min: 1, max: count })
/** Left out most often. */
const rarely = <T>(one: fc.Arbitrary<T>) =>
  fc.oneof({ weight: 5, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: one })
export const seldom = fc.integer({ min: 0, max: 5 }).map((one) => one === 0)
export const instant = fc.integer({ min: -3 * 24 * 60, max: 4 * 24 * 60 }).map((minutes) => start + minutes * minute)

/** Points 1 to 4 are of the panel (3 and 4 are floors of 2), 5 is of another one. */
const target = fc.oneof(
  { weight: 4, arbitrary: some(5).map((accessPointId) => ({ kind: 'door', accessPointId })) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('door_side'), accessPointId: some(5), side: fc.constantFrom(1, 2) }) },
  { weight: 1, arbitrary: some(2).map((doorSetId) => ({ kind: 'door_set', doorSetId })) },
  { weight: 1, arbitrary: some(2).map((siteId) => ({ kind: 'site', siteId })) },
)
const subject = fc.oneof(
  { weight: 3, arbitrary: some(5).map((groupId) => ({ kind: 'group', groupId })) },
  { weight: 1, arbitrary: some(4).map((userId) => ({ kind: 'user', userId })) },
)

/** A small account with everything that rules are made of: lifts, sets, parents of groups, enabled schedules, cards of one number. */
export const tenant = fc.record({
  points: fc.tuple(
    ...[1, 2, 3, 4, 5].map(() => fc.record({ siteId: some(2), twoFactorEnabled: seldom, unlock: maybe(some(3)) })),
  ),
  hasLift: fc.boolean(),
  groups: fc.array(fc.record({ parentId: maybe(some(5)), excludedFromLockdown: fc.boolean() }), { minLength: 5, maxLength: 5 }),
  rules: fc.array(
    fc.record({
      subject,
      target,
      scheduleId: fc.oneof(some(3), some(3), fc.constant(undefined)),
      privacyModeOverride: fc.boolean(),
    }),
    {
      minLength: 6,
      maxLength: 14,
    },
  ),
  sets: fc.array(fc.record({ doorSetId: some(2), accessPointId: some(5), side: maybe(fc.constantFrom(1, 2)) }), { maxLength: 3 }),
  schedules: fc.array(fc.tuple(anyTimetable('2025-10-31'), maybe(some(5))), { minLength: 3, maxLength: 3 }),
  holidays: fc.array(fc.tuple(anyHoliday('2025-10-30'), maybe(some(2))), { maxLength: 2 }),
  users: fc.array(
    fc.record({
      suspended: seldom,
      hasPin: fc.boolean(),
      effectiveTo: rarely(instant),
      groupIds: fc.uniqueArray(some(5), { minLength: 1, maxLength: 3 }),
    }),
    { minLength: 1, maxLength: 4 },
  ),
  credentials: fc.array(
    fc.record({
      owner: fc.integer({ min: 0, max: 12 }),
      kind: fc.constantFrom('card', 'card', 'card', 'card', 'qr', 'switch_code'),
      value: fc.constantFrom('a', 'a', 'b'),
      bits: maybe(fc.constantFrom(26, 34)),
      state: fc.constantFrom('active', 'active', 'active', 'active', 'active', 'active', 'lost', 'pending'),
      effectiveTo: rarely(instant),
      passesLeft: rarely(fc.nat(1)),
    }),
    { minLength: 2, maxLength: 6 },
  ),
  lockdown: fc.uniqueArray(some(4), { maxLength: 3 }),
})
export type Tenant = typeof tenant extends fc.Arbitrary<infer T> ? T : never

export const pinOf = (userId: number) => `000${userId}`

/** The account as the stores keep it. Values that are taken already are not given twice, as no store would. */
export const storedTenant = async (given: Tenant) => {
  const table = memoryTable()
  const put = (entity: EntityName, one: { id: number }) =>
    table.write([{ put: { ...one, ...entityKey(account, entity, one.id), entity } }])
  for (const id of [1, 2]) await put('site', Site.parse({ ...kept, id, siteName: `Site ${id}`, timeZone: 'America/New_York' }))
  const points = given.points.map(({ unlock, ...one }, index) => {
    const isFloor = given.hasLift && (index === 2 || index === 3)
    return AccessPoint.parse({
      ...kept,
      ...one,
      id: index + 1,
      name: `Door ${index + 1}`,
      panelId: index === 4 ? 2 : 1,
      siteName: 'Site',
      activationEnabled: true,
      type: isFloor ? 'FLOOR' : index === 0 ? 'SALTO_DOOR' : 'DOOR',
      ...(isFloor ? { floor: { liftId: 2, number: index, relay: index }, twoFactorEnabled: false } : {}),
      ...definedOf({ unlockScheduleId: unlock }),
      reportLiveStatus: true,
      pulseSeconds: 5,
    })
  })
  for (const point of points) await put('access-point', point)
  const panel = { ...kept, id: 1, serialNumber: 'SP-1', name: 'Panel', siteId: 1, siteName: 'Site', accessPointIds: [1, 2, 3, 4] }
  await put('panel', Panel.parse(panel))
  await table.write([{ put: { ...presenceKey(account, panelId), ...unheard(panelId), entity: 'panel-presence' } }])
  const posture = firstPosture(panelId)
  const locked = { ...posture, version: 1, modes: { ...posture.modes, lockdown: given.lockdown } }
  await table.write([{ put: { ...locked, ...postureKey(account, panelId), entity: 'panel-posture' } }])
  for (const [index, { parentId, excludedFromLockdown }] of given.groups.entries()) {
    const id = index + 1
    const group = { ...kept, id, name: `Group ${id}`, keypadUnlock: false, immuneToAntipassback: false, excludedFromLockdown }
    await put('group', Group.parse({ ...group, ...definedOf({ parentId }) }))
    if (parentId !== undefined)
      await table.write([{ put: { ...relationKey(account, 'group-children', parentId, id), entity: 'group-child' } }])
  }
  for (const [index, one] of given.rules.entries()) {
    const at =
      'accessPointId' in one.target
        ? points.find(({ id }) => id === (one.target as { accessPointId: number }).accessPointId)
        : undefined
    const rule = AccessRule.parse({ ...kept, ...one, ...definedOf({ panelId: at?.panelId }), id: index + 1 })
    await table.write(rulePuts(account, rule))
  }
  for (const one of given.sets) {
    const member = DoorSetMember.parse({ ...one, panelId: one.accessPointId === 5 ? 2 : 1 })
    await table.write([
      {
        put: {
          ...member,
          ...relationKey(account, 'door-sets', member.accessPointId, member.doorSetId),
          entity: 'door-set-member',
        },
      },
      {
        put: {
          ...member,
          ...relationKey(account, 'door-set-doors', member.doorSetId, member.accessPointId),
          entity: 'door-of-set',
        },
      },
    ])
  }
  for (const [index, [timetable, enablingGroupId]] of given.schedules.entries()) {
    const enabling = enablingGroupId === undefined ? {} : { enablingGroupId, gracePeriodMinutes: 30 }
    await put('schedule', Schedule.parse({ ...kept, ...timetable, ...enabling, id: index + 1, name: 'S', editable: true }))
  }
  for (const [index, [times, siteId]] of given.holidays.entries())
    await put('holiday', Holiday.parse({ ...kept, ...times, ...definedOf({ siteId }), id: index + 1, name: 'Day' }))
  for (const [index, { hasPin, ...one }] of given.users.entries()) {
    const id = index + 1
    const user = User.parse({
      ...kept,
      ...definedOf(one),
      id,
      kind: 'USER',
      firstName: 'U',
      lastName: String(id),
      bleTwoFactorExempt: false,
      emails: [],
      phoneNumbers: [],
      ...(hasPin ? { pin: pinOf(id), pinId: 900 + id } : {}),
    })
    await put('user', user)
    if (hasPin) await table.write([claimAlone(claimKey(account, 'code', pinOf(id)), id)])
    for (const groupId of user.groupIds)
      await table.write([{ put: { ...relationKey(account, 'group-users', groupId, id), entity: 'membership' } }])
  }
  const credentials: Credential[] = []
  for (const [index, { owner, kind, value, bits, ...one }] of given.credentials.entries()) {
    const id = 31 + index
    const userId = owner === 0 ? undefined : 1 + ((owner - 1) % given.users.length)
    const own = kind === 'card' ? { formatId: 110, fields: [], bits, encoded: value } : { encoded: kind === 'qr' ? value : '777' }
    const credential = Credential.parse({ ...kept, ...definedOf({ ...one, ...own, userId }), id, kind })
    if (!(await table.write([claimValue(account, credential)])).ok) continue
    await put('credential', credential)
    credentials.push(credential)
    if (userId !== undefined)
      await table.write([{ put: { ...relationKey(account, 'user-credentials', userId, id), entity: 'user-credential' } }])
  }
  return { table, posture: locked, credentials, users: given.users.length }
}
