import { describe, expect, it } from 'vitest'
import { withLee } from '../../../support/assignments.ts'
import { addDoors } from '../../../support/panels.ts'

const base = '/emergency-scenarios'
type Shown = { id: number; isDefault: boolean; issued: string | null; threatLevelTypeId: number }
type Audited = {
  eventObject: { id: number }
  securityAction: { securityActionId: number }
  eventData: { propertyChanges?: unknown }
}

/** Two lockdowns of one door each; `limited` is Lee, who has the first of them and no other scenario. */
const withScenarios = async () => {
  const api = await withLee()
  const call: typeof api.call = (method, path, options) => api.call(method, path, { as: api.as, ...options })
  const { front, back } = await addDoors({ call })
  const made = async (name: string, more: object = {}): Promise<number> =>
    (await call('POST', base, { body: { name, threatLevelTypeId: 2, deviceIds: [front], ...more } })).json.id
  const own = await made('Own')
  const other = await made('Other', { deviceIds: [back] })
  const lee = () => api.limited({ scenarios: [own] })
  const lockdowns = async (): Promise<Shown[]> =>
    (await call('GET', base)).json.data.filter((one: Shown) => one.threatLevelTypeId === 2)
  const defaults = async () => (await lockdowns()).filter(({ isDefault }) => isDefault).map(({ id }) => id)
  const inForce = async () => (await lockdowns()).filter(({ issued }) => issued !== null).map(({ id }) => id)
  const makeDefault = (id: number, isDefault = true, as = api.as) => call('PUT', `${base}/${id}`, { as, body: { isDefault } })
  const changesOf = async (id: number) =>
    (await call('GET', '/events/audit?pageSize=100')).json.data
      .filter(({ eventObject, securityAction }: Audited) => eventObject.id === id && securityAction.securityActionId === 91254)
      .map(({ eventData }: Audited) => eventData.propertyChanges)
  return { ...api, call, front, back, own, other, made, lee, defaults, inForce, makeDefault, changesOf }
}
const lost = [{ property: 'isDefault', previousValue: 'true', currentValue: 'false' }]
const got = [{ property: 'isDefault', previousValue: 'false', currentValue: 'true' }]

describe('the default among emergency scenarios', () => {
  it('is not taken by somebody limited to a scenario from one that is not theirs, the full one included', async () => {
    const { own, other, lee, makeDefault, defaults } = await withScenarios()
    const as = await lee()
    expect((await makeDefault(own, true, as)).status).toBe(403)
    expect(await defaults()).toEqual([2])
    await makeDefault(other)
    expect((await makeDefault(own, true, as)).status).toBe(403)
    expect(await defaults()).toEqual([other])
  })

  it('is not given back by them to a full scenario that is not theirs', async () => {
    const { call, own, lee, makeDefault, defaults } = await withScenarios()
    await makeDefault(own)
    const as = await lee()
    expect((await makeDefault(own, false, as)).status).toBe(403)
    expect((await call('DELETE', `${base}/${own}`, { as })).status).toBe(403)
    expect((await call('PUT', `${base}/${own}`, { as, body: { name: 'Mine' } })).status).toBe(200)
    expect(await defaults()).toEqual([own])
  })

  it('is moved by them when both scenarios are theirs, and by those who are limited to sites only', async () => {
    const { own, other, limited, makeDefault, defaults } = await withScenarios()
    expect((await makeDefault(own, true, await limited({ scenarios: [own, other, 2] }))).status).toBe(200)
    expect((await makeDefault(other, true, await limited({ scenarios: [own, other] }))).status).toBe(200)
    expect((await makeDefault(own, true, await limited({ sites: [] }))).status).toBe(200)
    expect(await defaults()).toEqual([own])
  })

  it('stays with a scenario that is in force, and is moved when that is cleared', async () => {
    const { call, own, other, makeDefault, defaults, inForce } = await withScenarios()
    await makeDefault(own)
    await call('POST', `${base}/default-lockdown/initiate`)
    const refused = { status: 412, json: { code: 412, message: `Scenario ${own} is active; clear it first` } }
    expect(await makeDefault(other)).toMatchObject(refused)
    const body = { name: 'New', threatLevelTypeId: 2, isDefault: true }
    expect(await call('POST', base, { body })).toMatchObject(refused)
    expect([await defaults(), await inForce()]).toEqual([[own], [own]])
    expect((await call('POST', base, { body: { ...body, threatLevelTypeId: 3 } })).status).toBe(200)
    expect((await call('POST', `${base}/default-lockdown/clear`)).json.scenarioOid).toBe(own)
    expect((await makeDefault(other)).status).toBe(200)
    expect([await defaults(), await inForce()]).toEqual([[other], []])
  })

  it('stays with a full scenario in force, and does not come back to one meanwhile', async () => {
    const { call, own, makeDefault, defaults } = await withScenarios()
    await call('POST', `${base}/default-lockdown/initiate`)
    expect((await makeDefault(own)).status).toBe(412)
    await call('POST', `${base}/default-lockdown/clear`)
    await makeDefault(own)
    await call('POST', `${base}/lockdown/2/initiate`)
    expect((await makeDefault(own, false)).status).toBe(412)
    expect((await call('DELETE', `${base}/${own}`)).status).toBe(412)
    expect(await defaults()).toEqual([own])
  })

  it('is what a clear of the default ends; others stay in force', async () => {
    const { call, own, other, makeDefault, inForce } = await withScenarios()
    await makeDefault(own)
    for (const id of [own, other]) await call('POST', `${base}/lockdown/${id}/initiate`)
    expect((await call('POST', `${base}/default-lockdown/clear`)).json.scenarioOid).toBe(own)
    expect(await inForce()).toEqual([other])
    expect((await call('POST', `${base}/default-lockdown/clear`)).json.scenarioOid).toBe(own)
    expect(await inForce()).toEqual([other])
  })

  it('is lost and had again with an audit event of its own', async () => {
    const { call, own, other, makeDefault, changesOf } = await withScenarios()
    await makeDefault(own)
    expect([await changesOf(own), await changesOf(2)]).toEqual([[got], [lost]])
    await makeDefault(other)
    expect([await changesOf(other), await changesOf(own)]).toMatchObject([[got], expect.arrayContaining([lost, got])])
    const body = { name: 'New', threatLevelTypeId: 2, isDefault: true }
    const { id } = (await call('POST', base, { body })).json
    expect(await changesOf(other)).toEqual(expect.arrayContaining([lost]))
    await call('DELETE', `${base}/${id}`)
    expect(await changesOf(2)).toEqual(expect.arrayContaining([got, lost]))
  })

  it('does not move while it is being initiated', async () => {
    const { call, table, own, makeDefault, defaults, inForce } = await withScenarios()
    const { write } = table
    let isFirst = true
    table.write = async (writes) => {
      if (isFirst) {
        isFirst = false
        await call('POST', `${base}/default-lockdown/initiate`)
      }
      return write(writes)
    }
    expect((await makeDefault(own)).status).toBe(412)
    expect([await defaults(), await inForce()]).toEqual([[2], [2]])
  })

  it('that every account has is no other scenario before it was ever initiated', async () => {
    const { call, limited, as } = await withScenarios()
    for (const method of ['PUT', 'DELETE'])
      expect((await call(method, `${base}/2`, { as, body: { name: 'Mine' } })).status).toBe(412)
    expect((await call('DELETE', `${base}/2`, { as: await limited({ scenarios: [] }) })).status).toBe(404)
  })
})
