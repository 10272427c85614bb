import { describe, expect, it } from 'vitest'
import { somebody, stranger, testApi } from '../../../support/api.ts'

const setUp = async () => {
  const api = testApi()
  const { call } = api
  const user = async (lastName: string, more: object = {}): Promise<number> =>
    (await call('POST', '/users', { body: { firstName: 'Peter', lastName, ...more } })).json.id
  const card = async (number: number): Promise<number> => {
    const fieldValues = [
      { id: 1, value: number },
      { id: 2, value: 70 },
    ]
    return (await call('POST', '/credentials', { body: { credentialFormat: { id: 100 }, fieldValues } })).json.id
  }
  const dates = async (userId: number) => {
    const [{ effectiveFrom, effectiveTo }] = (await call('GET', `/users/${userId}/credentials`)).json.data
    return { effectiveFrom, effectiveTo }
  }
  const peter = await user('Quill')
  const cardId = await card(329)
  const path = `/users/${peter}/credentials/${cardId}`
  return { ...api, user, card, dates, peter, cardId, path }
}

const now = '2026-03-02T12:00:00Z'

describe('the assignment of a credential', () => {
  it.each([
    ['no body', undefined],
    ['an empty object', {}],
    ['nothing but null', { effectiveFrom: null, effectiveTo: null }],
  ])('with %s is valid from now on, and changes nothing when it is assigned already', async (_name, body) => {
    const { call, clock, dates, peter, path } = await setUp()
    expect(await call('PUT', path, { body })).toMatchObject({ status: 204, text: '' })
    expect(await dates(peter)).toEqual({ effectiveFrom: now, effectiveTo: undefined })
    await call('PUT', path, { body: { effectiveTo: '2027-01-01' } })
    clock.now += 60_000
    expect((await call('PUT', path, { body })).status).toBe(204)
    expect(await dates(peter)).toEqual({ effectiveFrom: now, effectiveTo: '2027-01-01T00:00:00Z' })
  })

  it('with an empty body is understood, whatever its Content-Type says', async () => {
    const { call, peter, path, dates } = await setUp()
    expect((await call('PUT', path, { headers: { 'Content-Type': 'application/json' } })).status).toBe(204)
    expect((await call('POST', path, { headers: { 'Content-Type': 'application/json' } })).status).toBe(204)
    expect((await dates(peter)).effectiveFrom).toBe(now)
  })

  it('with only an end keeps the beginning that it had', async () => {
    const { call, clock, dates, peter, path } = await setUp()
    await call('PUT', path, { body: { effectiveTo: '2026-07-31T17:00:00-05:00' } })
    expect(await dates(peter)).toEqual({ effectiveFrom: now, effectiveTo: '2026-07-31T22:00:00Z' })
    clock.now += 60_000
    await call('PUT', path, { body: { effectiveTo: '2028-01-01' } })
    expect(await dates(peter)).toEqual({ effectiveFrom: now, effectiveTo: '2028-01-01T00:00:00Z' })
  })

  it('with only a beginning keeps the end that it had, until that is taken away by name', async () => {
    const { call, dates, peter, path } = await setUp()
    await call('PUT', path, { body: { effectiveFrom: '2026-05-01', effectiveTo: '2026-06-01' } })
    await call('PUT', path, { body: { effectiveFrom: '2026-05-02' } })
    expect(await dates(peter)).toEqual({ effectiveFrom: '2026-05-02T00:00:00Z', effectiveTo: '2026-06-01T00:00:00Z' })
    await call('PUT', path, { body: { effectiveFrom: '2026-05-02', effectiveTo: null } })
    expect(await dates(peter)).toEqual({ effectiveFrom: '2026-05-02T00:00:00Z', effectiveTo: undefined })
  })

  it('to another user takes it from the first, without that one’s dates', async () => {
    const { call, user, dates, peter, cardId, path } = await setUp()
    await call('PUT', path, { body: { effectiveFrom: '2026-05-01', effectiveTo: '2026-06-01' } })
    const gamora = await user('Gamora')
    expect((await call('POST', `/users/${gamora}/credentials/${cardId}`, { body: {} })).status).toBe(204)
    expect((await call('GET', `/users/${peter}/credentials`)).json).toEqual({ data: [], count: 0 })
    expect(await dates(gamora)).toEqual({ effectiveFrom: now, effectiveTo: undefined })
    expect((await call('GET', `/credentials/${cardId}/user`)).json.id).toBe(gamora)
  })

  it.each([
    [{ effectiveFrom: 'soon' }, "'soon' for 'effectiveFrom'"],
    [{ effectiveTo: 5 }, 'effectiveTo'],
    [{ effectiveFrom: '2026-06-01', effectiveTo: '2026-05-01' }, 'effectiveTo'],
    [{ effectiveTo: '2026-01-01' }, 'effectiveTo'],
    [[], 'not formatted properly'],
  ])('is refused with %j', async (body, text) => {
    const { call, path } = await setUp()
    const refused = await call('PUT', path, { body })
    expect(refused).toMatchObject({ status: 400, json: { code: 400, message: expect.stringContaining(text) } })
  })

  it('needs a credential of the account: any other is not valid', async () => {
    const { call, peter } = await setUp()
    const body = { credentialFormat: { id: 110 }, encodedCredential: 'abc', size: 12 }
    const theirs = (await call('POST', '/credentials', { body, as: stranger() })).json.id
    for (const id of [theirs, 99]) {
      const refused = await call('PUT', `/users/${peter}/credentials/${id}`)
      expect(refused).toMatchObject({ status: 400, json: { code: 400, message: 'Credential not valid' } })
    }
    expect((await call('PUT', `/users/${peter}/credentials/9`, { as: somebody({ type: 'CSR' }) })).status).toBe(403)
  })

  it('is told of in the audit, once for each change', async () => {
    const { call, table, path, peter } = await setUp()
    for (const method of ['PUT', 'PUT', 'DELETE', 'DELETE']) await call(method, path)
    const told = table
      .items()
      .filter((item) => item.entity === 'event' && ['credential.assigned', 'credential.revoked'].includes(String(item.type)))
    expect(told.map(({ type }) => type)).toEqual(['credential.assigned', 'credential.revoked'])
    expect(JSON.stringify(told[0])).toContain(`"property":"userId","currentValue":"${peter}"`)
  })
})

