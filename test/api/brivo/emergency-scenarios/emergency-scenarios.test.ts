import { describe, expect, it } from 'vitest'
import { assistant, somebody, stranger, testApi } from '../../../support/api.ts'
import { addDoors, connectPanel } from '../../../support/panels.ts'

const base = '/emergency-scenarios'

/** Two panels of two doors each; only the first is connected, and follows every posture at once. */
const building = async () => {
  const api = testApi()
  const [near, far] = [await addDoors(api), await addDoors(api, 'SP-2')]
  await connectPanel(api, near.controlPanelId)
  const { write } = api.table
  api.table.write = async (writes) => {
    const result = await write(writes)
    for (const one of result.ok ? writes : []) {
      if ('put' in one && one.put.entity === 'panel-posture' && one.put.panelId === near.controlPanelId) {
        const presence = api.table
          .items()
          .find((item) => item.entity === 'panel-presence' && item.panelId === near.controlPanelId)
        if (presence) await api.table.update({ update: presence, set: { appliedPosture: one.put.version } })
      }
    }
    return result
  }
  const modes = (panelId: number) =>
    api.table.items().find((item) => item.entity === 'panel-posture' && item.panelId === panelId)?.modes
  const scenario = async (wanted: object = {}) =>
    (await api.call('POST', base, { body: { name: 'Lobby', threatLevelTypeId: 2, deviceIds: [near.front], ...wanted } })).json
  return { ...api, near, far, modes, scenario }
}
const locked = (...ids: number[]) => ({ rest: 'normal', normal: [], lockdown: ids, egress: [] })
const normal = locked()

