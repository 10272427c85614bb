import { describe, expect, it } from 'vitest'
import { assistant, somebody, stranger, testApi } from '../../../support/api.ts'

const card = {
  credentialFormat: { id: 100 },
  referenceId: '329',
  encodedCredential: '28c0293',
  fieldValues: [
    { id: 121, value: '329' },
    { id: 212, value: '70' },
  ],
  credentialUsedWithOfflineLocks: true,
}
const byFields = (number: number | string, facility: number | string) => ({
  credentialFormat: { id: 100 },
  fieldValues: [
    { id: 1, value: number },
    { id: 2, value: facility },
  ],
})
const wire = {
  credentialFormat: { id: 100, name: 'Standard 26 Bit' },
  referenceId: '329',
  encodedCredential: '28c0293',
  size: 26,
  accountId: 1,
}
const fields = (prefix: string) => [
  { id: 1, value: '329', name: `${prefix}card_number` },
  { id: 2, value: '70', name: `${prefix}facility_code` },
]

describe('a credential', () => {
  it('is created from its bits, which count before its field values', async () => {
    const { call } = testApi()
    const created = await call('POST', '/credentials', { body: card })
    expect(created).toMatchObject({ status: 201, json: { ...wire, fieldValues: fields('') } })
    const { json } = await call('GET', `/credentials/${created.json.id}`)
    expect(json).toEqual({ id: created.json.id, ...wire, fieldValues: fields('acs.cards.format.') })
  })

  it('is created from its field values, as texts or numbers, and called by its card number as it is given', async () => {
    const { call } = testApi()
    const { json } = await call('POST', '/credentials', { body: byFields('00329', 70) })
    expect(json).toEqual({ id: json.id, ...wire, referenceId: '00329', fieldValues: fields('') })
    expect((await call('GET', '/credentials?filter=reference_id__eq:00329')).json.count).toBe(1)
  })

  it('of unknown format keeps its bits and the size that is given', async () => {
    const { call } = testApi()
    const body = { credentialFormat: { id: 110 }, referenceId: 'Key fob', encodedCredential: '00ABCDEF', size: 40 }
    const { status, json } = await call('POST', '/credentials', { body })
    expect(status).toBe(201)
    expect(json).toEqual({
      id: json.id,
      credentialFormat: { id: 110, name: 'Unknown format' },
      referenceId: 'Key fob',
      encodedCredential: 'abcdef',
      fieldValues: [],
      size: 40,
      accountId: 1,
    })
  })

  it('is the only one with its bits in the account, however they are written', async () => {
    const { call } = testApi()
    await call('POST', '/credentials', { body: card })
    for (const body of [card, { ...card, encodedCredential: '028C0293', referenceId: 'other' }, byFields(329, 70)]) {
      const refused = await call('POST', '/credentials', { body })
      expect(refused).toMatchObject({ status: 400, json: { code: 400, message: 'Duplicate Credential Found' } })
    }
    expect((await call('GET', '/credentials')).json.count).toBe(1)
    expect((await call('POST', '/credentials', { body: card, as: stranger() })).status).toBe(201)
    expect((await call('POST', '/credentials', { body: { ...byFields(330, 70), referenceId: '329' } })).status).toBe(201)
  })

  it('is another one than a card with the same number and more bits', async () => {
    const { call } = testApi()
    const short = await call('POST', '/credentials', { body: byFields(100, 5) })
    const fieldValues = [
      { id: 17, value: 100 },
      { id: 18, value: 5 },
    ]
    const long = await call('POST', '/credentials', { body: { credentialFormat: { id: 105 }, fieldValues } })
    expect(short).toMatchObject({ status: 201, json: { encodedCredential: 'a00c8', size: 26 } })
    expect(long).toMatchObject({ status: 201, json: { encodedCredential: 'a00c8', size: 34 } })
    const sizeless = { credentialFormat: { id: 110 }, encodedCredential: 'a00c8' }
    expect((await call('POST', '/credentials', { body: sizeless })).status).toBe(400)
    expect((await call('POST', '/credentials', { body: { ...sizeless, size: 37 } })).status).toBe(201)
    expect((await call('DELETE', `/credentials/${short.json.id}`)).status).toBe(204)
    expect((await call('POST', '/credentials', { body: byFields(100, 5) })).status).toBe(201)
  })

  it.each([
    [{ ...card, credentialFormat: { id: 999 } }, '999'],
    [{ ...card, credentialFormat: undefined }, 'credentialFormat'],
    [{ ...card, encodedCredential: 'xyz' }, "'xyz'"],
    [{ ...card, size: 37 }, '37'],
    [{ ...card, encodedCredential: 'fffffffff' }, 'encodedCredential'],
    [byFields(329, 300), "'300'"],
    [byFields('many', 70), "'many'"],
    [{ credentialFormat: { id: 100 }, fieldValues: [{ id: 1, value: 5 }] }, 'facility_code'],
    [{ credentialFormat: { id: 100 } }, 'card_number'],
    [{ credentialFormat: { id: 106 }, fieldValues: [{ id: 25, value: '1' }] }, 'encodedCredential and size'],
    [{ ...card, referenceId: 'x'.repeat(101) }, 'referenceId'],
    [{ ...card, fieldValues: 'none' }, 'fieldValues'],
    ['', 'credentialFormat'],
    [[], 'not formatted properly'],
  ])('is refused as %j, with the reason', async (body, text) => {
    const { call } = testApi()
    const refused = await call('POST', '/credentials', { body })
    expect(refused).toMatchObject({ status: 400, json: { code: 400, message: expect.stringContaining(text) } })
  })

  it('is gone after its deletion, from its user too, and its bits may be used again', async () => {
    const { call } = testApi()
    const { json } = await call('POST', '/credentials', { body: card })
    const user = (await call('POST', '/users', { body: { firstName: 'A', lastName: 'B' } })).json.id
    await call('PUT', `/users/${user}/credentials/${json.id}`)
    expect((await call('DELETE', `/credentials/${json.id}`, { body: {} })).status).toBe(204)
    expect((await call('GET', `/users/${user}/credentials`)).json).toEqual({ data: [], count: 0 })
    expect(await call('GET', `/credentials/${json.id}`)).toMatchObject({
      status: 404,
      json: { code: 404, message: `No credential could be retrieved for credential id: ${json.id}` },
    })
    expect((await call('POST', '/credentials', { body: card })).status).toBe(201)
  })

  it('has a user, once it is assigned', async () => {
    const { call } = testApi()
    const { json } = await call('POST', '/credentials', { body: card })
    const nobody = await call('GET', `/credentials/${json.id}/user`)
    expect(nobody).toMatchObject({ status: 404, json: { code: 404, message: 'User not found' } })
    const peter = { firstName: 'Peter', lastName: 'Smith', externalId: 'peter.smith' }
    const user = (await call('POST', '/users', { body: peter })).json.id
    await call('PUT', `/users/${user}/credentials/${json.id}`)
    expect((await call('GET', `/credentials/${json.id}/user`)).json).toEqual({ id: user, ...peter, suspended: false })
  })

  it('of another tenant is not found, nor one that never was', async () => {
    const { call } = testApi()
    const { json } = await call('POST', '/credentials', { body: card })
    for (const [method, path] of [
      ['GET', ''],
      ['DELETE', ''],
      ['GET', '/user'],
    ]) {
      const theirs = await call(method ?? '', `/credentials/${json.id}${path}`, { as: stranger() })
      const nothing = await call(method ?? '', `/credentials/123${path}`, { as: stranger() })
      expect(theirs).toMatchObject({ status: 404, json: { message: expect.stringContaining('No credential could be') } })
      expect(theirs.text.replace(String(json.id), '123')).toBe(nothing.text)
    }
    expect((await call('GET', `/credentials/${json.id}`)).status).toBe(200)
  })

  it('is created by an assistant too, and only looked at by a CSR', async () => {
    const { call } = testApi()
    expect((await call('POST', '/credentials', { body: card, as: assistant() })).status).toBe(201)
    expect((await call('POST', '/credentials', { body: card, as: somebody({ type: 'CSR' }) })).status).toBe(403)
  })
})

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