describe('the credentials of a user', () => {
  it('are listed with short field names and their dates, the PIN last', async () => {
    const { call, user, cardId } = await setUp()
    const rocket = await user('Rocket', { pin: '23354', effectiveFrom: '2016-05-13T04:00:00Z' })
    await call('PUT', `/users/${rocket}/credentials/${cardId}`)
    const { json } = await call('GET', `/users/${rocket}/credentials?offset=5&pageSize=1`)
    expect(json).toEqual({
      count: 2,
      data: [
        {
          id: cardId,
          credentialFormat: { id: 100, name: 'Standard 26 Bit' },
          referenceId: '329',
          encodedCredential: '28c0293',
          fieldValues: [
            { id: 1, value: '329', name: 'card_number' },
            { id: 2, value: '70', name: 'facility_code' },
          ],
          size: 26,
          accountId: 1,
          effectiveFrom: now,
        },
        {
          id: expect.any(Number),
          credentialFormat: { id: 2, name: 'PIN Code' },
          encodedCredential: '23354',
          fieldValues: [],
          size: 0,
          accountId: 1,
          effectiveFrom: '2016-05-13T04:00:00Z',
        },
      ],
    })
  })

  it('lose the PIN when that is removed by its id', async () => {
    const { call, user } = await setUp()
    const rocket = await user('Rocket', { pin: '23354' })
    const [{ id }] = (await call('GET', `/users/${rocket}/credentials`)).json.data
    expect((await call('DELETE', `/users/${rocket}/credentials/${id}`)).status).toBe(204)
    expect((await call('GET', `/users/${rocket}`)).json.pin).toBeUndefined()
    expect((await call('GET', `/users/${rocket}/credentials`)).json).toEqual({ data: [], count: 0 })
  })

  it('become free when they are removed, and are there to be assigned again', async () => {
    const { call, peter, cardId, path } = await setUp()
    await call('PUT', path)
    for (let twice = 0; twice < 2; twice += 1) expect((await call('DELETE', path, { body: {} })).status).toBe(204)
    expect((await call('GET', `/users/${peter}/credentials`)).json).toEqual({ data: [], count: 0 })
    expect((await call('GET', `/credentials/${cardId}/user`)).status).toBe(404)
    expect((await call('PUT', path)).status).toBe(204)
  })

  it('are not removed from somebody else, nor when they are none', async () => {
    const { call, user, path, cardId, peter } = await setUp()
    await call('PUT', path)
    const gamora = await user('Gamora')
    const others = await call('DELETE', `/users/${gamora}/credentials/${cardId}`)
    expect(others).toMatchObject({ status: 400, json: { code: 400, message: 'Invalid criteria provided' } })
    const none = await call('DELETE', `/users/${peter}/credentials/77`)
    expect(none).toMatchObject({
      status: 404,
      json: { message: 'No credential could be retrieved for credential id: 77' },
    })
    expect((await call('GET', `/users/${peter}/credentials`)).json.count).toBe(1)
  })

  it('all become free when the user is deleted, more than one transaction holds too', async () => {
    const { call, card, peter } = await setUp()
    for (let number = 1; number <= 60; number += 1) {
      await call('PUT', `/users/${peter}/credentials/${await card(number)}`)
    }
    expect((await call('DELETE', `/users/${peter}`)).status).toBe(204)
    expect((await call('GET', '/credentials?filter=status__eq:assigned')).json.count).toBe(0)
    expect((await call('GET', '/credentials?filter=status__eq:unassigned')).json.count).toBe(61)
    expect((await call('GET', `/users/${peter}`)).status).toBe(404)
  })
})
