import { describe, expect, it } from 'vitest'
import { withLee } from '../../../support/assignments.ts'
import { furnish } from '../../../support/every-call.ts'

const blocks = { monday: [{ start: '09:00', end: '17:00' }] }

/** Lee has the site and group `own`; schedules of that site, and universal ones, are enabled by the hidden group. */
const withSchedules = async () => {
  const api = await withLee()
  const call: typeof api.call = (method, path, options) => api.call(method, path, { as: api.as, ...options })
  const [own, hidden] = [await furnish(api, api.as, 'Own'), await furnish(api, api.as, 'Hidden')]
  const [siteId, groupId, hiddenGroupId] = [own.siteId, own.groupId, hidden.groupId].map(Number)
  const made = async (name: string, body: object): Promise<number> => {
    const { json, status, text } = await call('POST', '/schedules', { body: { name, scheduleBlocks: blocks, ...body } })
    if (status !== 200) throw new Error(text)
    return json.id
  }
  const ids = {
    atSite: await made('At the site', { siteId, enablingGroupId: hiddenGroupId, gracePeriod: 5 }),
    universal: await made('Universal', { enablingGroupId: hiddenGroupId, gracePeriod: 5 }),
    owned: await made('Enabled by Staff', { siteId, enablingGroupId: groupId, gracePeriod: 5 }),
  }
  const as = await api.limited({ sites: [siteId ?? 0], groups: [groupId ?? 0] })
  const audit = async () => (await call('GET', '/events/audit?pageSize=100', { as })).json.data
  return { ...api, call, own, hidden, siteId, groupId, hiddenGroupId, ids, as, audit }
}

describe('a group that is not assigned is not named', () => {
  it('by a schedule that it enables, and the schedule is there all the same', async () => {
    const { call, as, ids, limited } = await withSchedules()
    for (const id of [ids.atSite, ids.universal]) {
      expect((await call('GET', `/schedules/${id}`)).json).toMatchObject({
        enablingGroupName: expect.any(String),
        gracePeriod: 5,
      })
      const shown = await call('GET', `/schedules/${id}`, { as })
      expect([shown.status, shown.json.scheduleBlocks.monday]).toEqual([200, blocks.monday])
      for (const field of ['enablingGroupId', 'enablingGroupName', 'gracePeriod']) expect(shown.json).not.toHaveProperty(field)
    }
    expect((await call('GET', `/schedules/${ids.owned}`, { as })).json).toMatchObject({ enablingGroupName: expect.any(String) })
    // Also for somebody who has all sites.
    const everywhere = await limited({ groups: [] })
    expect((await call('GET', `/schedules/${ids.owned}`, { as: everywhere })).json).not.toHaveProperty('enablingGroupId')
  })

  it('by the filter of the listing', async () => {
    const { call, as, ids, limited } = await withSchedules()
    const found = async (filter: string, who = as): Promise<number[]> =>
      (await call('GET', `/schedules?pageSize=100&filter=${filter}`, { as: who })).json.data.map(({ id }: { id: number }) => id)
    const name = (await call('GET', `/schedules/${ids.universal}`)).json.enablingGroupName
    expect(await found(`enablingGroup__eq:${name}`)).toEqual([])
    expect(await found('name__eq:Universal')).toContain(ids.universal)
    const own = (await call('GET', `/schedules/${ids.owned}`)).json.enablingGroupName
    expect(await found(`enablingGroup__eq:${own}`)).toEqual([ids.owned])
    expect(await found(`enablingGroup__eq:${own}`, await limited({ groups: [] }))).toEqual([])
  })

  it('by an access point whose unlock schedule it enables', async () => {
    const { call, as, ids, own, hiddenGroupId } = await withSchedules()
    const path = `/access-points/${own.accessPointId}`
    expect((await call('PUT', path, { body: { unlockScheduleId: ids.atSite } })).status).toBeLessThan(300)
    expect((await call('GET', path)).text).toContain(String(hiddenGroupId))
    const shown = await call('GET', path, { as })
    expect([shown.status, shown.text.includes(String(hiddenGroupId))]).toEqual([200, false])
  })

  it('and its schedule is neither changed nor deleted, so that it goes on enabling it', async () => {
    const { call, as, ids, hiddenGroupId } = await withSchedules()
    const body = { name: 'At the site', scheduleBlocks: blocks }
    expect((await call('PUT', `/schedules/${ids.atSite}`, { as, body })).status).toBe(403)
    expect((await call('DELETE', `/schedules/${ids.atSite}`, { as })).status).toBe(403)
    expect((await call('GET', `/schedules/${ids.atSite}`)).json.enablingGroupId).toBe(hiddenGroupId)
    expect((await call('PUT', `/schedules/${ids.owned}`, { as, body: { ...body, name: 'Open' } })).status).toBe(200)
  })
})

describe('audit events name nothing that is not assigned', () => {
  it('of groups that enable a schedule', async () => {
    const { call, ids, audit, groupId, hiddenGroupId } = await withSchedules()
    const change = (enablingGroupId: number | undefined) =>
      call('PUT', `/schedules/${ids.owned}`, { body: { name: 'S', scheduleBlocks: blocks, enablingGroupId } })
    await change(hiddenGroupId)
    const [event] = await audit()
    expect(event.eventData.propertyChanges).toContainEqual({ property: 'enablingGroupId' })
    expect(JSON.stringify(await audit())).not.toContain(String(hiddenGroupId))
    await change(undefined)
    expect(JSON.stringify(await audit())).not.toContain(String(hiddenGroupId))
    await change(groupId)
    expect((await audit())[0].eventData.propertyChanges).toContainEqual({
      property: 'enablingGroupId',
      currentValue: String(groupId),
    })
  })

  it('of doors that a camera shows, and of the site that a panel or a camera was at', async () => {
    const { call, audit, own, hidden } = await withSchedules()
    await call('PUT', `/cameras/${own.cameraId}/access-points/${hidden.accessPointId}`)
    const [put] = await audit()
    expect(put.eventData.propertyChanges).toEqual([{ property: 'accessPoint' }])
    await call('PUT', `/cameras/${hidden.cameraId}`, { body: { siteId: own.siteId } })
    const [moved] = await audit()
    expect(moved.eventData.propertyChanges).toEqual([{ property: 'siteId' }, { property: 'siteName' }])
    const text = JSON.stringify(await audit())
    for (const id of [hidden.accessPointId, hidden.siteId]) expect(text).not.toContain(String(id))
  })
})
