import { describe, expect, it } from 'vitest'
import { assistant, somebody, stranger, testApi } from '../../../support/api.ts'
import { withFields } from '../../../support/custom-fields.ts'
import { plain } from '../../../support/user-bodies.ts'

const valuesOf = ({ customFields }: { customFields: { id: number; value: string }[] }) =>
  Object.fromEntries(customFields.map(({ id, value }) => [id, value]))

describe('the values of a user', () => {
  it('are given when it is created, and shown wherever the user is', async () => {
    const api = testApi()
    const { ids, add } = await withFields(api)
    const { json, status } = await add('One', { date: '2/4/1962', text: ' Sales ', number: 42 }, { externalId: 'E-1' })
    const customFields = [
      { id: ids.text, fieldType: 'TEXT', fieldName: 'Department', value: 'Sales' },
      { id: ids.number, fieldType: 'NUMBER', fieldName: 'ID', value: '42' },
      { id: ids.date, fieldType: 'DATE', fieldName: 'Birth Date', value: '02/04/1962' },
    ]
    expect([status, json.customFields]).toEqual([200, customFields])
    expect((await api.call('GET', `/users/${json.id}`)).json).toEqual(json)
    expect((await api.call('GET', '/users/E-1/external')).json).toEqual(json)
    expect((await api.call('GET', '/users')).json.data).toEqual([json])
    expect((await api.call('GET', `/users/${json.id}/custom-fields`)).json).toEqual({ data: customFields, count: 3 })
    const none = (await api.call('POST', '/users', { body: plain })).json
    expect(none.customFields).toEqual([])
    expect((await api.call('GET', `/users/${none.id}/custom-fields`)).json).toEqual({ data: [], count: 0 })
  })

  it('are set one by one, as the document does', async () => {
    const api = testApi()
    const { ids, add } = await withFields(api)
    const { id } = (await add('One')).json
    for (const verb of ['PUT', 'POST']) {
      expect(await api.call(verb, `/users/${id}/custom-fields/${ids.text}`, { body: { value: 'Engineering' } })).toMatchObject({
        status: 200,
        json: { id: ids.text, fieldType: 'TEXT', fieldName: 'Department', value: 'Engineering' },
      })
    }
    const number = await api.call('PUT', `/users/${id}/custom-fields/${ids.number}`, { body: { value: 8675309 } })
    expect(number.json.value).toBe('8675309')
    const cleared = await api.call('PUT', `/users/${id}/custom-fields/${ids.text}`, { body: { value: '' } })
    expect(cleared).toMatchObject({ status: 200, json: { id: ids.text, value: '' } })
    expect(valuesOf((await api.call('GET', `/users/${id}`)).json)).toEqual({ [ids.number]: '8675309' })
  })

  it('are taken away, however often', async () => {
    const api = testApi()
    const { ids, add } = await withFields(api)
    const { id } = (await add('One', { text: 'Sales', number: '7' })).json
    for (let n = 0; n < 2; n += 1)
      expect(await api.call('DELETE', `/users/${id}/custom-fields/${ids.text}`)).toMatchObject({ status: 204, text: '' })
    expect(valuesOf((await api.call('GET', `/users/${id}`)).json)).toEqual({ [ids.number]: '7' })
  })

  it.each(['PUT', 'PATCH'])('stay with a %s that does not name them, and change with one that does', async (verb) => {
    const api = testApi()
    const { ids, add } = await withFields(api)
    const { id } = (await add('One', { text: 'Sales', number: '7', date: '1/2/2003' })).json
    const write = async (customFields: unknown) =>
      valuesOf((await api.call(verb, `/users/${id}`, { body: { ...plain, customFields } })).json)
    const all = { [ids.text]: 'Sales', [ids.number]: '7', [ids.date]: '01/02/2003' }
    expect(await write(undefined)).toEqual(all)
    expect(await write(null)).toEqual(all)
    expect(await write([])).toEqual(all)
    const some = [
      { id: String(ids.text), value: 'Ops', fieldName: 'Department', fieldType: 'TEXT' },
      { id: ids.number, value: null },
    ]
    expect(await write(some)).toEqual({ [ids.text]: 'Ops', [ids.date]: '01/02/2003' })
    expect(await write([{ id: ids.date, value: '' }])).toEqual({ [ids.text]: 'Ops' })
  })

  it('are written to the audit by the names of their fields', async () => {
    const api = testApi()
    const { ids, add } = await withFields(api)
    const { id } = (await add('One', { text: 'Sales' })).json
    await api.call('PUT', `/users/${id}/custom-fields/${ids.text}`, { body: { value: 'Ops' } })
    await api.call('PUT', `/users/${id}/custom-fields/${ids.text}`, { body: { value: 'Ops' } })
    await api.call('PUT', `/users/${id}/custom-fields/${ids.date}`, { body: { value: '1/2/2003' } })
    const events = api.table.items().filter(({ entity, type }) => entity === 'event' && String(type).startsWith('user.'))
    expect(events.map(({ facts }) => (facts as { changes: { property: string }[] }).changes.slice(-1))).toEqual([
      [{ property: 'customFields.Department', currentValue: 'Sales' }],
      [{ property: 'customFields.Department', previousValue: 'Sales', currentValue: 'Ops' }],
      [{ property: 'customFields.Birth Date', currentValue: '01/02/2003' }],
    ])
  })

  it('of a date follow the pattern of the field', async () => {
    const api = testApi()
    const { ids, add } = await withFields(api)
    const { id } = (await add('One', { date: '1/25/2025' })).json
    await api.call('PUT', `/custom-fields/${ids.date}`, { body: { fieldName: 'Birth Date', datePattern: 'dd/MM/yyyy' } })
    expect(valuesOf((await api.call('GET', `/users/${id}`)).json)).toEqual({ [ids.date]: '25/01/2025' })
    const wrong = await api.call('PUT', `/users/${id}/custom-fields/${ids.date}`, { body: { value: '1/25/2025' } })
    expect(wrong).toMatchObject({ status: 400, json: { message: expect.stringContaining('expected a date as dd/MM/yyyy') } })
  })

  it.each([
    ['number', 'many', "'many' for 'value' of custom field"],
    ['number', '1e5', "'1e5' for 'value' of custom field"],
    ['number', 'NaN', 'expected a number'],
    ['date', '25/1/2025', 'expected a date as MM/dd/yyyy'],
    ['date', '2/30/2025', 'expected a date as MM/dd/yyyy'],
    ['text', 'a\u0000b', "value'"],
    ['text', 'x'.repeat(256), "value'"],
    ['text', {}, "value'"],
    ['text', ['Sales'], "value'"],
    ['text', true, "value'"],
  ] as const)('of a %s cannot be %j', async (type, value, message) => {
    const api = testApi()
    const { ids, add } = await withFields(api)
    const { id } = (await add('One')).json
    const refusals = [
      await api.call('PUT', `/users/${id}/custom-fields/${ids[type]}`, { body: { value } }),
      await api.call('PATCH', `/users/${id}`, { body: { customFields: [{ id: ids[type], value }] } }),
      await add('Two', { [type]: value }),
    ]
    for (const refused of refusals)
      expect(refused).toMatchObject({ status: 400, json: { message: expect.stringContaining(message) } })
    expect((await api.call('GET', '/users')).json.count).toBe(1)
  })

  it('take any characters, outside the basic plane too', async () => {
    const { add, ids } = await withFields(testApi())
    expect(valuesOf((await add('One', { text: '🦊 𝔘' })).json)).toEqual({ [ids.text]: '🦊 𝔘' })
  })

  it('belong to fields of the account, each named once', async () => {
    const api = testApi()
    const { ids, add } = await withFields(api)
    const { id } = (await add('One')).json
    const theirs = (await api.call('POST', '/custom-fields', { body: { fieldName: 'X', fieldType: 'TEXT' }, as: stranger() }))
      .json.id
    const write = (customFields: unknown) => api.call('PATCH', `/users/${id}`, { body: { customFields } })
    for (const unknown of [theirs, 77])
      expect(await write([{ id: unknown, value: 'x' }])).toMatchObject({
        status: 400,
        json: { message: `Invalid value '${unknown}' for 'customFields': there is no such custom field` },
      })
    const twice = [
      { id: ids.text, value: 'x' },
      { id: ids.text, value: 'y' },
    ]
    expect(await write(twice)).toMatchObject({ status: 400, json: { message: expect.stringContaining('named twice') } })
    expect(await write({})).toMatchObject({ status: 400, json: { message: expect.stringContaining("'customFields'") } })
    const message = expect.stringContaining("'customFields.0.id'")
    expect(await write([{ value: 'x' }])).toMatchObject({ status: 400, json: { message } })
  })

  it('cannot be asked for without a user, a field and a value', async () => {
    const api = testApi()
    const { ids, add } = await withFields(api)
    const { id } = (await add('One')).json
    const body = { value: 'x' }
    const noUser = { status: 404, json: { code: 404, message: 'Requested user not found' } }
    const noField = { status: 404, json: { code: 404, message: 'Unknown custom field requested for update' } }
    expect(await api.call('GET', '/users/77/custom-fields')).toMatchObject(noUser)
    expect(await api.call('PUT', `/users/77/custom-fields/${ids.text}`, { body })).toMatchObject(noUser)
    expect(await api.call('DELETE', `/users/77/custom-fields/${ids.text}`)).toMatchObject(noUser)
    expect(await api.call('PUT', `/users/${id}/custom-fields/77`, { body })).toMatchObject(noField)
    expect(await api.call('DELETE', `/users/${id}/custom-fields/77`)).toMatchObject(noField)
    const refused = await api.call('PUT', `/users/${id}/custom-fields/${ids.text}`, { body: {} })
    expect(refused).toMatchObject({ status: 400, json: { message: expect.stringContaining("'value'") } })
  })

  it('are changed by those who look after people', async () => {
    const api = testApi()
    const { ids, add } = await withFields(api)
    const { id } = (await add('One')).json
    const write = (as: ReturnType<typeof somebody>) =>
      api.call('PUT', `/users/${id}/custom-fields/${ids.text}`, { body: { value: 'x' }, as })
    expect((await write(assistant())).status).toBe(200)
    expect(await write(somebody({ type: 'CSR' }))).toMatchObject({
      status: 403,
      json: { message: 'You are not allowed to perform that action' },
    })
    expect((await api.call('GET', `/users/${id}/custom-fields`, { as: somebody({ type: 'CSR' }) })).status).toBe(200)
  })

  it('are all kept when several are set at the same time', async () => {
    const api = testApi()
    const { ids, add } = await withFields(api)
    const { id } = (await add('One')).json
    const set = (field: number, value: string) => api.call('PUT', `/users/${id}/custom-fields/${field}`, { body: { value } })
    const answers = await Promise.all([set(ids.text, 'Ops'), set(ids.number, '5'), set(ids.date, '1/2/2003')])
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200])
    expect(Object.keys(valuesOf((await api.call('GET', `/users/${id}`)).json))).toHaveLength(3)
  })
})
