import { describe, expect, it } from 'vitest'
import { AccessRuleId, AccountId, PanelId } from '../../../../shared/lib/ids.ts'
import { assistant, stranger, testApi } from '../../../support/api.ts'
import { addDoors } from '../../../support/panels.ts'
import { groupRule } from '../../../support/rules.ts'

const always = { monday: [{ start: '09:00', end: '17:00' }] }

describe('access points', () => {
  it('are added to a panel, at its site, with what was said of them', async () => {
    const api = testApi()
    const { controlPanelId, siteId } = await addDoors(api)
    const body = { name: 'Gate', controlPanelId, activationEnabled: false, twoFactorEnabled: true, pulseSeconds: 9 }
    const created = await api.call('POST', '/access-points', { body })
    const expected = {
      id: created.json.id,
      name: 'Gate',
      controlPanelId,
      siteId,
      siteName: 'Office',
      activationEnabled: false,
      twoFactorEnabled: true,
      type: 'DOOR',
      reportLiveStatus: true,
      pulseSeconds: 9,
    }
    expect(created).toMatchObject({ status: 200, json: expected })
    expect((await api.call('GET', `/access-points/${created.json.id}`)).json).toEqual(expected)
  })

  it('may be activated and ask for one factor unless something else is said', async () => {
    const api = testApi()
    const { front } = await addDoors(api)
    expect((await api.call('GET', `/access-points/${front}`)).json).toMatchObject({
      activationEnabled: true,
      twoFactorEnabled: false,
      pulseSeconds: 5,
    })
  })

  it('block their readers after failed attempts as they are told to, until that is taken away', async () => {
    const api = testApi()
    const { controlPanelId } = await addDoors(api)
    const body = { name: 'Gate', controlPanelId, failedAttempts: {} }
    const { json } = await api.call('POST', '/access-points', { body })
    expect(json.failedAttempts).toEqual({ limit: 5, blockSeconds: 30 })
    const put = async (failedAttempts?: unknown) =>
      (await api.call('PUT', `/access-points/${json.id}`, { body: { name: 'Gate', failedAttempts } })).json
    expect((await put({ limit: 3 })).failedAttempts).toEqual({ limit: 3, blockSeconds: 30 })
    expect((await put()).failedAttempts).toEqual({ limit: 3, blockSeconds: 30 })
    expect(await put(null)).not.toHaveProperty('failedAttempts')
    expect(await put({ limit: 0 })).toMatchObject({ message: expect.stringContaining('failedAttempts.limit') })
    expect(await put({ blockSeconds: 3601 })).toMatchObject({ message: expect.stringContaining('failedAttempts.blockSeconds') })
    expect(await put(5)).toMatchObject({ message: expect.stringContaining('failedAttempts') })
  })

  it('show the schedule during which they stand unlocked, until it is taken away', async () => {
    const api = testApi()
    const { controlPanelId } = await addDoors(api)
    const schedule = await api.call('POST', '/schedules', { body: { name: 'Shop hours', scheduleBlocks: always } })
    const body = { name: 'Shop', controlPanelId, unlockScheduleId: schedule.json.id }
    const { json } = await api.call('POST', '/access-points', { body })
    expect(json).toMatchObject({ unlockScheduleId: schedule.json.id, unlockScheduleName: 'Shop hours' })
    const inUse = await api.call('DELETE', `/schedules/${schedule.json.id}`)
    expect(inUse).toMatchObject({ status: 412, json: { message: 'Schedule in use by: devices(s)' } })
    const updated = await api.call('PUT', `/access-points/${json.id}`, { body: { unlockScheduleId: null } })
    expect(updated.json).not.toHaveProperty('unlockScheduleId')
    expect((await api.call('DELETE', `/schedules/${schedule.json.id}`)).status).toBe(204)
  })

  it('are listed with the fields that clients expect, and filtered by name and live status', async () => {
    const api = testApi()
    const { front, back, controlPanelId, siteId } = await addDoors(api)
    await api.call('PUT', `/access-points/${back}`, { body: { reportLiveStatus: false } })
    const all = await api.call('GET', '/access-points?pageSize=1')
    expect(all.json).toEqual({
      data: [
        {
          id: front,
          name: 'Front door',
          controlPanelId,
          siteId,
          siteName: 'Office',
          activationEnabled: true,
          twoFactorEnabled: false,
          type: 'DOOR',
          reportLiveStatus: true,
        },
      ],
      offset: 0,
      pageSize: 1,
      count: 2,
    })
    const ids = async (filter: string) =>
      (await api.call('GET', `/access-points?filter=${filter}`)).json.data.map(({ id }: { id: number }) => id)
    expect(await ids('name__eq:FRONT')).toEqual([front])
    expect(await ids('report_live_status__eq:true')).toEqual([front])
    expect(await ids('report_live_status__eq:false')).toEqual([back])
    expect(await ids('name__eq:door;report_live_status__eq:false')).toEqual([back])
    expect((await api.call('GET', '/access-points?filter=report_live_status__eq:maybe')).status).toBe(400)
    expect((await api.call('GET', '/access-points?filter=color__eq:red')).status).toBe(400)
  })

  it('of one site are all listed at once', async () => {
    const api = testApi()
    const { siteId, front, back } = await addDoors(api)
    await addDoors(api, 'SP-2')
    const found = await api.call('GET', `/sites/${siteId}/access-points`)
    expect(found.json).toMatchObject({ data: [{ id: front }, { id: back }], count: 2 })
    expect(found.json).not.toHaveProperty('offset')
    const theirs = await api.call('GET', `/sites/${siteId}/access-points`, { as: stranger() })
    expect(theirs).toMatchObject({ status: 404, json: { code: 404, message: 'Site not found' } })
  })

  it('are renamed, with a before and after in the audit', async () => {
    const api = testApi()
    const { front } = await addDoors(api)
    const updated = await api.call('PUT', `/access-points/${front}`, { body: { name: 'Main door' } })
    expect(updated).toMatchObject({ status: 200, json: { id: front, name: 'Main door', activationEnabled: true } })
    expect(api.table.items().find(({ type }) => type === 'access_point.updated')).toMatchObject({
      facts: { changes: [{ property: 'name', previousValue: 'Front door', currentValue: 'Main door' }] },
    })
  })

  it('are gone after their deletion, and the rules at them too', async () => {
    const api = testApi()
    const { front, controlPanelId } = await addDoors(api)
    const accountId = AccountId.parse(1)
    const group = await api.call('POST', '/groups', { body: { name: 'Staff' } })
    const panelId = PanelId.parse(controlPanelId)
    const rule = groupRule(group.json.id, front, 5, { panelId, id: AccessRuleId.parse(1) })
    expect(await api.deps.rules.set(accountId, rule, undefined)).toEqual({ ok: true })
    expect((await api.call('DELETE', `/access-points/${front}`)).status).toBe(204)
    expect((await api.call('GET', `/access-points/${front}`)).status).toBe(404)
    expect((await api.call('GET', '/access-points')).json.count).toBe(1)
    expect(await api.deps.rules.ofSubject(accountId, rule.subject)).toEqual([])
    expect(await api.deps.rules.ofTarget(accountId, rule.target)).toEqual([])
    expect(await api.deps.accessPoints.ofPanel(accountId, panelId)).toHaveLength(1)
  })

  it('added at the same moment to one panel are all kept', async () => {
    const api = testApi()
    const { controlPanelId } = await addDoors(api)
    const names = ['A', 'B', 'C', 'D']
    const added = await Promise.all(names.map((name) => api.call('POST', '/access-points', { body: { name, controlPanelId } })))
    expect(added.map(({ status }) => status)).toEqual([200, 200, 200, 200])
    const doors = await api.deps.accessPoints.ofPanel(AccountId.parse(1), PanelId.parse(controlPanelId))
    expect(doors.map(({ name }) => name)).toEqual(expect.arrayContaining(names))
    expect(doors).toHaveLength(6)
  })

  it.each([
    [{ controlPanelId: 1 }, 'name'],
    [{ name: 'X' }, 'controlPanelId'],
    [{ name: 'X', controlPanelId: 1, pulseSeconds: 0 }, 'pulseSeconds'],
    [{ name: 'X', controlPanelId: 1, pulseSeconds: 61 }, 'pulseSeconds'],
    [{ name: 'X', controlPanelId: 1, activationEnabled: 'yes' }, 'activationEnabled'],
  ])('refuse %j and name what is wrong', async (body, field) => {
    const { call } = testApi()
    const refused = await call('POST', '/access-points', { body })
    expect(refused).toMatchObject({ status: 400, json: { code: 400, message: expect.stringContaining(field) } })
  })

  it('need a panel and a schedule of the account', async () => {
    const api = testApi()
    const { controlPanelId } = await addDoors(api)
    const body = { name: 'X', controlPanelId }
    const theirs = await api.call('POST', '/access-points', { body, as: stranger() })
    expect(theirs).toMatchObject({ status: 404, json: { message: 'Requested control panel not found' } })
    const noSchedule = await api.call('POST', '/access-points', { body: { ...body, unlockScheduleId: 77 } })
    expect(noSchedule.status).toBe(404)
  })

  it('of another tenant are not found, exactly as ids that never were', async () => {
    const api = testApi()
    const { front } = await addDoors(api)
    for (const [method, path, body] of [
      ['GET', `/access-points/${front}`, undefined],
      ['PUT', `/access-points/${front}`, { name: 'Mine' }],
      ['DELETE', `/access-points/${front}`, undefined],
      ['POST', `/access-points/${front}/activate`, undefined],
      ['GET', `/device-status/${front}`, undefined],
    ] as const) {
      const theirs = await api.call(method, path, { body, as: stranger() })
      expect(theirs).toMatchObject({ status: 404, json: { code: 404, message: 'Unknown Access Point' } })
      const nobodys = await api.call(method, path.replace(String(front), '77'), { body })
      expect(nobodys.json).toEqual(theirs.json)
    }
  })

  it('are looked at by assistants and changed by others', async () => {
    const api = testApi()
    const { front } = await addDoors(api)
    expect((await api.call('GET', `/access-points/${front}`, { as: assistant() })).status).toBe(200)
    expect((await api.call('PUT', `/access-points/${front}`, { body: {}, as: assistant() })).status).toBe(403)
    expect((await api.call('GET', '/access-points/front')).status).toBe(400)
  })
})
