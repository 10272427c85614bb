import { describe, expect, it } from 'vitest'
import { assistant, stranger, testApi } from '../../../support/api.ts'

const staff = { name: 'Staff' }
const defaults = { keypadUnlock: false, immuneToAntipassback: false, excludedFromLockdown: false }

describe('a group', () => {
  it('is retrieved as it was created', async () => {
    const { call } = testApi()
    const created = await call('POST', '/groups', { body: staff })
    expect(created).toMatchObject({ status: 200, json: { ...staff, ...defaults } })
    expect((await call('GET', `/groups/${created.json.id}`)).json).toEqual({ id: created.json.id, ...staff, ...defaults })
  })

  it.each([
    ['1399', '23:19'],
    [0, '00:00'],
    ['1440', '00:00'],
    ['23:59', '23:59'],
    [61, '01:01'],
  ])('resets anti-passback at minute %j, which reads %s', async (antipassbackResetTime, expected) => {
    const { call } = testApi()
    const { json } = await call('POST', '/groups', { body: staff })
    const updated = await call('PUT', `/groups/${json.id}`, { body: { ...staff, antipassbackResetTime } })
    expect(updated).toMatchObject({ status: 200, json: { antipassbackResetTime: expected } })
    // What is answered may be sent back, and what is left out stays.
    const again = await call('PUT', `/groups/${json.id}`, { body: updated.json })
    expect(again.json).toEqual(updated.json)
    const renamed = await call('PUT', `/groups/${json.id}`, { body: { name: 'Crew' } })
    expect(renamed.json).toEqual({ ...updated.json, name: 'Crew' })
    const cleared = await call('PUT', `/groups/${json.id}`, { body: { ...staff, antipassbackResetTime: '' } })
    expect(cleared.json).toEqual({ id: json.id, ...staff, ...defaults })
  })

  it('takes the settings that are given, and each is in the audit', async () => {
    const { call, table } = testApi()
    const { json } = await call('POST', '/groups', { body: { ...staff, keypadUnlock: true } })
    const body = { name: 'Guards', excludedFromLockdown: true, immuneToAntipassback: null }
    const updated = await call('PUT', `/groups/${json.id}`, { body })
    expect(updated.json).toMatchObject({ name: 'Guards', keypadUnlock: true, excludedFromLockdown: true })
    const audited = table.items().find((item) => item.entity === 'event' && item.type === 'group.updated')
    expect(audited?.facts).toMatchObject({
      changes: [
        { property: 'name', previousValue: 'Staff', currentValue: 'Guards' },
        { property: 'excludedFromLockdown', previousValue: 'false', currentValue: 'true' },
      ],
    })
  })

  it.each([{}, { name: '' }, { name: 'x'.repeat(36) }, { name: 5 }, { name: null }])(
    'is refused as %j in the words of the document',
    async (body) => {
      const { call } = testApi()
      const refused = await call('POST', '/groups', { body })
      expect(refused).toMatchObject({
        status: 400,
        json: { code: 400, message: 'Group creation requires a name parameter of 35 characters or less' },
      })
    },
  )

  it.each([
    [{ ...staff, antipassbackResetTime: '1441' }, "'1441' for 'antipassbackResetTime'"],
    [{ ...staff, antipassbackResetTime: 'noon' }, "'noon' for 'antipassbackResetTime'"],
    [{ ...staff, keypadUnlock: 'yes' }, 'keypadUnlock'],
    ['nonsense', 'not formatted properly'],
  ])('is not updated with %j', async (body, text) => {
    const { call } = testApi()
    const { json } = await call('POST', '/groups', { body: staff })
    const refused = await call('PUT', `/groups/${json.id}`, { body })
    expect(refused).toMatchObject({ status: 400, json: { message: expect.stringContaining(text) } })
  })

  it('is listed in order of creation, by pages and by a part of its name', async () => {
    const { call } = testApi()
    for (const name of ['Staff', 'Night staff', 'Guests']) await call('POST', '/groups', { body: { name } })
    const page = await call('GET', '/groups?offset=1&pageSize=1')
    expect(page.json).toEqual({ data: [{ id: expect.any(Number), name: 'Night staff' }], offset: 1, pageSize: 1, count: 3 })
    const found = await call('GET', '/groups?filter=name__eq:STAFF')
    expect(found.json).toMatchObject({ count: 2, data: [{ name: 'Staff' }, { name: 'Night staff' }] })
    expect((await call('GET', '/groups?filter=name__ne:x')).status).toBe(400)
    expect((await call('GET', '/groups', { as: stranger() })).json.count).toBe(0)
  })

  it('is gone after its deletion', async () => {
    const { call } = testApi()
    const { json } = await call('POST', '/groups', { body: staff })
    expect((await call('DELETE', `/groups/${json.id}`, { body: {} })).status).toBe(204)
    for (const method of ['GET', 'DELETE']) {
      expect(await call(method, `/groups/${json.id}`)).toMatchObject({ status: 404, json: { message: 'Unknown Group' } })
    }
    expect((await call('GET', '/groups')).json.count).toBe(0)
  })

  it('is changed by administrators who may, and by no others', async () => {
    const { call } = testApi()
    const refused = await call('POST', '/groups', { body: staff, as: assistant() })
    expect(refused).toMatchObject({ status: 403, json: { code: 403, message: 'You are not allowed to perform that action' } })
    expect((await call('GET', '/groups', { as: assistant() })).status).toBe(200)
  })

  it('of another tenant is not found, exactly as one that never was', async () => {
    const { call } = testApi()
    const { json } = await call('POST', '/groups', { body: staff })
    const mine = (await call('POST', '/users', { body: { firstName: 'A', lastName: 'B' }, as: stranger() })).json.id
    const calls: [string, string, unknown?][] = [
      ['GET', ''],
      ['PUT', '', staff],
      ['DELETE', ''],
      ['GET', '/users'],
      ['PUT', `/users/${mine}`],
      ['DELETE', `/users/${mine}`],
      ['GET', '/access/access-points'],
      ['PUT', '/access/access-points/5', { schedule: { id: 7 } }],
      ['DELETE', '/access/access-points/5'],
    ]
    for (const [method, path, body] of calls) {
      const theirs = await call(method, `/groups/${json.id}${path}`, { as: stranger(), body })
      const nothing = await call(method, `/groups/123${path}`, { as: stranger(), body })
      expect(theirs).toMatchObject({ status: 404, json: { code: 404, message: 'Unknown Group' } })
      expect(theirs.text).toBe(nothing.text)
    }
    expect((await call('GET', `/groups/${json.id}`)).status).toBe(200)
  })
})
