import { describe, expect, it } from 'vitest'
import { assistant, somebody, stranger, testApi } from '../../../support/api.ts'
import { byFields, card, cardFields, cardWire } from '../../../support/card-bodies.ts'

describe('a credential', () => {
  it('is created from its bits, which count before its field values', async () => {
    const { call } = testApi()
    const created = await call('POST', '/credentials', { body: card })
    expect(created).toMatchObject({ status: 201, json: { ...cardWire, fieldValues: cardFields('') } })
    const { json } = await call('GET', `/credentials/${created.json.id}`)
    expect(json).toEqual({ id: created.json.id, ...cardWire, fieldValues: cardFields('acs.cards.format.') })
  })

  it('is created from its field values, as texts or numbers, and called by its card number as it is given', async () => {
    const { call } = testApi()
    const { json } = await call('POST', '/credentials', { body: byFields('00329', 70) })
    expect(json).toEqual({ id: json.id, ...cardWire, referenceId: '00329', fieldValues: cardFields('') })
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

  it('is created by an assistant too, and only looked at by a CSR', async () => {
    const { call } = testApi()
    expect((await call('POST', '/credentials', { body: card, as: assistant() })).status).toBe(201)
    expect((await call('POST', '/credentials', { body: card, as: somebody({ type: 'CSR' }) })).status).toBe(403)
  })
})
