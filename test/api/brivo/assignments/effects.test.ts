import { describe, expect, it } from 'vitest'
import { matches } from '../../../../shared/domain/outbound/subscriptions/match.ts'
import { createStores } from '../../../../shared/storage/stores.ts'
import { assignmentsBody, withLee } from '../../../support/assignments.ts'
import { furnish } from '../../../support/every-call.ts'

const withTwo = async () => {
  const api = await withLee()
  const call: typeof api.call = (method, path, options) => api.call(method, path, { as: api.as, ...options })
  const [own, hidden] = [await furnish(api, api.as, 'Own'), await furnish(api, api.as, 'Hidden')]
  return { ...api, call, own, hidden, number: (id: string | number | undefined) => Number(id) }
}

describe('an administrator who is limited', () => {
  it('locks down every door of a scenario that is assigned, and is named those at assigned sites', async () => {
    const { call, limited, own, hidden, number, table } = await withTwo()
    const deviceIds = [own.accessPointId, hidden.accessPointId]
    await call('PUT', `/emergency-scenarios/${own.scenarioId}`, { body: { deviceIds } })
    const as = await limited({ sites: [number(own.siteId)], scenarios: [number(own.scenarioId)] })
    const answer = await call('POST', `/emergency-scenarios/lockdown/${own.scenarioId}/initiate`, { as })
    expect(answer.status).toBe(200)
    expect(answer.text).not.toContain(String(hidden.accessPointId))
    const locked = () =>
      table
        .items()
        .filter(({ modes }) => JSON.stringify(modes ?? '').includes('lockdown'))
        .map(({ panelId }) => panelId)
        .sort()
    expect(locked()).toEqual([own.controlPanelId, hidden.controlPanelId].sort())
    expect((await call('POST', '/emergency-scenarios/clear-all', { as })).status).toBe(200)
    expect((await call('GET', '/emergency-scenarios/active-scenarios')).json.count).toBe(0)
  })

  it('leaves the doors that they cannot see in a scenario whose doors they change', async () => {
    const { call, limited, own, hidden, number } = await withTwo()
    await call('PUT', `/emergency-scenarios/${own.scenarioId}`, {
      body: { deviceIds: [own.accessPointId, hidden.accessPointId] },
    })
    const as = await limited({ sites: [number(own.siteId)], scenarios: [number(own.scenarioId)] })
    const body = { deviceIds: [] }
    expect((await call('PUT', `/emergency-scenarios/${own.scenarioId}`, { as, body })).status).toBe(200)
    const { text } = await call('GET', `/emergency-scenarios/${own.scenarioId}`)
    expect(text).toContain(String(hidden.accessPointId))
    expect(text).not.toContain(String(own.accessPointId))
  })

  it('sees a user whom they add until it is in a group that is not theirs, and puts it in one that is', async () => {
    const { call, limited, own, hidden, number } = await withTwo()
    const as = await limited({ groups: [number(own.groupId)] })
    const added = await call('POST', '/users', { as, body: { firstName: 'New', lastName: 'Person' } })
    const path = `/users/${added.json.id}`
    expect((await call('GET', path, { as })).status).toBe(200)
    expect((await call('GET', '/users?filter=firstName__eq:New', { as })).json.count).toBe(1)
    await call('PUT', path, { as, body: { firstName: 'New', lastName: 'Name' } })
    expect((await call('PUT', `/groups/${own.groupId}/users/${added.json.id}`, { as })).status).toBe(204)
    expect((await call('GET', `/groups/${own.groupId}/users`, { as })).text).toContain(String(added.json.id))
    await call('DELETE', `/groups/${own.groupId}/users/${added.json.id}`)
    await call('PUT', `/groups/${hidden.groupId}/users/${added.json.id}`)
    expect((await call('GET', path, { as })).status).toBe(404)
  })

  it('is sent events of what is assigned, from the change of the assignments on', async () => {
    const { call, limited, lee, own, hidden, number, table } = await withTwo()
    const stores = createStores(table)
    const body = { name: 'Of Lee', url: 'https://example.com/events', criteria: [] }
    const made = await call('POST', '/event-subscriptions', { as: lee, body })
    const subscription = async () => {
      const found = await stores.subscriptions.get(lee.accountId, made.json.id)
      if (!found) throw new Error('no subscription')
      return found
    }
    const eventAt = (siteId: unknown) => ({
      uuid: '00000000-0000-4000-8000-000000000001',
      kind: 'access' as const,
      type: 'access.granted' as const,
      site: { id: number(siteId as number), name: 'Site' },
      facts: {},
      occurredAt: 0,
      processedAt: 0,
    })
    expect(matches(await subscription(), eventAt(hidden.siteId))).toBe(true)
    await limited({ sites: [number(own.siteId)] })
    expect(matches(await subscription(), eventAt(hidden.siteId))).toBe(false)
    expect(matches(await subscription(), eventAt(own.siteId))).toBe(true)
    await call('POST', `/assignments/${lee.administratorId}`, { body: assignmentsBody({}) })
    expect(matches(await subscription(), eventAt(hidden.siteId))).toBe(true)
  })
})