describe('emergency scenarios', () => {
  it('are listed with those that every account has, as the document shows them', async () => {
    const { call, near, scenario } = await building()
    const made = await scenario()
    expect(made).toEqual({
      id: made.id,
      name: 'Lobby',
      isDefault: false,
      deviceIds: [near.front],
      triggerIds: [],
      created: '2026-03-02T12:00:00.000Z',
      updated: '2026-03-02T12:00:00.000Z',
      issued: null,
      threatLevelTypeId: 2,
    })
    expect((await call('GET', base)).json).toMatchObject({
      offset: 0,
      pageSize: 20,
      count: 3,
      data: [
        { name: 'Default full lockdown', isDefault: true, deviceIds: [], triggerIds: [], issued: null, threatLevelTypeId: 2 },
        { name: 'Default full egress', isDefault: true, issued: null, threatLevelTypeId: 3 },
        made,
      ],
    })
    expect((await call('GET', `${base}?offset=2&pageSize=1`)).json).toMatchObject({ count: 3, data: [{ id: made.id }] })
    expect((await call('GET', `${base}/active-scenarios`)).json).toEqual({ data: [], offset: 0, pageSize: 20, count: 0 })
  })

  it.each(['POST', 'PUT'])('are initiated and cleared by %s, at the panels of their doors only', async (method) => {
    const { call, near, far, modes, scenario, nudges } = await building()
    const { id } = await scenario()
    const initiated = await call(method, `${base}/lockdown/${id}/initiate`, { body: {} })
    expect(initiated).toMatchObject({ status: 200, json: { scenarioOid: id, didAllFail: false, devicesThatDidFail: [] } })
    expect([modes(near.controlPanelId), modes(far.controlPanelId)]).toEqual([locked(near.front), undefined])
    expect(nudges).toEqual([{ accountId: 1, panelId: near.controlPanelId }])
    expect((await call('GET', `${base}/active-scenarios`)).json).toMatchObject({
      count: 1,
      data: [{ id, issued: '2026-03-02T12:00:00.000Z', deviceIds: [near.front] }],
    })
    expect((await call('GET', `/device-status/${near.front}`)).json).toMatchObject({ accessPointScheduledState: 'LOCK' })
    const cleared = await call(method, `${base}/lockdown/${id}/clear`)
    expect(cleared).toMatchObject({ status: 200, json: { scenarioOid: id, didAllFail: false, devicesThatDidFail: [] } })
    expect(modes(near.controlPanelId)).toEqual(normal)
    expect((await call('GET', `${base}/active-scenarios`)).json.count).toBe(0)
  })

  it('unlock doors in egress, against an override', async () => {
    const { call, near, scenario } = await building()
    const { id } = await scenario({ threatLevelTypeId: 3 })
    await call('POST', `/schedules/change-state/${near.front}`, { body: { endTimeMode: 'INDEFINITE', behavior: 'LOCK' } })
    await call('POST', `${base}/egress/${id}/initiate`)
    expect((await call('GET', `/device-status/${near.front}`)).json).toMatchObject({
      accessPointScheduledState: 'UNLOCK',
      scheduleOverride: { behavior: 'LOCK' },
    })
  })

  it('say which devices do not follow, hold all the same, and the panel follows when it is heard', async () => {
    const { call, near, far, modes, scenario } = await building()
    const { id } = await scenario({ deviceIds: [near.front, far.front, far.back] })
    const both = [
      { deviceOid: far.front, name: 'Front door' },
      { deviceOid: far.back, name: 'Back door' },
    ]
    const initiated = await call('POST', `${base}/lockdown/${id}/initiate`)
    expect(initiated.json).toEqual({ scenarioOid: id, didAllFail: false, devicesThatDidFail: both })
    expect(modes(far.controlPanelId)).toMatchObject({ rest: 'lockdown' })
    expect((await call('GET', `${base}/${id}`)).json).toMatchObject({ id, devicesThatDidFail: both })
    const only = await scenario({ name: 'Far', deviceIds: [far.front] })
    expect((await call('POST', `${base}/lockdown/${only.id}/initiate`)).json).toMatchObject({ didAllFail: true })
    expect((await call('PUT', `${base}/clear-all`)).json).toEqual({
      failedScenarios: [
        {
          scenarioOid: only.id,
          name: 'Far',
          reason: `Failed to clear scenario ${only.id} since all the devices failed to go under NORMAL`,
        },
      ],
    })
    expect([near, far].map(({ controlPanelId }) => modes(controlPanelId))).toEqual([normal, normal])
    expect((await call('GET', `${base}/active-scenarios`)).json.count).toBe(0)
  })

  it('are initiated again as the latest, and cleared again without effect', async () => {
    const { call, near, modes, scenario, clock } = await building()
    const [lockdown, egress] = [await scenario(), await scenario({ name: 'Way out', threatLevelTypeId: 3 })]
    const front = () => modes(near.controlPanelId)
    await call('POST', `${base}/lockdown/${lockdown.id}/initiate`)
    clock.now += 1
    await call('POST', `${base}/egress/${egress.id}/initiate`)
    expect(front()).toMatchObject({ egress: [near.front] })
    clock.now += 1
    await call('POST', `${base}/lockdown/${lockdown.id}/initiate`)
    expect(front()).toMatchObject({ lockdown: [near.front] })
    await call('POST', `${base}/lockdown/${lockdown.id}/clear`)
    expect(front()).toMatchObject({ egress: [near.front] })
    expect((await call('POST', `${base}/lockdown/${lockdown.id}/clear`)).json).toMatchObject({ didAllFail: false })
    expect(front()).toMatchObject({ egress: [near.front] })
  })

  it('of the account hold every door when no other is the default', async () => {
    const { call, near, far, modes, scenario } = await building()
    const initiated = await call('POST', `${base}/default-lockdown/initiate`)
    expect(initiated.json).toMatchObject({
      didAllFail: false,
      devicesThatDidFail: [{ deviceOid: far.front }, { deviceOid: far.back }],
    })
    expect([near, far].map(({ controlPanelId }) => modes(controlPanelId))).toMatchObject([
      { rest: 'lockdown' },
      { rest: 'lockdown' },
    ])
    expect((await call('GET', `${base}/active-scenarios`)).json.data).toMatchObject([
      { id: initiated.json.scenarioOid, isDefault: true, deviceIds: [near.front, near.back, far.front, far.back] },
    ])
    await call('POST', `${base}/default-lockdown/clear`)
    expect(modes(near.controlPanelId)).toEqual(normal)
    const chosen = await scenario({ threatLevelTypeId: 3, isDefault: true })
    expect((await call('POST', `${base}/default-egress/initiate`)).json).toMatchObject({ scenarioOid: chosen.id })
    expect((await call('POST', `${base}/default-egress/clear`)).json).toMatchObject({
      scenarioOid: chosen.id,
      devicesThatDidFail: [],
    })
  })

  it('have one default of each kind', async () => {
    const { call, scenario } = await building()
    const first = await scenario({ isDefault: true })
    const second = await scenario({ name: 'Second', isDefault: true })
    const defaults = async () => {
      const { data } = (await call('GET', base)).json as { data: { id: number; isDefault: boolean; threatLevelTypeId: number }[] }
      return data.filter((one) => one.isDefault && one.threatLevelTypeId === 2).map(({ id }) => id)
    }
    expect(await defaults()).toEqual([second.id])
    await call('PUT', `${base}/${first.id}`, { body: { isDefault: true } })
    expect(await defaults()).toEqual([first.id])
    await call('DELETE', `${base}/${first.id}`)
    expect(await defaults()).toEqual([2])
    await call('PUT', `${base}/${second.id}`, { body: { isDefault: true } })
    await call('PUT', `${base}/${second.id}`, { body: { isDefault: false } })
    expect(await defaults()).toEqual([2])
  })

  it('without doors, or of an account with too many, are refused', async () => {
    const { call, deps, scenario } = await building()
    const { id } = await scenario({ deviceIds: [] })
    expect(await call('POST', `${base}/lockdown/${id}/initiate`)).toMatchObject({
      status: 400,
      json: { code: 400, message: `Couldn't retrieve any devices as part of ${id}` },
    })
    deps.accessPoints.visitFinds = async (_, each) => {
      for (let one = 1; one <= 20_001; one += 1) each({ name: '', siteId: 1 as never, live: true }, one)
    }
    expect(await call('POST', `${base}/default-egress/initiate`)).toMatchObject({
      status: 400,
      json: { message: 'Initiate Emergency Default Full scenario blocked due to too many devices: 20001 , max: 20000' },
    })
    expect((await call('GET', `${base}/active-scenarios`)).json.count).toBe(0)
  })

  it("of another kind or another tenant are none, and neither are another tenant's doors", async () => {
    const { call, near, scenario } = await building()
    const { id } = await scenario()
    for (const action of ['initiate', 'clear']) {
      expect(await call('POST', `${base}/egress/${id}/${action}`)).toMatchObject({
        status: 404,
        json: { code: 404, message: `Scenario ${id} of type EGRESS not found` },
      })
      for (const [some, as] of [
        [id, stranger()],
        [7, somebody()],
      ] as const) {
        expect(await call('POST', `${base}/lockdown/${some}/${action}`, { as })).toMatchObject({
          status: 404,
          json: { message: `Scenario ${some} of type LOCKDOWN not found` },
        })
      }
    }
    expect((await call('GET', `${base}/${id}`, { as: stranger() })).status).toBe(404)
    expect((await call('PUT', `${base}/${id}`, { as: stranger(), body: { name: 'Mine' } })).status).toBe(404)
    expect((await call('DELETE', `${base}/${id}`, { as: stranger() })).status).toBe(404)
    const body = { name: 'Theirs', threatLevelTypeId: 2, deviceIds: [near.front] }
    expect(await call('POST', base, { as: stranger(), body })).toMatchObject({
      status: 404,
      json: { message: 'Unknown Access Point' },
    })
  })

  it('are initiated by those only who may', async () => {
    const { call, scenario } = await building()
    const { id } = await scenario()
    for (const as of [assistant(), somebody({ type: 'CSR' })]) {
      expect((await call('POST', `${base}/lockdown/${id}/initiate`, { as })).status).toBe(403)
      expect(await call('POST', `${base}/clear-all`, { as })).toMatchObject({
        status: 403,
        json: {
          code: 403,
          message: `Administrator ${as.administratorId} does not have permission to perform Clear All Scenarios`,
        },
      })
      expect((await call('GET', base, { as })).status).toBe(200)
    }
    expect((await call('POST', base, { as: assistant(), body: { name: 'A', threatLevelTypeId: 2 } })).status).toBe(403)
  })

  it('are neither changed nor deleted while they are in force, nor ever when they are those of the account', async () => {
    const { call, near, modes, scenario } = await building()
    const { id } = await scenario()
    await call('POST', `${base}/lockdown/${id}/initiate`)
    const change = { body: { name: 'Hall' } }
    expect(await call('PUT', `${base}/${id}`, change)).toMatchObject({
      status: 412,
      json: { message: `Scenario ${id} is active; clear it first` },
    })
    expect((await call('DELETE', `${base}/${id}`)).status).toBe(412)
    await call('POST', `${base}/lockdown/${id}/clear`)
    expect(await call('PUT', `${base}/${id}`, change)).toMatchObject({
      status: 200,
      json: { name: 'Hall', deviceIds: [near.front] },
    })
    expect((await call('DELETE', `${base}/${id}`)).status).toBe(204)
    await call('POST', `${base}/default-lockdown/initiate`)
    expect((await call('DELETE', `${base}/2`)).status).toBe(412)
    expect(modes(near.controlPanelId)).toMatchObject({ rest: 'lockdown' })
  })

  it.each([
    [{ threatLevelTypeId: 2 }, 'name'],
    [{ name: '\u0000', threatLevelTypeId: 2 }, 'name'],
    [{ name: 'A' }, 'threatLevelTypeId'],
    [{ name: 'A', threatLevelTypeId: 1 }, 'threatLevelTypeId'],
    [{ name: 'A', threatLevelTypeId: 2, deviceIds: 7 }, 'deviceIds'],
    [{ name: 'A', threatLevelTypeId: 2, deviceIds: ['x'] }, 'deviceIds'],
    [{ name: 'A', threatLevelTypeId: 2, deviceIds: Array.from({ length: 301 }, (_, index) => index + 1) }, '300'],
    [{ name: 'A', threatLevelTypeId: 2, isDefault: 'perhaps' }, 'isDefault'],
  ])('are not made of %j, and the answer names %s', async (body, field) => {
    const { call } = await building()
    const refused = await call('POST', base, { body })
    expect(refused.status).toBe(400)
    expect(refused.json.message).toContain(field)
  })

  it('hold a door that is in one in force: it is not deleted before that is cleared', async () => {
    const { call, near, modes, scenario } = await building()
    const { id } = await scenario({ deviceIds: [near.front] })
    await call('POST', `${base}/lockdown/${id}/initiate`)
    expect(await call('DELETE', `/access-points/${near.front}`)).toMatchObject({
      status: 412,
      json: { message: expect.stringContaining('is in an emergency scenario in force; clear that before') },
    })
    expect(modes(near.controlPanelId)).toMatchObject({ lockdown: [near.front] })
    expect((await call('DELETE', `/access-points/${near.back}`)).status).toBe(204)
    await call('POST', `${base}/lockdown/${id}/clear`)
    expect((await call('DELETE', `/access-points/${near.front}`)).status).toBe(204)
  })

  it('lose a door that is deleted', async () => {
    const { call, near, scenario } = await building()
    const { id } = await scenario({ deviceIds: [near.front, near.back] })
    expect((await call('DELETE', `/access-points/${near.front}`)).status).toBe(204)
    expect((await call('GET', `${base}/${id}`)).json.deviceIds).toEqual([near.back])
  })

  it('are audited, each change with the one who made it', async () => {
    const { call, scenario } = await building()
    const { id } = await scenario()
    await call('PUT', `${base}/${id}`, { body: { name: 'Hall' } })
    await call('POST', `${base}/lockdown/${id}/initiate`)
    await call('POST', `${base}/lockdown/${id}/clear`)
    await call('DELETE', `${base}/${id}`)
    const { data } = (await call('GET', '/events/audit?pageSize=100')).json
    const about = data.filter(({ eventObject }: { eventObject: { id: number } }) => eventObject.id === id)
    const codes = about.map(
      ({ securityAction }: { securityAction: { securityActionId: number } }) => securityAction.securityActionId,
    )
    expect(codes.sort()).toEqual([91251, 91252, 91253, 91254, 91255])
    expect(about[0]).toMatchObject({ actor: { id: 11, name: 'Mary Master' } })
  })
})
