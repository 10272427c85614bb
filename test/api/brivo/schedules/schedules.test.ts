import { describe, expect, it } from 'vitest'
import { defaultSchedules } from '../../../../shared/domain/access/schedules/defaults.ts'
import { AccountId } from '../../../../shared/lib/ids.ts'
import { assistant, stranger, testApi } from '../../../support/api.ts'
import { group } from '../../../support/holders.ts'
import { nameCopier } from '../../../support/name-copies.ts'
import { groupRule } from '../../../support/rules.ts'

const nineToFive = {
  name: 'Nine to five',
  scheduleBlocks: { monday: [{ start: '09:00', end: '17:00' }], holiday: [{ start: '10:00', end: '12:00' }] },
  scheduleExceptions: [
    { enabling: 'ENABLE', start: '05:00', end: '09:00', recurrence: { type: 'SINGULAR', date: '2026-03-19' } },
  ],
}
const withSite = async () => {
  const api = testApi()
  const site = (await api.call('POST', '/sites', { body: { siteName: 'Office', timeZone: 'US/Eastern' } })).json
  return { ...api, site }
}

describe('schedules', () => {
  it('are created for all sites, and retrieved with every day and the holidays that they observe', async () => {
    const { call } = testApi()
    await call('POST', '/holidays', { body: { name: 'New Year', start: '2027-01-01T00:00', end: '2027-01-01T23:59:59' } })
    const created = await call('POST', '/schedules/', { body: nineToFive })
    expect(created.status).toBe(200)
    const found = await call('GET', `/schedules/${created.json.id}`)
    expect(found.json).toMatchObject({
      name: 'Nine to five',
      editable: true,
      siteName: 'Universal',
      scheduleBlocks: { monday: [{ start: '09:00', end: '17:00' }], tuesday: [] },
      scheduleExceptions: nineToFive.scheduleExceptions,
      holidays: [{ name: 'New Year', start: '2027-01-01T00:00:00', end: '2027-01-01T23:59:59' }],
    })
    expect(found.json).not.toHaveProperty('siteId')
  })

  it('of a site carry its name', async () => {
    const { call, site } = await withSite()
    const created = await call('POST', '/schedules', { body: { ...nineToFive, siteId: site.id } })
    expect(created.json).toMatchObject({ siteId: site.id, siteName: 'Office' })
    const listed = await call('GET', '/schedules?filter=site__eq:offi')
    expect(listed.json.data).toEqual([{ id: created.json.id, name: 'Nine to five', editable: true, siteName: 'Office' }])
    expect((await call('GET', '/schedules?filter=site__eq:universal')).json.count).toBe(0)
    expect((await call('GET', '/schedules?filter=editable__eq:false')).json.count).toBe(0)
  })

  it('keep the name that their site and their enabling group have now', async () => {
    const { call, site, table } = await withSite()
    const group = (await call('POST', '/groups', { body: { name: 'Staff' } })).json
    const body = { ...nineToFive, siteId: site.id, enablingGroupId: group.id, gracePeriod: 10 }
    const { json } = await call('POST', '/schedules', { body })
    await call('POST', '/holidays', { body: { name: 'H', siteId: site.id, start: '2027-01-01T00:00', end: '2027-01-02T00:00' } })
    const { workOff } = nameCopier(table)
    await call('PUT', `/sites/${site.id}`, { body: { siteName: 'Head office' } })
    await call('PUT', `/groups/${group.id}`, { body: { name: 'People' } })
    await workOff()
    const found = await call('GET', `/schedules/${json.id}`)
    expect(found.json).toMatchObject({ siteName: 'Head office', enablingGroupName: 'People', gracePeriod: 10 })
    expect((await call('GET', '/holidays')).json.data).toMatchObject([{ siteName: 'Head office' }])
  })

  it('are replaced whole, except for their site', async () => {
    const { call, site } = await withSite()
    const { json } = await call('POST', '/schedules', { body: { ...nineToFive, siteId: site.id } })
    const wanted = { name: 'Late', scheduleBlocks: { friday: [{ start: '18:00', end: '23:59' }] } }
    const updated = await call('PUT', `/schedules/${json.id}`, { body: wanted })
    expect(updated).toMatchObject({ status: 200, json: { name: 'Late', siteId: site.id, scheduleExceptions: [] } })
    expect(updated.json.scheduleBlocks).toMatchObject({ monday: [], friday: wanted.scheduleBlocks.friday })
  })

  it('are deleted unless a rule or a door uses them', async () => {
    const { call, deps } = testApi()
    const { json } = await call('POST', '/schedules', { body: nineToFive })
    const account = AccountId.parse(1)
    await deps.groups.add(account, group(5), undefined)
    const rule = groupRule(5, 6, json.id)
    await deps.rules.set(account, rule, undefined)
    const refused = await call('DELETE', `/schedules/${json.id}`)
    expect(refused).toMatchObject({ status: 412, json: { message: 'Schedule in use by: user group(s)' } })
    await deps.rules.remove(account, [rule], undefined)
    expect((await call('DELETE', `/schedules/${json.id}`)).status).toBe(204)
    expect((await call('GET', `/schedules/${json.id}`)).status).toBe(404)
  })

  it('that every account has are neither edited nor deleted', async () => {
    const { call, deps } = testApi()
    const [always] = defaultSchedules(deps.now(), deps.newId)
    if (!always) throw new Error('There is no default schedule')
    await deps.schedules.add(AccountId.parse(1), always, undefined)
    const refused = { status: 403, json: { code: 403, message: 'This schedule cannot be edited or deleted' } }
    expect(await call('PUT', `/schedules/${always.id}`, { body: nineToFive })).toMatchObject(refused)
    expect(await call('DELETE', `/schedules/${always.id}`)).toMatchObject(refused)
  })

  it.each([
    [{ ...nineToFive, name: 'x'.repeat(33) }, /^Invalid criteria provided: schedule name\. .*name/],
    [{ ...nineToFive, gracePeriod: 61, enablingGroupId: 4 }, /^Invalid criteria provided: grace period\. .*61/],
    [{ ...nineToFive, scheduleBlocks: {} }, /^Invalid criteria provided: schedule blocks\./],
    [{ ...nineToFive, scheduleBlocks: { monday: [{ start: '17:00', end: '09:00' }] } }, /end 09:00 is not after start 17:00/],
    [{ ...nineToFive, scheduleBlocks: { mondya: [] } }, /mondya/],
    [{ ...nineToFive, scheduleBlocks: { monday: [{ start: '9', end: '17:00' }] } }, /'9' is not a time/],
  ])('refuse %j', async (body, text) => {
    const { call } = testApi()
    const refused = await call('POST', '/schedules', { body })
    expect(refused.status).toBe(400)
    expect(refused.json.message).toMatch(text)
  })

  it('name a site of the account or are not found', async () => {
    const { call } = testApi()
    expect((await call('POST', '/schedules', { body: { ...nineToFive, siteId: 99 } })).status).toBe(404)
  })

  it('of another tenant are not found, and changed only by those who may', async () => {
    const { call } = testApi()
    const { json } = await call('POST', '/schedules', { body: nineToFive })
    for (const method of ['GET', 'PUT', 'DELETE']) {
      const body = method === 'PUT' ? { body: nineToFive } : {}
      const theirs = await call(method, `/schedules/${json.id}`, { as: stranger(), ...body })
      expect(theirs).toMatchObject({ status: 404, json: { message: 'The requested resource was not found.' } })
    }
    expect((await call('POST', '/schedules', { body: nineToFive, as: assistant() })).status).toBe(403)
  })
})

