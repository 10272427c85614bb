import { describe, expect, it } from 'vitest'
import { compileRules } from '../../../../shared/domain/devices/panels/compile-config.ts'
import { AccountId, PanelId } from '../../../../shared/lib/ids.ts'
import { allSources } from '../../../support/all-sources.ts'
import { stranger, testApi } from '../../../support/api.ts'
import { addDoors } from '../../../support/panels.ts'

const hours = { monday: [{ start: '09:00', end: '17:00' }] }

/** A panel of two doors, a second panel at another site, a floor, an output, a group, and schedules of which one is of the other site. */
const building = async () => {
  const api = testApi()
  const place = await addDoors(api)
  const elsewhere = await addDoors(api, 'SP-2', 'elsewhere')
  const id = async (path: string, body: object): Promise<number> => (await api.call('POST', path, { body })).json.id
  const floor = await id('/access-points', { name: 'F', type: 'FLOOR', elevatorId: place.back, floorNumber: 1, relay: 1 })
  const { controlPanelId } = place
  const output = await id('/access-points', { name: 'W', type: 'WIEGAND', controlPanelId, wiegandPort: 1 })
  const group = await id('/groups', { name: 'Visitors' })
  const schedule = await id('/schedules', { name: 'S', scheduleBlocks: hours })
  const foreign = await id('/schedules', { name: 'T', scheduleBlocks: hours, siteId: elsewhere.siteId })
  const put = (point: number, body: object) => api.call('PUT', `/access-points/${point}`, { body })
  const asking = (doorRules: object | null, point = place.front) => put(point, { doorRules })
  const compiled = async () => {
    const sources = await allSources(api.table, AccountId.parse(1), PanelId.parse(controlPanelId))
    return sources ? compileRules(sources) : undefined
  }
  return { ...api, ...place, elsewhere, floor, output, group, schedule, foreign, put, asking, compiled }
}
const shared = await building()
const cardAndPin = { sets: [['CARD', 'PIN']] }

describe('what an access point asks for', () => {
  it('is set when it is made and later, answered, replaced as a whole, and taken away', async () => {
    const { call, asking, controlPanelId, schedule, group, front, back } = await building()
    const made = await call('POST', '/access-points', {
      body: { name: 'Vault', controlPanelId, doorRules: { twoPerson: { side: 1 }, escort: null } },
    })
    expect(made).toMatchObject({ status: 200, json: { doorRules: { twoPerson: { side: 1 } } } })
    expect(Object.keys(made.json.doorRules)).toEqual(['twoPerson'])
    const all = {
      factors: {
        sets: [
          ['CARD', 'PIN'],
          ['MOBILE_KEY', 'FACE', 'PLATE', 'FINGER'],
        ],
        scheduleId: schedule,
        side: 2,
      },
      twoPerson: { scheduleId: schedule },
      escort: { groupIds: [group] },
      interlock: { accessPointIds: [back] },
      silentAlarm: true,
    }
    expect(await asking(all)).toMatchObject({ status: 200 })
    expect((await call('GET', `/access-points/${front}`)).json.doorRules).toEqual(all)
    await call('PUT', `/access-points/${front}`, { body: { name: 'Main door' } })
    expect((await call('GET', `/access-points/${front}`)).json.doorRules).toEqual(all)
    expect((await asking({ twoPerson: {} })).json.doorRules).toEqual({ twoPerson: {} })
    expect((await asking({})).json).not.toHaveProperty('doorRules')
    await asking({ twoPerson: {} })
    expect((await asking(null)).json).not.toHaveProperty('doorRules')
  })

  it('is compiled: its schedules, its groups and the interlock of both doors', async () => {
    const { call, asking, compiled, schedule, group, front, back } = await building()
    const hoursOfStaff = (await call('POST', '/schedules', { body: { name: 'Staff', scheduleBlocks: hours } })).json.id
    const { json: staff } = await call('POST', '/groups', { body: { name: 'Staff' } })
    await call('PUT', `/groups/${staff.id}/access/access-points/${front}`, { body: { schedule: { id: hoursOfStaff } } })
    const { json: person } = await call('POST', '/users', { body: { firstName: 'Ada', lastName: 'Guest' } })
    const { json: other } = await call('POST', '/users', { body: { firstName: 'Bob', lastName: 'Guest' } })
    await call('PUT', `/groups/${staff.id}/users/${person.id}`)
    for (const { id } of [person, other]) await call('PUT', `/groups/${group}/users/${id}`)
    await asking({
      twoPerson: { scheduleId: schedule },
      escort: { groupIds: [group] },
      interlock: { accessPointIds: [back] },
    })
    const rules = await compiled()
    expect(rules?.schedules.map(({ id }) => id)).toContain(schedule)
    expect(rules?.users.map(({ id, groupIds }) => [id, groupIds])).toEqual([
      [person.id, [group, staff.id].sort((one, two) => one - two)],
    ])
    expect(rules?.accessPoints.map(({ id, doorRules }) => [id, doorRules?.interlock?.accessPointIds]).slice(0, 2)).toEqual([
      [front, [back]],
      [back, [front]],
    ])
    await call('DELETE', `/groups/${group}`)
    await call('DELETE', `/access-points/${back}`)
    expect((await compiled())?.accessPoints[0]?.doorRules).toEqual({ twoPerson: { scheduleId: schedule } })
  })

  it('keeps PINs beside others apart while it has a silent alarm', async () => {
    const { call, asking } = await building()
    const withPin = (pin: string) => call('POST', '/users', { body: { firstName: 'P', lastName: 'Q', pin } })
    expect((await withPin('5000')).status).toBe(200)
    await asking({ silentAlarm: true })
    for (const pin of ['5001', '4999']) {
      const answer = await withPin(pin)
      expect(answer).toMatchObject({ status: 400, json: { message: expect.stringContaining("'pin'") } })
      expect(answer.text).not.toMatch(/5001|4999|5000/)
    }
    const other = (await withPin('6000')).json.id
    expect((await call('PUT', `/users/${other}`, { body: { firstName: 'P', lastName: 'Q', pin: '5001' } })).status).toBe(400)
    expect((await call('POST', '/users', { body: { firstName: 'P', lastName: 'Q', pin: '5001' }, as: stranger() })).status).toBe(
      200,
    )
    await asking({ twoPerson: {} })
    expect((await withPin('5001')).status).toBe(200)
  })

  it('is audited member by member', async () => {
    const { call, asking, schedule, group, back, front } = await building()
    await asking({
      factors: { ...cardAndPin, scheduleId: schedule },
      escort: { groupIds: [group] },
      interlock: { accessPointIds: [back] },
    })
    const { json } = await call('GET', '/events/audit')
    const [event] = json.data.filter((one: { eventObject?: { id: number } }) => one.eventObject?.id === front)
    expect(event.eventData.propertyChanges).toEqual([
      { property: 'requiredFactors', currentValue: 'CARD+PIN' },
      { property: 'requiredFactorsScheduleId', currentValue: String(schedule) },
      { property: 'escortedGroupIds', currentValue: `[${group}]` },
      { property: 'interlockedAccessPointIds', currentValue: `[${back}]` },
    ])
  })
})

