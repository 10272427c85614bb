import { describe, expect, it } from 'vitest'
import { testApi } from '../../support/api.ts'

const blocks = { monday: [{ start: '09:00', end: '17:00' }] }

describe('a name with a control character', () => {
  it.each([
    ['/groups', 'name', { name: 'a\u0007b' }],
    ['/sites', 'siteName', { siteName: 'a\u0000b', timeZone: 'UTC' }],
    ['/access-points', 'name', { name: 'a\nb', controlPanelId: 1 }],
    ['/control-panels', 'name', { name: 'a\u0085b', serialNumber: 'S', siteId: 1 }],
    ['/schedules', 'name', { name: 'a\u0001b', scheduleBlocks: blocks }],
    ['/holidays', 'name', { name: 'a\u001fb', start: '2027-01-01T00:00:00', end: '2027-01-02T00:00:00' }],
  ])('is refused by POST %s, naming %s', async (path, field, body) => {
    const { call } = testApi()
    const refused = await call('POST', path, { body })
    expect(refused).toMatchObject({ status: 400, json: { message: expect.stringContaining(`'${field}'`) } })
    expect(refused.json.message).toContain('control character')
  })
})

describe('flags and whole numbers', () => {
  it('may be texts in every body', async () => {
    const { call } = testApi()
    const group = await call('POST', '/groups', { body: { name: 'G', keypadUnlock: 'true', immuneToAntipassback: 1 } })
    expect(group).toMatchObject({ status: 200, json: { keypadUnlock: true, immuneToAntipassback: true } })
    const body = { name: 'S', enablingGroupId: String(group.json.id), gracePeriod: '5', scheduleBlocks: blocks }
    expect(await call('POST', '/schedules', { body })).toMatchObject({ status: 200, json: { gracePeriod: 5 } })
    const site = await call('POST', '/sites', { body: { siteName: 'S', timeZone: 'UTC' } })
    const panel = await call('POST', '/control-panels', { body: { name: 'P', serialNumber: 'SP-1', siteId: site.json.id } })
    const door = { name: 'D', controlPanelId: panel.json.id, activationEnabled: 'false', pulseSeconds: '7' }
    expect(await call('POST', '/access-points', { body: door })).toMatchObject({
      status: 200,
      json: { activationEnabled: false, twoFactorEnabled: false, pulseSeconds: 7 },
    })
  })

  it.each([{ keypadUnlock: 'yes' }, { keypadUnlock: 2 }])('are nothing else: %j is refused', async (body) => {
    const { call } = testApi()
    const refused = await call('POST', '/groups', { body: { name: 'G', ...body } })
    expect(refused).toMatchObject({ status: 400, json: { message: expect.stringContaining("'keypadUnlock'") } })
  })
})

describe('the time zone of a site', () => {
  it.each([
    ['europe/berlin', 'Europe/Berlin'],
    ['US/Eastern', 'US/Eastern'],
  ])('%s is kept as %s', async (timeZone, kept) => {
    const { call } = testApi()
    const { json } = await call('POST', '/sites', { body: { siteName: 'S', timeZone } })
    expect((await call('GET', `/sites/${json.id}`)).json.timeZone).toBe(kept)
  })

  it('is no offset', async () => {
    const { call } = testApi()
    const refused = await call('POST', '/sites', { body: { siteName: 'S', timeZone: '+05:30' } })
    expect(refused).toMatchObject({ status: 400, json: { message: expect.stringContaining("'timeZone'") } })
  })
})
