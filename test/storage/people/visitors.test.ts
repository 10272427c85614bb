import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { affectedPanels } from '../../../shared/domain/devices/panels/affected.ts'
import { assignCredential } from '../../../shared/domain/people/credentials/assign.ts'
import { holderOf } from '../../../shared/domain/people/credentials/holder.ts'
import { listMembers } from '../../../shared/domain/people/groups/list.ts'
import { createUser } from '../../../shared/domain/people/users/create.ts'
import type { Visitor } from '../../../shared/domain/people/users/entity.ts'
import { listUsers } from '../../../shared/domain/people/users/list.ts'
import { changeMemberships } from '../../../shared/domain/people/users/memberships.ts'
import { removeUser } from '../../../shared/domain/people/users/remove.ts'
import { updateUser } from '../../../shared/domain/people/users/update.ts'
import { recordArrival } from '../../../shared/domain/people/visitors/arrive.ts'
import { createVisitor } from '../../../shared/domain/people/visitors/create.ts'
import { cancelVisit, endVisit } from '../../../shared/domain/people/visitors/stop.ts'
import { updateVisit } from '../../../shared/domain/people/visitors/update.ts'
import { listEvents } from '../../../shared/domain/record/events/list.ts'
import { rangeSize } from '../../../shared/lib/directory.ts'
import { AccountId, idFrom, isVisitorId, UserId } from '../../../shared/lib/ids.ts'
import { entityKey } from '../../../shared/storage/keys/common.ts'
import { createStores } from '../../../shared/storage/stores.ts'
import type { Table } from '../../../shared/storage/table/types.ts'
import { memoryTable } from '../../fakes/memory-table.ts'
import { turnsPause } from '../../fakes/pause.ts'
import { somebody } from '../../support/api.ts'
import { credential, group, user, visitor } from '../../support/holders.ts'
import { type LocalTable, startLocalTable } from '../../support/local-table.ts'
import { meterOf } from '../../support/meter.ts'
import { groupRule } from '../../support/rules.ts'

let local: LocalTable
beforeAll(async () => {
  local = await startLocalTable()
})
afterAll(() => local.stop())

const nine = Date.UTC(2026, 2, 2, 9)
const five = Date.UTC(2026, 2, 2, 17)
const noon = Date.UTC(2026, 2, 2, 12)
const first = { offset: 0, pageSize: 20 }

const done = <T>(result: { ok: true; value: T } | { ok: false; error: unknown }): T => {
  if (!result.ok) throw new Error(JSON.stringify(result.error))
  return result.value
}

let accounts = 100
/** The operations over a table, in an account of their own. */
const setUp = (table: Table) => {
  accounts += 1
  let drawn = 0
  const draw = () => {
    drawn += 1
    return drawn
  }
  const clock = { now: noon }
  const deps = {
    ...createStores(table),
    now: () => clock.now,
    // Eight values apart, as two people are who are added in different milliseconds.
    newId: () => idFrom(clock.now + draw(), 0),
    newUuid: () => `00000000-0000-4000-8000-${String(accounts * 10_000 + draw()).padStart(12, '0')}`,
    pause: turnsPause(),
  }
  const principal = somebody({ accountId: AccountId.parse(accounts) })
  const visit = { startsAt: nine, endsAt: five }
  const add = async (lastName: string, more: object = {}): Promise<Visitor> =>
    done(await createVisitor(deps, principal, { firstName: 'Vera', lastName, ...visit, ...more }))
  const audited = async () => {
    const range = { from: noon - 12 * 3_600_000, before: noon + 12 * 3_600_000 }
    return listEvents(deps, principal, 'audit', { pageSize: 100, criteria: { range, ids: {} } })
  }
  const stored = (id: number) => table.get(entityKey(principal.accountId, 'user', id))
  return { deps, principal, clock, add, audited, stored, visit }
}

