import { describe, expect, it } from 'vitest'
import { assistant, somebody, stranger, testApi } from '../../../support/api.ts'
import { addDoors, connectPanel } from '../../../support/panels.ts'

type Api = ReturnType<typeof testApi>

const path = (id: number) => `/schedules/change-state/${id}`
const untilTime = { endTimeMode: 'UNTIL_TIME', behavior: 'LOCK', endTime: '2026-03-02T22:00:00Z' }
const untilChange = { endTimeMode: 'UNTIL_NEXT_SCHEDULE_CHANGE', behavior: 'UNLOCK' }
const indefinite = { endTimeMode: 'INDEFINITE', behavior: 'LOCK' }

/** Doors whose panel follows every posture at once, as one that is connected does. */
const obeyedDoors = async () => {
  const api = testApi()
  const place = await addDoors(api)
  await connectPanel(api, place.controlPanelId, { [place.front]: { state: 'locked', at: api.clock.now } })
  const { write } = api.table
  api.table.write = async (writes) => {
    const result = await write(writes)
    const posture = writes.find((one) => 'put' in one && one.put.entity === 'panel-posture')
    if (result.ok && posture && 'put' in posture) await follow(api, place.controlPanelId, Number(posture.put.version))
    return result
  }
  return { api, ...place }
}
const follow = async ({ table }: Api, panelId: number, version: number) => {
  const presence = table.items().find((item) => item.entity === 'panel-presence' && item.panelId === panelId)
  if (presence) await table.update({ update: presence, set: { appliedPosture: version } })
}
const posture = ({ table }: Api) => table.items().find(({ entity }) => entity === 'panel-posture')
const withUnlockSchedule = async ({ call }: Api, front: number): Promise<number> => {
  // noon UTC on Monday 2 March 2026 is 07:00 in the zone of the site
  const scheduleBlocks = { monday: [{ start: '06:30', end: '08:15' }] }
  const schedule = await call('POST', '/schedules', { body: { name: 'Early', scheduleBlocks } })
  await call('PUT', `/access-points/${front}`, { body: { unlockScheduleId: schedule.json.id } })
  return schedule.json.id
}
const audited = async ({ call }: Api) =>
  (await call('GET', '/events/audit?pageSize=100')).json.data.filter(
    ({ securityAction }: { securityAction: { securityActionId: number } }) =>
      [91204, 91205].includes(securityAction.securityActionId),
  )

