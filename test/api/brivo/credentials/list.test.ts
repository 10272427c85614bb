import { describe, expect, it } from 'vitest'
import { testApi } from '../../../support/api.ts'
import { byFields } from '../../../support/card-bodies.ts'

describe('the formats of credentials', () => {
  it('are listed with their fields, format 100 by the name that the account has for it', async () => {
    const { call } = testApi()
    const { json } = await call('GET', '/credentials/formats')
    expect(json.count).toBe(json.data.length)
    expect(json.data[0]).toEqual({
      id: 100,
      name: 'Standard 26 Bit',
      credentialFields: [
        { id: 1, name: 'card_number' },
        { id: 2, name: 'facility_code' },
      ],
    })
    expect(json.data.find(({ id }: { id: number }) => id === 110).credentialFields).toEqual([])
  })
})

describe('a listing of credentials', () => {
  const filled = async () => {
    const api = testApi()
    const ids: number[] = []
    for (const [number, facility] of [
      [329, 70],
      [1, 200],
      [3290, 7],
    ] as const) {
      ids.push((await api.call('POST', '/credentials', { body: byFields(number, facility) })).json.id)
    }
    const user = (await api.call('POST', '/users', { body: { firstName: 'A', lastName: 'B' } })).json.id
    await api.call('PUT', `/users/${user}/credentials/${ids[1]}`)
    return { ...api, ids, user }
  }

  it('is in order of creation, by pages, with the long names of fields', async () => {
    const { call, ids } = await filled()
    const { json } = await call('GET', '/credentials?offset=1&pageSize=2')
    expect(json).toMatchObject({ offset: 1, pageSize: 2, count: 3, data: [{ id: ids[1] }, { id: ids[2] }] })
    expect(json.data[0].fieldValues[0].name).toBe('acs.cards.format.card_number')
  })

  it.each([
    ['reference_id__eq:329', [0, 2]],
    ['reference_id__eq:329;facility_code__eq:70', [0]],
    ['reference_id__eq%3A329%3Bfacility_code__eq%3A70', [0]],
    ['facility_code__eq:7', [0, 2]],
    ['status__eq:assigned', [1]],
    ['status__eq:Unassigned', [0, 2]],
    ['status__eq:assigned,unassigned', [0, 1, 2]],
    ['reference_id__eq:none', []],
  ])('is filtered by %s', async (filter, expected) => {
    const { call, ids } = await filled()
    const { json } = await call('GET', `/credentials?filter=${filter}`)
    expect(json.data.map(({ id }: { id: number }) => ids.indexOf(id))).toEqual(expected)
    expect(json.count).toBe(expected.length)
  })

  it('knows at once when a credential becomes free', async () => {
    const { call, ids, user } = await filled()
    await call('DELETE', `/users/${user}/credentials/${ids[1]}`)
    expect((await call('GET', '/credentials?filter=status__eq:assigned')).json.count).toBe(0)
  })

  it.each(['status__eq:lost', 'status__ne:assigned', 'card__eq:5', 'reference_id'])('is refused with %s', async (filter) => {
    const { call } = testApi()
    expect((await call('GET', `/credentials?filter=${filter}`)).status).toBe(400)
  })
})