describe('holidays', () => {
  it('are added, listed by name, site and time, changed and deleted', async () => {
    const { call, site } = await withSite()
    const body = { name: 'Founders', siteId: site.id, start: '2026-05-04T12:00:00', end: '2026-05-04T23:59:59' }
    const { json } = await call('POST', '/holidays', { body })
    await call('POST', '/holidays', { body: { name: 'New Year', start: '2027-01-01T00:00:00', end: '2027-01-01T23:59:00' } })
    expect((await call('GET', '/holidays')).json).toMatchObject({
      count: 2,
      data: [{ siteName: 'Office' }, { siteName: 'Universal' }],
    })
    for (const [filter, names] of [
      ['name__eq:found', ['Founders']],
      ['site__eq:universal', ['New Year']],
      ['start__eq:2026-05-04T12:00:00Z', ['Founders']],
      ['start__gt:2026-05-04', ['Founders', 'New Year']],
      ['end__lt:2026-12-31', ['Founders']],
    ] as const) {
      const found = await call('GET', `/holidays?filter=${filter}`)
      expect(found.json.data.map((one: { name: string }) => one.name)).toEqual(names)
    }
    const updated = await call('PUT', `/holidays/${json.id}`, { body: { ...body, name: 'Founders day' } })
    expect(updated.json.name).toBe('Founders day')
    expect((await call('DELETE', `/holidays/${json.id}`)).status).toBe(204)
    expect((await call('GET', `/holidays/${json.id}`)).status).toBe(404)
  })

  it('that end before they start, or are no date, are refused', async () => {
    const { call } = testApi()
    const wrong = await call('POST', '/holidays', { body: { name: 'x', start: '2026-02-02T00:00', end: '2026-02-01T00:00' } })
    expect(wrong).toMatchObject({ status: 400, json: { message: expect.stringContaining('is not after start') } })
    const none = await call('POST', '/holidays', { body: { name: 'x', start: '2026-02-30T00:00', end: '2026-03-01T00:00' } })
    expect(none).toMatchObject({ status: 400, json: { message: expect.stringContaining('2026-02-30') } })
    expect((await call('GET', '/holidays?filter=start__eq:soon')).status).toBe(400)
  })

  it('of another tenant are not found', async () => {
    const { call } = testApi()
    const { json } = await call('POST', '/holidays', { body: { name: 'x', start: '2026-02-02T00:00', end: '2026-02-03T00:00' } })
    expect((await call('GET', `/holidays/${json.id}`, { as: stranger() })).status).toBe(404)
    expect((await call('GET', '/holidays', { as: stranger() })).json.count).toBe(0)
  })
})
