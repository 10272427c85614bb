import { describe, expect, it } from 'vitest'
import { testApi } from '../../../support/api.ts'
import { peter, plain } from '../../../support/user-bodies.ts'

describe('a user', () => {
  it('loses what an update leaves out, but not its external id and its suspension', async () => {
    const { call } = testApi()
    const { json } = await call('POST', '/users', { body: { ...peter, suspended: true } })
    const updated = await call('PUT', `/users/${json.id}`, { body: plain })
    expect(updated.json).toEqual({
      ...plain,
      id: json.id,
      externalId: 'Star Lord',
      suspended: true,
      bleTwoFactorExempt: false,
      created: json.created,
      updated: json.updated,
      customFields: [],
      emails: [],
      phoneNumbers: [],
    })
    expect((await call('GET', '/users/Star%20Lord/external')).json.id).toBe(json.id)
  })

  it.each([null, ''])('loses its external id by an update that says %j, and another user may have it', async (externalId) => {
    const { call } = testApi()
    const { json } = await call('POST', '/users', { body: peter })
    const updated = await call('PUT', `/users/${json.id}`, { body: { ...plain, externalId } })
    expect(updated.json).not.toHaveProperty('externalId')
    expect((await call('GET', '/users/Star%20Lord/external')).status).toBe(404)
    expect((await call('POST', '/users', { body: peter })).status).toBe(200)
  })

  it('keeps what a patch leaves out, and loses what it sets to null', async () => {
    const { call, clock } = testApi()
    const { json } = await call('POST', '/users', { body: peter })
    clock.now += 60_000
    const patched = await call('PATCH', `/users/${json.id}`, { body: { firstName: 'Changed Peter', externalId: null } })
    const { externalId: _gone, ...kept } = json
    expect(patched.json).toEqual({ ...kept, firstName: 'Changed Peter', updated: '2026-03-02T12:01:00Z' })
  })

  it.each(['PUT', 'PATCH'])('is suspended and reinstated by %s too, with the events of it', async (method) => {
    const { call, table } = testApi()
    const { json } = await call('POST', '/users', { body: plain })
    const suspended = await call(method, `/users/${json.id}`, { body: { ...plain, suspended: true } })
    expect(suspended).toMatchObject({ status: 200, json: { suspended: true } })
    expect((await call('GET', `/users/${json.id}/suspended`)).json.suspended).toBe(true)
    const silent = await call(method, `/users/${json.id}`, { body: { ...plain, lastName: 'Lovelace' } })
    expect(silent.json).toMatchObject({ suspended: true, lastName: 'Lovelace' })
    const reinstated = await call(method, `/users/${json.id}`, { body: { ...plain, lastName: 'King', suspended: '0' } })
    expect(reinstated.json).toMatchObject({ suspended: false, lastName: 'King' })
    const events = table.items().filter((item) => item.entity === 'event')
    expect(events).toHaveLength(5)
  })

  it.each([true, false, 1, 0, 'true', 'false'])('is suspended or not as %j says, by PUT and by POST', async (suspended) => {
    const { call } = testApi()
    const wanted = [true, 1, 'true'].includes(suspended)
    const { json } = await call('POST', '/users', { body: { ...plain, suspended: !wanted } })
    for (const method of ['PUT', 'POST']) {
      const toggled = await call(method, `/users/${json.id}/suspended`, { body: { suspended } })
      expect(toggled).toMatchObject({ status: 200, json: { id: json.id, suspended: wanted } })
    }
    expect((await call('GET', `/users/${json.id}/suspended`)).json).toEqual({ id: json.id, suspended: wanted })
  })

  it.each([{}, { suspended: 2 }, { suspended: null }, undefined])('is not suspended by %j', async (body) => {
    const { call } = testApi()
    const { json } = await call('POST', '/users', { body: plain })
    const refused = await call('PUT', `/users/${json.id}/suspended`, { body })
    expect(refused).toMatchObject({ status: 400, json: { message: expect.stringContaining('suspended') } })
  })

  it('is in the audit as it was before and after each change, without the digits of its PIN', async () => {
    const { call, table } = testApi()
    const { json } = await call('POST', '/users', { body: { ...plain, pin: '1234' } })
    await call('PATCH', `/users/${json.id}`, { body: { lastName: 'Lovelace', pin: '4321' } })
    await call('PUT', `/users/${json.id}/suspended`, { body: { suspended: true } })
    await call('DELETE', `/users/${json.id}`)
    const events = table.items().filter((item) => item.entity === 'event')
    expect(events.map(({ type }) => type).sort()).toEqual(['user.created', 'user.deleted', 'user.suspended', 'user.updated'])
    expect(JSON.stringify(events)).not.toMatch(/1234|4321/)
    expect(events.find(({ type }) => type === 'user.updated')?.facts).toMatchObject({
      changes: [
        { property: 'lastName', previousValue: 'Byron', currentValue: 'Lovelace' },
        { property: 'pin', previousValue: '****', currentValue: '****' },
      ],
    })
  })

  it('that is changed by many at once gets every change', async () => {
    const { call } = testApi()
    const { json } = await call('POST', '/users', { body: plain })
    const changes = [{ firstName: 'B' }, { middleName: 'C' }, { externalId: 'D' }, { pin: '9999' }]
    const answers = await Promise.all(changes.map((body) => call('PATCH', `/users/${json.id}`, { body })))
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200])
    const expected = { firstName: 'B', middleName: 'C', externalId: 'D', pin: '9999' }
    expect((await call('GET', `/users/${json.id}`)).json).toMatchObject(expected)
  })
})