describe.each([
  ['in memory', () => memoryTable() as Table, 3 * rangeSize],
  ['DynamoDB Local', () => local.table, 12],
])('visitors: %s', (_name, make, many) => {
  let table: Table
  beforeAll(() => {
    table = make()
  })

  it('are made with a visit and a host, and recorded', async () => {
    const { deps, principal, add, audited, visit } = setUp(table)
    const host = done(await createUser(deps, principal, { firstName: 'Hugo', lastName: 'Host' }))
    const vera = await add('Vero', { hostId: host.id, purpose: 'Interview', companyName: 'Acme', pin: '4711' })
    expect(await deps.users.get(principal.accountId, vera.id)).toEqual(vera)
    expect(vera).toMatchObject({ kind: 'VISITOR', visit, visitDetails: { hostId: host.id, purpose: 'Interview' }, pin: '4711' })
    expect([isVisitorId(vera.id), isVisitorId(host.id)]).toEqual([true, false])
    const event = (await audited()).find(({ type }) => type === 'visitor.created')
    expect(event).toMatchObject({ subject: { kind: 'visitor', id: vera.id, name: 'Vera Vero' } })
    expect(event?.facts.changes).toContainEqual({ property: 'companyName', currentValue: 'Acme' })
    expect(JSON.stringify(event)).not.toContain('4711')
  })

  it('visit nobody who is not a user, and never end before they come', async () => {
    const { deps, principal, add, visit } = setUp(table)
    const other = await add('Other')
    const wanted = { firstName: 'Vera', lastName: 'Vero', ...visit }
    const byVisitor = await createVisitor(deps, principal, { ...wanted, hostId: other.id })
    expect(byVisitor).toEqual({ ok: false, error: { kind: 'host_not_found', hostId: other.id } })
    const hostId = UserId.parse(77)
    expect(await updateVisit(deps, principal, other.id, { hostId })).toMatchObject({ error: { kind: 'host_not_found', hostId } })
    expect(await createVisitor(deps, principal, { ...wanted, endsAt: nine - 1 })).toMatchObject({
      error: { kind: 'dates_reversed' },
    })
    expect(await updateVisit(deps, principal, other.id, { startsAt: five + 1 })).toMatchObject({
      error: { kind: 'dates_reversed' },
    })
  })

  it('change when they come and what is known of it; nothing is written when nothing changes', async () => {
    const { deps, principal, add, audited } = setUp(table)
    const vera = await add('Vero', { purpose: 'Interview' })
    const changed = done(await updateVisit(deps, principal, vera.id, { endsAt: five + 60_000, purpose: null }))
    expect(changed).toMatchObject({ version: 2, visit: { startsAt: nine, endsAt: five + 60_000 }, visitDetails: {} })
    expect(done(await updateVisit(deps, principal, vera.id, { startsAt: nine }))).toMatchObject({ version: 2 })
    const events = (await audited()).filter(({ type }) => type === 'visitor.updated')
    expect(events).toMatchObject([
      {
        facts: {
          changes: [
            { property: 'endsAt', previousValue: String(five), currentValue: String(five + 60_000) },
            { property: 'purpose', previousValue: 'Interview' },
          ],
        },
      },
    ])
    const renamed = done(await updateUser(deps, principal, vera.id, { lastName: 'New' }))
    expect(renamed).toMatchObject({ lastName: 'New', kind: 'VISITOR', visit: changed.visit })
  })

  it('are stopped once, by an end or a cancellation, and their panels are given that first', async () => {
    const { deps, principal, add, audited, stored, clock } = setUp(table)
    const vera = await add('Vero')
    const before = await stored(vera.id)
    expect(done(await endVisit(deps, principal, vera.id))).toMatchObject({ visit: { stopped: { at: noon, as: 'ended' } } })
    const after = await stored(vera.id)
    expect(before && after && affectedPanels({ before, after })).toMatchObject({ people: [{ userId: vera.id }], revokes: true })
    clock.now += 1
    expect(done(await cancelVisit(deps, principal, vera.id))).toMatchObject({ version: 2, visit: { stopped: { as: 'ended' } } })
    expect(await updateVisit(deps, principal, vera.id, { purpose: 'More' })).toMatchObject({ error: { kind: 'visit_over' } })
    expect(await recordArrival(deps, principal, vera.id)).toMatchObject({ error: { kind: 'visit_over' } })
    const other = await add('Other')
    expect(done(await cancelVisit(deps, principal, other.id))).toMatchObject({ visit: { stopped: { as: 'cancelled' } } })
    const types = (await audited()).map(({ type }) => type).filter((type) => type.startsWith('visitor.visit_'))
    expect(types.sort()).toEqual(['visitor.visit_cancelled', 'visitor.visit_ended'])
  })

  it('arrive once, which concerns no panel', async () => {
    const { deps, principal, add, stored, clock } = setUp(table)
    const vera = await add('Vero')
    const before = await stored(vera.id)
    expect(done(await recordArrival(deps, principal, vera.id))).toMatchObject({ visitDetails: { arrivedAt: noon } })
    const after = await stored(vera.id)
    expect(before && after && affectedPanels({ before, after })).toMatchObject({ people: [], groupIds: [] })
    clock.now += 60_000
    expect(done(await recordArrival(deps, principal, vera.id))).toMatchObject({ version: 2, visitDetails: { arrivedAt: noon } })
  })

  it('are not found among those of another account, and a user is none', async () => {
    const { deps, principal, add } = setUp(table)
    const vera = await add('Vero')
    const host = done(await createUser(deps, principal, { firstName: 'Hugo', lastName: 'Host' }))
    const missing = (id: number) => ({ ok: false, error: { kind: 'not_found', what: 'visitor', id } })
    const elsewhere = somebody({ accountId: AccountId.parse(99) })
    for (const operation of [endVisit, cancelVisit, recordArrival]) {
      expect(await operation(deps, elsewhere, vera.id)).toEqual(missing(vera.id))
      expect(await operation(deps, principal, host.id)).toEqual(missing(host.id))
    }
    expect(await updateVisit(deps, principal, host.id, { startsAt: 1 })).toEqual(missing(host.id))
  })

  it('have cards, groups and rules as users do', async () => {
    const { deps, principal, add } = setUp(table)
    const { accountId } = principal
    const vera = await add('Vero')
    const [lobby, card] = [group(accounts), credential(accounts)]
    await deps.groups.add(accountId, lobby, undefined)
    await deps.credentials.add(accountId, card, undefined)
    const joining = { addGroups: [lobby.id], removeGroups: [] }
    const joined = done(await changeMemberships(deps, principal, vera.id, joining))
    expect(joined.user).toMatchObject({ kind: 'VISITOR', groupIds: [lobby.id], visit: vera.visit })
    expect(done(await assignCredential(deps, principal, { userId: vera.id, credentialId: card.id }, {}))).toBeUndefined()
    expect(done(await holderOf(deps, principal, card.id))).toMatchObject({ id: vera.id, kind: 'VISITOR' })
    const subject = { kind: 'user' as const, userId: vera.id }
    const rule = { ...groupRule(1, 10), subject }
    expect(await deps.rules.set(accountId, rule, undefined)).toEqual({ ok: true })
    expect(await deps.rules.ofSubject(accountId, subject)).toEqual([rule])
    expect(done(await listMembers(deps, principal, lobby.id, first))).toMatchObject({ count: 1, data: [{ id: vera.id }] })
  })

  it('share external ids and PINs with users, and are deleted like them', async () => {
    const { deps, principal, add } = setUp(table)
    const vera = await add('Vero', { externalId: 'V-1', pin: '1234' })
    const taken = await createUser(deps, principal, { firstName: 'A', lastName: 'B', pin: '1234' })
    expect(taken).toMatchObject({ error: { kind: 'pin_taken' } })
    expect(await deps.users.findByExternalId(principal.accountId, 'V-1')).toEqual(vera)
    expect(await removeUser(deps, principal, vera.id)).toMatchObject({ ok: true })
    expect(await deps.users.page(principal.accountId, first, 'VISITOR')).toEqual({ data: [], count: 0 })
  })

  it('are counted and paged apart from users, at every offset and in any order of arrival', async () => {
    const { deps } = setUp(table)
    const account = AccountId.parse(accounts)
    for (let n = 1; n <= many; n += 1) {
      await deps.users.add(account, user(n, { suspended: n === 1 }), undefined)
      await deps.users.add(account, visitor(n, { suspended: n === 1 }), undefined)
    }
    for (const [kind, idAt] of [
      ['USER', (n: number) => user(n).id],
      ['VISITOR', (n: number) => visitor(n).id],
    ] as const) {
      for (const offset of [0, 1, Math.floor(many / 2), many - 3, many]) {
        const { data, count } = await deps.users.page(account, { offset, pageSize: 5 }, kind)
        const expected = [1, 2, 3, 4, 5].map((n) => offset + n).filter((n) => n <= many)
        expect({ count, ids: data.map(({ id }) => id) }).toEqual({ count: many, ids: expected.map(idAt) })
      }
      const found = await deps.users.search(account, ({ last }) => last.length > 0, { offset: 0, pageSize: 1 }, [kind])
      expect(found).toMatchObject({ count: many, data: [{ id: idAt(1) }] })
    }
    expect(await deps.users.countSuspended(account)).toBe(1)
    expect((await deps.accounts.counts(account)).user).toBe(many)
  })
})

it('a page of users costs as much beside many visitors as without any', async () => {
  const { deps, principal } = setUp(local.table)
  const { accountId } = principal
  for (let n = 1; n <= 25; n += 1) await deps.users.add(accountId, user(n), undefined)
  const meter = meterOf(local.client, local.tableName)
  const costs = async () => {
    const { value, cost } = await meter.measure(() => listUsers(deps, principal, [], { offset: 20, pageSize: 20 }))
    expect(value).toMatchObject({ value: { count: 25, data: Array.from({ length: 5 }, (_, n) => ({ id: 21 + n })) } })
    return cost
  }
  const alone = await costs()
  for (let n = 1; n <= 40; n += 1) await deps.users.add(accountId, visitor(n), undefined)
  expect(await costs()).toEqual(alone)
})
