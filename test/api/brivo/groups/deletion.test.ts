import { describe, expect, it } from 'vitest'
import { sweepDeletedGroups } from '../../../../shared/domain/people/groups/sweep.ts'
import { AccessPointId, AccountId, GroupId } from '../../../../shared/lib/ids.ts'
import { testApi } from '../../../support/api.ts'
import { group, user } from '../../../support/holders.ts'
import { groupRule } from '../../../support/rules.ts'

const account = AccountId.parse(1)
const groupId = GroupId.parse(70)

/** A group with members and rules, as the stores keep it. */
const crowded = async (members: number, rules: number) => {
  const api = testApi()
  await api.deps.groups.add(account, group(70), undefined)
  for (let n = 0; n < members; n += 1) await api.deps.users.add(account, user(1000 + n, { groupIds: [groupId] }), undefined)
  for (let n = 0; n < rules; n += 1) {
    await api.deps.rules.set(account, groupRule(70, 2000 + n, 4000), undefined)
  }
  return api
}

describe('the deletion of a group', () => {
  it('takes its permissions and its members with it, and leaves nothing of it', async () => {
    const { call, deps, table } = await crowded(30, 3)
    expect((await call('DELETE', '/groups/70')).status).toBe(204)
    expect(await deps.rules.ofTarget(account, { kind: 'door', accessPointId: AccessPointId.parse(2000) })).toEqual([])
    expect(await deps.groups.memberIds(account, groupId)).toEqual([])
    expect(await deps.groups.sweeps(10)).toEqual([])
    const relations = table.items().filter(({ pk }) => /group-users#70|-rules#/.test(pk))
    expect(relations).toEqual([])
    expect((await call('GET', '/users?filter=user_status__eq:unaffiliated')).json.count).toBe(30)
  })

  it('ends more permissions than one transaction holds, each in the audit by itself or with the group', async () => {
    const { call, deps, table } = await crowded(0, 75)
    expect((await call('DELETE', '/groups/70')).status).toBe(204)
    expect(await deps.rules.ofSubject(account, { kind: 'group', groupId })).toEqual([])
    const audited = table.items().filter((item) => item.entity === 'event')
    expect(audited.filter(({ type }) => type === 'permission.removed')).toHaveLength(60)
    expect(audited.filter(({ type }) => type === 'group.deleted')).toHaveLength(1)
  })

  it('ends access at once and lets a large group go step by step, however often it is cut short', async () => {
    const { call, deps, clock } = await crowded(450, 1)
    const { sweep } = deps.groups
    deps.groups.sweep = async (...given) => {
      clock.now += 2_000
      return sweep(...given)
    }
    expect((await call('DELETE', '/groups/70')).status).toBe(204)
    expect(await deps.rules.ofSubject(account, { kind: 'group', groupId })).toEqual([])
    expect(await deps.groups.memberIds(account, groupId)).toHaveLength(250)
    await sweepDeletedGroups(deps, clock.now)
    expect(await deps.groups.memberIds(account, groupId)).toHaveLength(50)
    await sweepDeletedGroups(deps, clock.now + 60_000)
    expect(await deps.groups.memberIds(account, groupId)).toEqual([])
    expect(await deps.groups.sweeps(10)).toEqual([])
    expect((await call('GET', '/users/1449/groups')).json).toEqual({ data: [], count: 0 })
  })

  it('goes on where a sweep stopped between a user and its membership', async () => {
    const { call, deps } = await crowded(3, 0)
    const { sweep } = deps.groups
    deps.groups.sweep = async () => false
    await call('DELETE', '/groups/70')
    const found = await deps.users.get(account, 1001)
    if (!found) throw new Error('The user is there')
    await call('PATCH', '/users/1001', { body: { firstName: 'Meanwhile' } })
    deps.groups.sweep = sweep
    await sweepDeletedGroups(deps, Number.POSITIVE_INFINITY)
    expect(await deps.users.get(account, 1001)).toMatchObject({ firstName: 'Meanwhile', groupIds: [] })
    expect(await deps.groups.memberIds(account, groupId)).toEqual([])
  })
})
