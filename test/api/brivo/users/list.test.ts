import { describe, expect, it } from 'vitest'
import { day } from '../../../../shared/lib/clock.ts'
import { stranger, testApi } from '../../../support/api.ts'

/** An account with people in every state: the names say which. */
const crowd = async () => {
  const api = testApi()
  const { call, clock } = api
  const group = (await call('POST', '/groups', { body: { name: 'Staff' } })).json.id
  const ids: Record<string, number> = {}
  const add = async (lastName: string, more: object = {}, grouped = true) => {
    const { json } = await call('POST', '/users', { body: { firstName: 'Ann Marie', lastName, ...more } })
    if (grouped) await call('PUT', `/groups/${group}/users/${json.id}`)
    ids[lastName] = json.id
  }
  const card = async (lastName: string, number: number, dates: object = {}) => {
    const fieldValues = [
      { id: 1, value: number },
      { id: 2, value: 70 },
    ]
    const { json } = await call('POST', '/credentials', { body: { credentialFormat: { id: 100 }, fieldValues } })
    await call('PUT', `/users/${ids[lastName]}/credentials/${json.id}`, { body: dates })
  }
  await add('Carder')
  await card('Carder', 1)
  await add('Future')
  await card('Future', 2, { effectiveFrom: new Date(clock.now + day).toISOString() })
  await add('Past')
  await card('Past', 3, { effectiveFrom: '2020-01-01', effectiveTo: '2021-01-01' })
  await add('Pinner', { pin: '1111' })
  await add('Lapsed', { pin: '2222', effectiveTo: '2021-01-01' })
  await add('Nothing')
  await add('Alone', { pin: '3333' }, false)
  await add('Held', { pin: '4444', suspended: true })
  return { ...api, ids, group }
}

const names = (json: { data: { lastName: string }[] }) => json.data.map(({ lastName }) => lastName)

describe('a listing of users', () => {
  it('is in order of creation, with the effective page and the true count', async () => {
    const { call } = await crowd()
    const page = await call('GET', '/users?offset=2&pageSize=3')
    expect(page.json).toMatchObject({ offset: 2, pageSize: 3, count: 8 })
    expect(names(page.json)).toEqual(['Past', 'Pinner', 'Lapsed'])
    expect(page.json.data[0]).toMatchObject({ customFields: [], emails: [], phoneNumbers: [], suspended: false })
    expect((await call('GET', '/users', { as: stranger() })).json.count).toBe(0)
  })

  it.each([
    ['lastname__eq:er', ['Carder', 'Pinner']],
    ['lastname__eq:CARD,pinn', ['Carder', 'Pinner']],
    ['firstname__eq:ann+marie;lastname__eq:past', ['Past']],
    ['firstname__eq:ann%20marie%3Blastname__eq%3Apast', ['Past']],
    ['user_status__eq:suspended', ['Held']],
    ['user_status__eq:unaffiliated', ['Alone']],
    ['user_status__eq:active', ['Carder', 'Pinner']],
    ['user_status__eq:Suspended,unaffiliated', ['Alone', 'Held']],
    ['user_status__eq:deleted', []],
    ['lastname__eq:nobody', []],
  ])('is filtered by %s', async (filter, expected) => {
    const { call } = await crowd()
    const { json } = await call('GET', `/users?filter=${filter}`)
    expect(names(json)).toEqual(expected)
    expect(json.count).toBe(expected.length)
  })

  it('is filtered by ids, in and out, and pages what it found', async () => {
    const { call, ids } = await crowd()
    const some = `${ids.Past},${ids.Carder},${ids.Past},77`
    expect(names((await call('GET', `/users?filter=id__eq:${some}`)).json)).toEqual(['Carder', 'Past'])
    const second = await call('GET', `/users?filter=id__eq:${some}&offset=1&pageSize=1`)
    expect(second.json).toMatchObject({ count: 2, data: [{ lastName: 'Past' }] })
    expect((await call('GET', `/users?filter=id__ne:${some}`)).json.count).toBe(6)
    const both = `id__eq:${some};user_status__eq:active`
    expect(names((await call('GET', `/users?filter=${both}`)).json)).toEqual(['Carder'])
  })

  it('finds one by external id or e-mail address, exactly, beside other criteria', async () => {
    const { call } = testApi()
    const add = (lastName: string, more: object) => call('POST', '/users', { body: { firstName: 'Ann', lastName, ...more } })
    await add('One', { externalId: 'E-1', emails: [{ address: 'Ann.One@Example.com' }, { address: 'one@home.example' }] })
    await add('Two', { externalId: 'e-1', emails: [{ address: 'two@example.com' }] })
    await add('Smith, Jr; PhD', {})
    const found = async (filter: string) => names((await call('GET', `/users?filter=${encodeURIComponent(filter)}`)).json)
    expect(await found('externalId__eq:E-1')).toEqual(['One'])
    expect(await found('externalid__eq:e-1,E-1,E-1,E')).toEqual(['One', 'Two'])
    expect(await found('externalId__eq:E-1;lastname__eq:two')).toEqual([])
    expect(await found('emails.address__eq:ann.one@example.com')).toEqual(['One'])
    expect(await found('emails.address__eq:one@home.example,TWO@example.com;firstname__eq:ann')).toEqual(['One', 'Two'])
    expect(await found('emails.address__eq:ann.one')).toEqual([])
    expect(await found('lastname__eq:Smith\\, Jr\\; PhD')).toEqual(['Smith, Jr; PhD'])
  })

  it('finds a name however its accents are composed', async () => {
    const { call } = testApi()
    await call('POST', '/users', { body: { firstName: 'Jos\u00e9', lastName: 'Composed' } })
    await call('POST', '/users', { body: { firstName: 'Jose\u0301', lastName: 'Decomposed' } })
    for (const filter of ['Jose%CC%81', 'JOS%C3%89']) {
      expect((await call('GET', `/users?filter=firstname__eq:${filter}`)).json.count).toBe(2)
    }
  })

  it('knows at once who is suspended, joins or leaves a group, or loses a card', async () => {
    const { call, ids, group } = await crowd()
    const active = async () => names((await call('GET', '/users?filter=user_status__eq:active')).json)
    await call('PUT', `/users/${ids.Pinner}/suspended`, { body: { suspended: true } })
    await call('PUT', `/groups/${group}/users/${ids.Alone}`)
    expect(await active()).toEqual(['Carder', 'Alone'])
    const [card] = (await call('GET', `/users/${ids.Carder}/credentials`)).json.data
    await call('DELETE', `/users/${ids.Carder}/credentials/${card.id}`)
    expect(await active()).toEqual(['Alone'])
    await call('DELETE', `/groups/${group}`)
    expect(await active()).toEqual([])
    expect((await call('GET', '/users?filter=user_status__eq:unaffiliated')).json.count).toBe(8)
  })

  it.each([
    ['kind__eq:ROBOT', "'ROBOT' for 'kind'"],
    ['id__eq:abc', "'abc' for 'id'"],
    ['id__gt:5', "'gt' for 'id'"],
    ['user_status__eq:asleep', "'asleep' for 'user_status'"],
    ['lastname', 'Invalid filter format'],
    ['lastname__eq:', 'has no value'],
  ])('is refused with %s, by name', async (filter, text) => {
    const { call } = testApi()
    const refused = await call('GET', `/users?filter=${filter}`)
    expect(refused).toMatchObject({ status: 400, json: { code: 400, message: expect.stringContaining(text) } })
  })
})