describe('is refused, with the reason,', () => {
  const { front, back, elsewhere, floor, output, foreign } = shared
  const seventeen = Array.from({ length: 17 }, (_, index) => index + 1)
  it.each<[string, object, string, string]>([
    ['a factor twice', { factors: { sets: [['CARD', 'CARD']] } }, 'doorRules', 'each factor once'],
    ['one factor', { factors: { sets: [['CARD']] } }, 'doorRules', 'at least 2 factors'],
    ['five factors', { factors: { sets: [['CARD', 'PIN', 'FACE', 'PLATE', 'FINGER']] } }, 'doorRules', 'at most 4 factors'],
    ['no set', { factors: { sets: [] } }, 'doorRules', 'at least one set'],
    ['nine sets', { factors: { sets: seventeen.slice(8).map(() => ['CARD', 'PIN']) } }, 'doorRules', 'at most 8 sets'],
    ['a word that is no factor', { factors: { sets: [['CARD', 'SMILE']] } }, 'doorRules', 'sets'],
    ['a third side', { twoPerson: { side: 3 } }, 'doorRules', 'side'],
    ['no group', { escort: { groupIds: [] } }, 'doorRules', 'at least one group'],
    ['17 groups', { escort: { groupIds: seventeen } }, 'doorRules', 'at most 16'],
    ['no door', { interlock: { accessPointIds: [] } }, 'doorRules', 'at least one access point'],
    ['17 doors', { interlock: { accessPointIds: seventeen } }, 'doorRules', 'at most 16'],
    ['a missing group', { escort: { groupIds: [999] } }, 'doorRules.escort', 'the group 999 does not exist'],
    ['a missing schedule', { twoPerson: { scheduleId: 999 } }, 'doorRules.twoPerson', 'the schedule 999 does not exist'],
    ['a schedule of another site', { factors: { ...cardAndPin, scheduleId: foreign } }, 'doorRules.factors', 'another site'],
    ['an interlock with itself', { interlock: { accessPointIds: [front] } }, 'doorRules.interlock', 'itself'],
    ['a door of another panel', { interlock: { accessPointIds: [elsewhere.front] } }, 'doorRules.interlock', 'control panel'],
    ['a floor', { interlock: { accessPointIds: [floor] } }, 'doorRules.interlock', 'is not a door'],
    ['an output', { interlock: { accessPointIds: [back, output] } }, 'doorRules.interlock', 'is not a door'],
    ['a missing door', { interlock: { accessPointIds: [999] } }, 'doorRules.interlock', 'the access point 999 does not exist'],
  ])('%s', async (_, doorRules, field, reason) => {
    const answer = await shared.asking(doorRules)
    expect(answer).toMatchObject({ status: 400, json: { code: 400 } })
    expect(answer.json.message).toContain(field)
    expect(answer.json.message).toContain(reason)
    expect((await shared.call('GET', `/access-points/${front}`)).json).not.toHaveProperty('doorRules')
  })

  it('anything at a floor or an output', async () => {
    for (const point of [floor, output]) {
      const answer = await shared.asking({ twoPerson: {} }, point)
      expect(answer).toMatchObject({ status: 400, json: { message: expect.stringContaining("'doorRules'") } })
    }
  })

  it('a door, a group and a schedule of another tenant, by the answers of missing ones', async () => {
    const { call, group, schedule, controlPanelId } = shared
    const site = await call('POST', '/sites', { body: { siteName: 'S', timeZone: 'UTC' }, as: stranger() })
    const theirs = await call('POST', '/control-panels', {
      body: { serialNumber: 'SP-9', name: 'P', siteId: site.json.id },
      as: stranger(),
    })
    const door = await call('POST', '/access-points', {
      body: { name: 'Theirs', controlPanelId: theirs.json.id },
      as: stranger(),
    })
    const asked = (doorRules: object) => call('PUT', `/access-points/${door.json.id}`, { body: { doorRules }, as: stranger() })
    for (const [doorRules, what] of [
      [{ interlock: { accessPointIds: [front] } }, `the access point ${front}`],
      [{ escort: { groupIds: [group] } }, `the group ${group}`],
      [{ twoPerson: { scheduleId: schedule } }, `the schedule ${schedule}`],
    ] as const) {
      const answer = await asked(doorRules)
      expect(answer).toMatchObject({ status: 400, json: { message: expect.stringContaining(`${what} does not exist`) } })
    }
    const other = await call('PUT', `/access-points/${front}`, { body: { doorRules: { twoPerson: {} } }, as: stranger() })
    expect(other.status).toBe(404)
    expect(controlPanelId).not.toBe(theirs.json.id)
  })

  it('factors beside twoFactorEnabled, whichever comes first, and on one access point that is made with both', async () => {
    const { call, put, asking, controlPanelId, front: door } = await building()
    await put(door, { twoFactorEnabled: true })
    expect((await asking({ factors: cardAndPin })).json.message).toContain("'doorRules.factors'")
    await put(door, { twoFactorEnabled: false })
    expect((await asking({ factors: cardAndPin })).status).toBe(200)
    expect(await put(door, { twoFactorEnabled: true })).toMatchObject({
      status: 400,
      json: { message: expect.stringContaining("'twoFactorEnabled'") },
    })
    expect((await put(door, { twoFactorEnabled: true, doorRules: null })).status).toBe(200)
    const body = { name: 'V', controlPanelId, twoFactorEnabled: true, doorRules: { factors: cardAndPin } }
    expect((await call('POST', '/access-points', { body })).status).toBe(400)
  })

  it('an interlock and an unlock schedule at the same door or the other one', async () => {
    const { put, asking, schedule, front: door, back: other } = await building()
    const interlock = { accessPointIds: [other] }
    await put(door, { unlockScheduleId: schedule })
    expect((await asking({ interlock })).json.message).toContain("'doorRules.interlock'")
    await put(door, { unlockScheduleId: null })
    await put(other, { unlockScheduleId: schedule })
    expect((await asking({ interlock })).json.message).toContain(`the access point ${other} has an unlock schedule`)
    await put(other, { unlockScheduleId: null })
    expect((await asking({ interlock })).status).toBe(200)
    expect(await put(door, { unlockScheduleId: schedule })).toMatchObject({
      status: 400,
      json: { message: expect.stringContaining("'unlockScheduleId'") },
    })
    // the other door says nothing of the interlock, which holds for it too
    const named = await put(other, { unlockScheduleId: schedule })
    expect(named).toMatchObject({ status: 400, json: { message: expect.stringContaining("'unlockScheduleId'") } })
    expect(named.json.message).toContain(`the access point ${door} is interlocked with this one`)
    await put(door, { doorRules: null })
    expect((await put(other, { unlockScheduleId: schedule })).status).toBe(200)
  })
})
