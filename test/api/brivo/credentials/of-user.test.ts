import { describe, expect, it } from 'vitest'
import { now, userAndCard } from '../../../support/card-holder.ts'

describe('the credentials of a user', () => {
  it('are listed with short field names and their dates, the PIN last', async () => {
    const { call, user, cardId } = await userAndCard()
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
    const { call, user } = await userAndCard()
    const rocket = await user('Rocket', { pin: '23354' })
    const [{ id }] = (await call('GET', `/users/${rocket}/credentials`)).json.data
    expect((await call('DELETE', `/users/${rocket}/credentials/${id}`)).status).toBe(204)
    expect((await call('GET', `/users/${rocket}`)).json.pin).toBeUndefined()
    expect((await call('GET', `/users/${rocket}/credentials`)).json).toEqual({ data: [], count: 0 })
  })

  it('become free when they are removed, and are there to be assigned again', async () => {
    const { call, peter, cardId, path } = await userAndCard()
    await call('PUT', path)
    for (let twice = 0; twice < 2; twice += 1) expect((await call('DELETE', path, { body: {} })).status).toBe(204)
    expect((await call('GET', `/users/${peter}/credentials`)).json).toEqual({ data: [], count: 0 })
    expect((await call('GET', `/credentials/${cardId}/user`)).status).toBe(404)
    expect((await call('PUT', path)).status).toBe(204)
  })

  it('are not removed from somebody else, nor when they are none', async () => {
    const { call, user, path, cardId, peter } = await userAndCard()
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
    const { call, card, peter } = await userAndCard()
    for (let number = 1; number <= 60; number += 1) {
      await call('PUT', `/users/${peter}/credentials/${await card(number)}`)
    }
    expect((await call('DELETE', `/users/${peter}`)).status).toBe(204)
    expect((await call('GET', '/credentials?filter=status__eq:assigned')).json.count).toBe(0)
    expect((await call('GET', '/credentials?filter=status__eq:unassigned')).json.count).toBe(61)
    expect((await call('GET', `/users/${peter}`)).status).toBe(404)
  })
})
