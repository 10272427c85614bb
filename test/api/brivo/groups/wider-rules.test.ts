import { describe, expect, it } from 'vitest'
import type { AccessRule, RuleTarget } from '../../../../shared/domain/access/rules/entity.ts'
import { expandRules } from '../../../../shared/domain/access/rules/expand.ts'
import { createDoorSet } from '../../../../shared/domain/places/door-sets/create.ts'
import { AccessPointId, AccessRuleId, AccountId, GroupId, ScheduleId, SiteId } from '../../../../shared/lib/ids.ts'
import { somebody, testApi } from '../../../support/api.ts'
import { addDoors } from '../../../support/panels.ts'
import { groupRule } from '../../../support/rules.ts'

const account = AccountId.parse(1)

/** A group, a schedule, two doors at one site and a set with the second side of the back door; `rule` gives the group a rule. */
const setUp = async () => {
  const api = testApi()
  const { call, deps } = api
  const places = await addDoors(api)
  const [front, back] = [AccessPointId.parse(places.front), AccessPointId.parse(places.back)]
  const week = { name: 'Work', scheduleBlocks: { monday: [{ start: '09:00', end: '17:00' }] } }
  const schedule: number = (await call('POST', '/schedules', { body: week })).json.id
  const group: number = (await call('POST', '/groups', { body: { name: 'Staff' } })).json.id
  const doors = [{ accessPointId: back, side: 2 as const }]
  const made = await createDoorSet(deps, somebody(), { name: 'Exits', exclusive: false, doors })
  if (!made.ok) throw new Error(made.error.kind)
  const site: RuleTarget = { kind: 'site', siteId: SiteId.parse(places.siteId) }
  const set: RuleTarget = { kind: 'door_set', doorSetId: made.value.id }
  const rule = async (id: number, target: RuleTarget, more: Partial<AccessRule> = {}) => {
    const subject = { kind: 'group' as const, groupId: GroupId.parse(group) }
    const plain = { id: AccessRuleId.parse(id), version: 1, subject, target, createdAt: 0, updatedAt: 0 }
    await deps.rules.set(account, { ...plain, ...more }, undefined)
  }
  const base = `/groups/${group}/access/access-points`
  const list = async (query = '') => (await call('GET', `${base}${query}`)).json
  const shown = async (query = '') =>
    (await list(query)).data.map((one: { accessPoint: { id: number }; ruleId?: number; side?: number }) => [
      one.accessPoint.id,
      one.ruleId,
      one.side,
    ])
  return { ...api, ...places, front, back, schedule, group, site, set, rule, base, list, shown }
}

describe('the permissions of a group', () => {
  it('name each door that a wider rule covers, with the rule, beside its own', async () => {
    const { call, base, front, back, schedule, site, set, rule, list, shown } = await setUp()
    await call('PUT', `${base}/${front}`, { body: { schedule: { id: schedule } } })
    await rule(71, site, { scheduleId: ScheduleId.parse(schedule) })
    await rule(72, set)
    await rule(73, { kind: 'door_side', accessPointId: front, side: 1 })
    expect(await shown()).toEqual([
      [front, undefined, undefined],
      [front, 73, 1],
      [front, 71, undefined],
      [back, 72, 2],
      [back, 71, undefined],
    ])
    const always = { accessPoint: { id: back, name: 'Back door', type: 'Door' }, schedule: { id: 0, name: 'Always' } }
    expect((await list()).data[3]).toEqual({ ...always, ruleId: 72, side: 2 })
  })

  it('are counted and parted in pages over wide rules too, and found by their doors', async () => {
    const { front, back, site, set, rule, list, shown } = await setUp()
    await rule(71, site)
    await rule(72, set)
    expect(await list('?pageSize=2')).toMatchObject({ count: 3, data: [{ ruleId: 71 }, { ruleId: 72 }] })
    expect(await list('?pageSize=2&offset=2')).toMatchObject({ count: 3, data: [{ accessPoint: { id: back }, ruleId: 71 }] })
    expect(await shown('?filter=access_point_name__eq:front')).toEqual([[front, 71, undefined]])
  })

  it('name those of its parents, which are not its own either', async () => {
    const { call, deps, group, base, front, schedule, shown } = await setUp()
    const parent: number = (await call('POST', '/groups', { body: { name: 'All' } })).json.id
    await call('PUT', `/groups/${parent}/access/access-points/${front}`, { body: { schedule: { id: schedule } } })
    const child = await deps.groups.get(account, group)
    if (!child) throw new Error('The group is gone')
    const moved = { ...child, version: child.version + 1, parentId: GroupId.parse(parent) }
    await deps.groups.replace(account, moved, undefined)
    const [pair] = await deps.rules.ofSubject(account, { kind: 'group', groupId: GroupId.parse(parent) })
    expect(await shown()).toEqual([[front, pair?.id, undefined]])
    expect((await call('DELETE', `${base}/${front}`)).status).toBe(412)
  })

  it.each([
    ['site', 'site'],
    ['set', 'door set'],
    ['side', 'door side'],
  ] as const)(
    'that come from a rule at a %s are neither changed nor deleted, and the answer names the rule',
    async (kind, words) => {
      const { call, base, back, schedule, site, set, rule, shown } = await setUp()
      const targets = { site, set, side: { kind: 'door_side' as const, accessPointId: back, side: 2 as const } }
      await rule(71, targets[kind])
      const before = await shown()
      const message = `The group has this permission by rule 71 (${words}); change or end that rule`
      const refused = { status: 412, json: { code: 412, message } }
      expect(await call('PUT', `${base}/${back}`, { body: { schedule: { id: schedule } } })).toMatchObject(refused)
      expect(await call('DELETE', `${base}/${back}`)).toMatchObject(refused)
      expect(await shown()).toEqual(before)
    },
  )

  it('of its own are changed and deleted beside a wider rule, which stays', async () => {
    const { call, base, front, schedule, site, rule, shown } = await setUp()
    await call('PUT', `${base}/${front}`, { body: { schedule: { id: schedule } } })
    await rule(71, site)
    expect((await call('PUT', `${base}/${front}`, { body: { schedule: { id: schedule } } })).status).toBe(200)
    expect((await call('DELETE', `${base}/${front}`)).status).toBe(204)
    expect((await shown())[0]).toEqual([front, 71, undefined])
    expect((await call('DELETE', `${base}/${front}`)).status).toBe(412)
  })

  it('make a group one of the site whose doors lie in a set that it may pass', async () => {
    const { call, siteId, group, set, rule } = await setUp()
    expect((await call('GET', `/sites/${siteId}/groups`)).json.count).toBe(0)
    await rule(72, set)
    expect((await call('GET', `/sites/${siteId}/groups`)).json).toMatchObject({ count: 1, data: [{ id: group }] })
  })

  it('are worked out without reading doors or sets when no rule is wide', async () => {
    const never = () => Promise.reject(new Error('It is read'))
    const { deps } = testApi()
    const blind = {
      accessPoints: { ...deps.accessPoints, visitFinds: never },
      doorSets: { ...deps.doorSets, membersOf: never },
    }
    const rules = [groupRule(1, 12), groupRule(1, 11)]
    expect((await expandRules(blind, account, rules)).map(({ accessPointId }) => accessPointId)).toEqual([11, 12])
    const site = { ...groupRule(1, 12), target: { kind: 'site' as const, siteId: SiteId.parse(1) } }
    await expect(expandRules(blind, account, [site])).rejects.toThrow('It is read')
  })
})
