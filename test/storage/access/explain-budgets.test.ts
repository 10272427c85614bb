import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Who } from '../../../shared/domain/access/explanations/entity.ts'
import { explainDecision } from '../../../shared/domain/access/explanations/explain.ts'
import { listDoorsOfUser } from '../../../shared/domain/access/explanations/live-doors.ts'
import { explainEvent } from '../../../shared/domain/access/explanations/past-event.ts'
import { AccessPointId, AccountId, GroupId, ScheduleId, UserId } from '../../../shared/lib/ids.ts'
import { somebody, testApiOver } from '../../support/api.ts'
import { addAda, monday } from '../../support/explaining.ts'
import { type LocalTable, startLocalTable } from '../../support/local-table.ts'
import { meterOf } from '../../support/meter.ts'
import { accessEvent } from '../../support/sender.ts'

let local: LocalTable
let meter: ReturnType<typeof meterOf>
beforeAll(async () => {
  local = await startLocalTable()
  meter = meterOf(local.client, local.tableName)
})
afterAll(() => local.stop())

describe('an explanation', () => {
  it('costs what the person and the panel make of it, and the same in an account with many more people and doors', async () => {
    const api = testApiOver(local.table)
    const ada = await addAda(api)
    const cost = async (who: Who, changing: boolean) => {
      const { value, cost } = await meter.measure(() =>
        explainDecision(api.deps, somebody(), {
          accessPointId: AccessPointId.parse(ada.front),
          who,
          at: monday,
          assumed: { enabledScheduleIds: [], privacyMode: false },
          ...(changing
            ? {
                change: {
                  userGroups: { add: [GroupId.parse(ada.staff)], remove: [] },
                  permission: { groupId: GroupId.parse(ada.staff), scheduleId: ScheduleId.parse(ada.mondays) },
                },
              }
            : {}),
        }),
      )
      expect(value).toMatchObject({ ok: true, value: { verdict: { decision: 'granted' } } })
      expect(cost.writeUnits).toBe(0)
      return cost
    }
    const person: Who = { by: 'user', userId: UserId.parse(ada.ada) }
    const ways: Who[] = [person, { by: 'value', what: { encodedCredential: 'a00c8' } }, { by: 'value', what: { pin: '4711' } }]
    const before = []
    for (const who of ways) before.push(await cost(who, false))
    for (const { readUnits, sequentialTrips } of before) {
      expect(readUnits).toBeLessThanOrEqual(12)
      expect(sequentialTrips).toBeLessThanOrEqual(7)
    }
    expect((await cost(person, true)).readUnits).toBeLessThanOrEqual(13)
    for (let index = 0; index < 60; index += 1) {
      const user = await ada.made('/users', { firstName: 'Other', lastName: String(index), pin: String(5000 + index) })
      await ada.give(await ada.card((index + 1).toString(16), 26), user)
      await api.call('PUT', `/groups/${ada.staff}/users/${user}`)
    }
    const panel = await ada.made('/control-panels', { name: 'Other', serialNumber: 'SP-2', siteId: ada.siteId })
    for (let index = 0; index < 20; index += 1)
      await ada.made('/access-points', { name: `Other ${index}`, controlPanelId: panel })
    const after = []
    for (const who of ways) after.push(await cost(who, false))
    expect(after.map(({ readUnits }) => readUnits)).toEqual(before.map(({ readUnits }) => readUnits))
  })

  it('of an event, and the doors of a person, are bounded too', async () => {
    const api = testApiOver(local.table)
    const principal = somebody({ accountId: AccountId.parse(7) })
    const call: typeof api.call = (method, path, options) => api.call(method, path, { as: principal, ...options })
    const ada = await addAda({ ...api, call }, 'SP-7')
    const event = accessEvent({ occurredAt: monday, facts: { reason: 'granted', credential: { id: ada.adasCard } } })
    await api.deps.events.add(principal.accountId, { ...event, subject: { kind: 'access_point', id: ada.front } })
    const explained = await meter.measure(() => explainEvent(api.deps, principal, event.uuid, monday))
    expect(explained.value).toMatchObject({ ok: true, value: { byTodaysRules: { verdict: { decision: 'granted' } } } })
    expect(explained.cost.readUnits).toBeLessThanOrEqual(13)
    const page = { offset: 0, pageSize: 20 }
    const listed = await meter.measure(() => listDoorsOfUser(api.deps, principal, UserId.parse(ada.ada), page))
    expect(listed.value).toMatchObject({ ok: true, value: { count: 1 } })
    expect(listed.cost.readUnits).toBeLessThanOrEqual(6)
    expect(listed.cost.sequentialTrips).toBeLessThanOrEqual(5)
  })
})