describe('the override of a door', () => {
  it.each([
    ['POST', {}],
    ['POST', { 'Accept-version': '2.0' }],
    ['PUT', {}],
  ])('is set by %s with the headers %j, and its panel is woken', async (method, headers) => {
    const { api, front, controlPanelId } = await obeyedDoors()
    const answer = await api.call(method, path(front), { body: untilTime, headers })
    expect(answer).toMatchObject({
      status: 200,
      json: {
        accessPointName: 'Front door',
        accessPointState: 'LOCKED',
        accessPointScheduledState: 'LOCK',
        accessPointInputState: 'LOCKED',
        statusUpdated: '2026-03-02T12:00:00Z',
        siteName: 'Office',
        siteTimezone: 'US/Eastern',
        panelName: 'Lobby',
        panelCpNumber: 'SP-1',
        canPanelSupportScheduleOverride: true,
        scheduleOverride: untilTime,
      },
    })
    expect(api.nudges).toEqual([{ accountId: 1, panelId: controlPanelId }])
    expect(posture(api)).toMatchObject({
      version: 1,
      overrides: [{ accessPointId: front, behavior: 'lock', until: 'time', endsAt: Date.UTC(2026, 2, 2, 22) }],
    })
  })

  it('until the next change of the schedule ends when that comes, on the clock of the site', async () => {
    const { api, front } = await obeyedDoors()
    await withUnlockSchedule(api, front)
    const set = await api.call('POST', path(front), { body: { ...untilChange, behavior: 'LOCK' } })
    expect(set.json).toMatchObject({
      accessPointScheduledState: 'LOCK',
      unlockSchedule: { isScheduleBlockActive: true, nextTimeChange: '2026-03-02T13:15:00Z' },
      scheduleOverride: { endTimeMode: 'UNTIL_NEXT_SCHEDULE_CHANGE', behavior: 'LOCK', endTime: '2026-03-02T13:15:00Z' },
    })
    api.clock.now = Date.UTC(2026, 2, 2, 13, 15)
    expect((await api.call('GET', `/device-status/${front}`)).json).not.toHaveProperty('scheduleOverride')
    expect((await api.call('DELETE', path(front))).status).toBe(412)
  })

  it('needs an unlock schedule to end at its next change', async () => {
    const { api, front } = await obeyedDoors()
    expect(await api.call('POST', path(front), { body: untilChange })).toMatchObject({
      status: 400,
      json: {
        code: 400,
        message: 'Cannot use mode UNTIL_NEXT_SCHEDULE_CHANGE; This door does not have an unlock schedule.',
      },
    })
  })

  it('unlocks the door for ever when nobody cancels it', async () => {
    const { api, front } = await obeyedDoors()
    const set = await api.call('POST', path(front), { body: { ...indefinite, behavior: 'UNLOCK' } })
    expect(set.json.scheduleOverride).toEqual({ endTimeMode: 'INDEFINITE', behavior: 'UNLOCK' })
    api.clock.now += 86_400_000 * 365
    expect((await api.call('GET', `/device-status/${front}`)).json).toMatchObject({
      accessPointScheduledState: 'UNLOCK',
      scheduleOverride: { endTimeMode: 'INDEFINITE' },
    })
  })

  it('is one at most: another waits until it is cancelled or over', async () => {
    const { api, front, back, controlPanelId } = await obeyedDoors()
    await api.call('POST', path(front), { body: untilTime })
    const second = await api.call('POST', path(front), { body: indefinite })
    expect(second).toMatchObject({ status: 412, json: { message: 'This door already has a schedule override' } })
    expect((await api.call('POST', path(back), { body: indefinite })).status).toBe(200)
    api.clock.now = Date.UTC(2026, 2, 2, 22)
    await connectPanel(api, controlPanelId)
    expect((await api.call('POST', path(front), { body: indefinite })).status).toBe(200)
    expect(posture(api)).toMatchObject({
      version: 3,
      overrides: [{ accessPointId: back }, { accessPointId: front, until: 'cancelled' }],
    })
  })

  it('is set once by two who ask at the same time', async () => {
    const { api, front } = await obeyedDoors()
    const both = await Promise.all([1, 2].map(() => api.call('POST', path(front), { body: indefinite })))
    expect(both.map(({ status }) => status).sort()).toEqual([200, 412])
    expect(posture(api)).toMatchObject({ version: 1 })
  })

  it('is cancelled, and what the schedule says holds again', async () => {
    const { api, front } = await obeyedDoors()
    await withUnlockSchedule(api, front)
    await api.call('POST', path(front), { body: indefinite })
    const cancelled = await api.call('DELETE', path(front))
    expect(cancelled).toMatchObject({ status: 200, json: { accessPointScheduledState: 'UNLOCK' } })
    expect(cancelled.json).not.toHaveProperty('scheduleOverride')
    const again = await api.call('DELETE', path(front))
    expect(again).toMatchObject({ status: 412, json: { message: 'This door does not have a schedule override' } })
  })

  it('is neither set nor cancelled at a panel that is out of contact', async () => {
    const { api, front, back } = await obeyedDoors()
    await api.call('POST', path(front), { body: indefinite })
    api.clock.now += 150_001
    expect(await api.call('POST', path(back), { body: indefinite })).toMatchObject({
      status: 417,
      json: { code: 417, message: 'Could not reach device to send it your schedule override.' },
    })
    expect(await api.call('DELETE', path(front))).toMatchObject({
      status: 417,
      json: { code: 417, message: 'Could not reach device to cancel your schedule override.' },
    })
    expect(posture(api)).toMatchObject({ version: 1, overrides: [{ accessPointId: front }] })
  })

  it('is stored though the panel does not answer in time; the state is unknown then', async () => {
    const api = testApi()
    const { front, controlPanelId } = await addDoors(api)
    await connectPanel(api, controlPanelId, { [front]: { state: 'locked', at: api.clock.now } })
    const { pause } = api.deps
    api.deps.pause = async (ms) => {
      api.clock.now += ms
      await pause(ms)
    }
    const before = api.clock.now
    const set = await api.call('POST', path(front), { body: indefinite })
    expect(set).toMatchObject({
      status: 200,
      json: { accessPointState: 'UNKNOWN', accessPointScheduledState: 'UNKNOWN', scheduleOverride: indefinite },
    })
    expect(set.json).not.toHaveProperty('statusUpdated')
    expect(api.clock.now - before).toBeLessThanOrEqual(11_000)
    await follow(api, controlPanelId, 1)
    expect((await api.call('GET', `/device-status/${front}`)).json).toMatchObject({
      accessPointState: 'LOCKED',
      accessPointScheduledState: 'LOCK',
    })
  })

  it.each([
    [{ behavior: 'LOCK' }, 'endTimeMode'],
    [{ endTimeMode: 'SOMETIMES', behavior: 'LOCK' }, 'endTimeMode'],
    [{ endTimeMode: 'INDEFINITE' }, 'behavior'],
    [{ endTimeMode: 'INDEFINITE', behavior: 'OPEN' }, 'behavior'],
    [{ endTimeMode: 'INDEFINITE', behavior: '\u0000' }, 'behavior'],
    [{ endTimeMode: 'UNTIL_TIME', behavior: 'LOCK' }, 'endTime'],
    [{ ...untilTime, endTime: 'soon' }, 'endTime'],
    [{ ...untilTime, endTime: 7 }, 'endTime'],
    [{ ...untilTime, endTime: '2026-03-02T12:00:00Z' }, 'endTime'],
    [{ ...indefinite, endTime: '2026-03-03T12:00:00Z' }, 'endTime'],
  ])('is refused as %j, naming %s', async (body, field) => {
    const { api, front } = await obeyedDoors()
    const refused = await api.call('POST', path(front), { body })
    expect(refused.status).toBe(400)
    expect(refused.json.message).toContain(field)
    expect(posture(api)).toBeUndefined()
  })

  it('is refused to those who may not, and to others than administrators', async () => {
    const { api, front } = await obeyedDoors()
    for (const as of [assistant(), somebody({ type: 'CSR' })]) {
      expect(await api.call('POST', path(front), { body: indefinite, as })).toMatchObject({
        status: 403,
        json: { code: 403, message: 'Access to the requested resource was denied' },
      })
      expect((await api.call('DELETE', path(front), { as })).status).toBe(403)
    }
    const { accountId, grants } = somebody()
    const token = {
      kind: 'token',
      administratorId: somebody().administratorId,
      accountId,
      grants,
      clientId: 'c',
      name: 'Machine',
    } as const
    expect((await api.call('POST', path(front), { body: indefinite, as: token })).status).toBe(403)
  })

  it("of another tenant's door is that of no door", async () => {
    const { api, front } = await obeyedDoors()
    for (const [method, body] of [
      ['POST', indefinite],
      ['DELETE', undefined],
    ] as const) {
      const theirs = await api.call(method, path(front), { body, as: stranger() })
      const missing = await api.call(method, path(1), { body })
      for (const answer of [theirs, missing]) {
        expect(answer).toMatchObject({ status: 404, json: { code: 404, message: 'Unknown Access Point' } })
      }
    }
  })

  it('makes the door report its live status', async () => {
    const { api, front } = await obeyedDoors()
    await api.call('PUT', `/access-points/${front}`, { body: { reportLiveStatus: false } })
    const set = await api.call('POST', path(front), { body: indefinite })
    expect(set.json).toMatchObject({ accessPointState: 'LOCKED' })
    expect((await api.call('GET', `/access-points/${front}`)).json.reportLiveStatus).toBe(true)
  })

  it('keeps the unlock schedule of its door as it is, and that schedule from being edited', async () => {
    const { api, front, back } = await obeyedDoors()
    const scheduleId = await withUnlockSchedule(api, front)
    await api.call('POST', path(front), { body: indefinite })
    const edit = { body: { name: 'Later', scheduleBlocks: { monday: [{ start: '09:00', end: '10:00' }] } } }
    const message = 'The access point Front door has a schedule override; cancel it before its unlock schedule is changed'
    expect(await api.call('PUT', `/schedules/${scheduleId}`, edit)).toMatchObject({ status: 412, json: { message } })
    expect(await api.call('PUT', `/access-points/${front}`, { body: { unlockScheduleId: null } })).toMatchObject({
      status: 412,
      json: { message },
    })
    expect((await api.call('PUT', `/access-points/${front}`, { body: { name: 'Main door' } })).status).toBe(200)
    expect((await api.call('PUT', `/access-points/${back}`, { body: { unlockScheduleId: scheduleId } })).status).toBe(200)
    await api.call('DELETE', path(front))
    expect((await api.call('PUT', `/schedules/${scheduleId}`, edit)).status).toBe(200)
  })

  it('keeps its door from being deleted until it is cancelled or over, and goes with it then', async () => {
    const { api, front, back } = await obeyedDoors()
    await api.call('POST', path(front), { body: untilTime })
    await api.call('POST', path(back), { body: indefinite })
    const held = (name: string) =>
      `The access point ${name} has a schedule override; cancel it before the access point is deleted`
    expect(await api.call('DELETE', `/access-points/${front}`)).toMatchObject({
      status: 412,
      json: { message: held('Front door') },
    })
    expect(posture(api)).toMatchObject({ overrides: [{ accessPointId: front }, { accessPointId: back }] })
    api.clock.now = Date.UTC(2026, 2, 2, 22)
    expect((await api.call('DELETE', `/access-points/${front}`)).status).toBe(204)
    expect(posture(api)).toMatchObject({ overrides: [{ accessPointId: back }] })
    expect((await api.call('POST', path(front), { body: indefinite })).status).toBe(404)
  })

  it('of a floor keeps its lift from being deleted', async () => {
    const { api, front } = await obeyedDoors()
    const floor = { name: 'Roof', type: 'FLOOR', elevatorId: front, floorNumber: 9, relay: 1 }
    const { id } = (await api.call('POST', '/access-points', { body: floor })).json
    await api.call('POST', path(id), { body: indefinite })
    expect((await api.call('DELETE', `/access-points/${front}`)).status).toBe(412)
    expect((await api.call('GET', `/access-points/${id}`)).status).toBe(200)
  })

  it('is audited with what it says, when it is set and when it is cancelled', async () => {
    const { api, front, siteId } = await obeyedDoors()
    await api.call('POST', path(front), { body: untilTime })
    await api.call('DELETE', path(front))
    expect(await audited(api)).toMatchObject([
      {
        securityAction: { securityActionId: 91205 },
        eventObject: { id: front, name: 'Front door' },
        eventData: { propertyChanges: [{ property: 'behavior', previousValue: 'lock' }, {}, {}] },
      },
      {
        securityAction: { securityActionId: 91204 },
        actor: { id: 11, name: 'Mary Master' },
        site: { id: siteId },
        eventData: {
          propertyChanges: [
            { property: 'behavior', currentValue: 'lock' },
            { property: 'until', currentValue: 'time' },
            { property: 'endsAt', currentValue: '2026-03-02T22:00:00.000Z' },
          ],
        },
      },
    ])
  })

  it('is refused when the panel holds twelve already', async () => {
    const { api, controlPanelId } = await obeyedDoors()
    for (let number = 1; number <= 13; number += 1) {
      const door = await api.call('POST', '/access-points', { body: { name: `Door ${number}`, controlPanelId } })
      const set = await api.call('POST', path(door.json.id), { body: untilTime })
      expect(set.status).toBe(number <= 12 ? 200 : 412)
      if (number === 13) expect(set.json.message).toBe('The control panel has 12 overrides, which is all it can hold')
    }
  })
})
