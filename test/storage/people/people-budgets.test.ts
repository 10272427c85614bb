import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { assignCredential } from '../../../shared/domain/people/credentials/assign.ts'
import { type CreateCredential, createCredential } from '../../../shared/domain/people/credentials/create.ts'
import { createGroup } from '../../../shared/domain/people/groups/create.ts'
import { listMembers } from '../../../shared/domain/people/groups/list.ts'
import { createUser } from '../../../shared/domain/people/users/create.ts'
import { listUsers } from '../../../shared/domain/people/users/list.ts'
import { changeMemberships } from '../../../shared/domain/people/users/memberships.ts'
import { updateUser } from '../../../shared/domain/people/users/update.ts'
import { createStores } from '../../../shared/storage/stores.ts'
import { turnsPause } from '../../fakes/pause.ts'
import { somebody } from '../../support/api.ts'
import { type LocalTable, startLocalTable } from '../../support/local-table.ts'
import { type Cost, meterOf } from '../../support/meter.ts'

let local: LocalTable
beforeAll(async () => {
  local = await startLocalTable()
})
afterAll(() => local.stop())

const account = somebody()
const full = {
  firstName: 'Peter',
  middleName: 'Jason',
  lastName: 'Quill',
  externalId: 'Star Lord',
  effectiveFrom: Date.UTC(2015, 3, 14),
  effectiveTo: Date.UTC(2020, 11, 31),
  bleTwoFactorExempt: true,
  emails: [
    { address: 'peter.quill@example.com', type: 'home' },
    { address: 'pquill7777@example.com', type: 'work' },
  ],
  phoneNumbers: [
    { number: '(541) 754-3010', type: 'home' },
    { number: '+1-541-754-3010', type: 'work' },
  ],
}
const card = (number: number): CreateCredential => ({
  formatId: 100,
  value: {
    fields: [
      { id: 1, value: String(number) },
      { id: 2, value: '70' },
    ],
  },
})

describe('the budgets of users, groups and credentials', () => {
  let drawn = 1_000_000_000_000
  const draw = () => {
    drawn += 1
    return drawn
  }
  const build = () => ({
    ...createStores(local.table),
    now: () => Date.UTC(2026, 2, 2, 12),
    newId: draw,
    pause: turnsPause(),
    newUuid: () => `00000000-0000-4000-8000-${String(draw()).padStart(12, '0')}`,
  })
  let deps: ReturnType<typeof build>
  let meter: ReturnType<typeof meterOf>
  beforeAll(() => {
    deps = build()
    meter = meterOf(local.client, local.tableName)
  })

  /** What a piece of work costs; it has to succeed. */
  const costOf = async (work: () => Promise<{ ok: boolean }>): Promise<Cost> => {
    const { value, cost } = await meter.measure(work)
    expect(value).toMatchObject({ ok: true })
    return cost
  }
  const done = <T>(result: { ok: true; value: T } | { ok: false; error: unknown }): T => {
    if (!result.ok) throw new Error(JSON.stringify(result.error))
    return result.value
  }

  it('hold for creating a user, and for changing one', async () => {
    const created = await costOf(() => createUser(deps, account, full))
    expect(created.sequentialTrips).toBeLessThanOrEqual(2)
    expect(created.readUnits).toBeLessThanOrEqual(2)
    expect(created.writeUnits).toBeLessThanOrEqual(12)
    const { id } = done(await createUser(deps, account, { ...full, externalId: 'Other' }))
    const patched = await costOf(() => updateUser(deps, account, id, { lastName: 'Lord', externalId: 'New' }))
    expect(patched.sequentialTrips).toBeLessThanOrEqual(2)
    expect(patched.readUnits).toBeLessThanOrEqual(2)
    expect(patched.writeUnits).toBeLessThanOrEqual(12)
    const suspended = await costOf(() => updateUser(deps, account, id, { suspended: true }))
    expect(suspended).toMatchObject({ sequentialTrips: 2, readUnits: 1 })
    expect(suspended.writeUnits).toBeLessThanOrEqual(8)
  })

  it('hold for retrieving one, and for a page of 20', async () => {
    const one = done(await createUser(deps, account, { ...full, externalId: 'One', lastName: 'One' }))
    for (let n = 0; n < 25; n += 1) await createUser(deps, account, { ...full, externalId: `Page ${n}` })
    const got = await meter.measure(() => deps.users.get(account.accountId, one.id))
    expect(got.cost).toMatchObject({ sequentialTrips: 1, readUnits: 1 })
    const { cost: page } = await meter.measure(() => listUsers(deps, account, [], { offset: 3, pageSize: 20 }))
    expect(page.sequentialTrips).toBeLessThanOrEqual(2)
    expect(page.readUnits).toBeLessThanOrEqual(12)
    const named = { field: 'externalId', anyOf: ['One'] } as const
    const { value, cost } = await meter.measure(() => listUsers(deps, account, [named], { offset: 0, pageSize: 20 }))
    expect(done(value)).toMatchObject({ count: 1, data: [{ id: one.id }] })
    expect(cost).toMatchObject({ sequentialTrips: 2, readUnits: 2 })
  })

  it('hold for creating a credential and assigning it', async () => {
    const user = done(await createUser(deps, account, { ...full, externalId: 'Holder' }))
    const created = await costOf(() => createCredential(deps, account, card(1)))
    expect(created.sequentialTrips).toBeLessThanOrEqual(2)
    expect(created.writeUnits).toBeLessThanOrEqual(12)
    const credential = done(await createCredential(deps, account, card(2)))
    const ids = { userId: user.id, credentialId: credential.id }
    const assigned = await costOf(() => assignCredential(deps, account, ids, {}))
    expect(assigned).toMatchObject({ sequentialTrips: 2, readUnits: 2 })
    expect(assigned.writeUnits).toBeLessThanOrEqual(12)
  })

  it('are near for joining a group, which also counts its members: one trip and one unit more', async () => {
    const user = done(await createUser(deps, account, { ...full, externalId: 'Member' }))
    const group = done(await createGroup(deps, account, { name: 'Staff' }))
    const joined = await costOf(() => changeMemberships(deps, account, user.id, { addGroups: [group.id], removeGroups: [] }))
    expect(joined.sequentialTrips).toBeLessThanOrEqual(3)
    expect(joined.readUnits).toBeLessThanOrEqual(2)
    expect(joined.writeUnits).toBeLessThanOrEqual(13)
    const members = await costOf(() => listMembers(deps, account, group.id, { offset: 0, pageSize: 20 }))
    expect(members.sequentialTrips).toBeLessThanOrEqual(2)
    expect(members.readUnits).toBeLessThanOrEqual(12)
  })
})
