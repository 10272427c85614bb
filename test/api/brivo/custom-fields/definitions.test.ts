import { describe, expect, it } from 'vitest'
import { maxCustomFields } from '../../../../shared/domain/people/custom-fields/entity.ts'
import { assistant, somebody, stranger, testApi } from '../../../support/api.ts'

const department = { fieldName: 'Department', fieldType: 'TEXT' }
const notFound = { status: 404, json: { code: 404, message: 'Unknown custom field requested for update' } }

describe('a custom field', () => {
  it('is created by the request of the document, and found again', async () => {
    const { call } = testApi()
    const body = { fieldName: 'Hire Date', fieldType: 'DATE', displayOrder: '1', pattern: 'mm/dd/yyyy' }
    const created = await call('POST', '/custom-fields', { body })
    const wanted = {
      id: expect.any(Number),
      fieldName: 'Hire Date',
      fieldType: 'DATE',
      displayOrder: 1,
      pattern: 'MM/dd/yyyy',
      datePattern: 'MM/dd/yyyy',
    }
    expect(created).toMatchObject({ status: 200, json: wanted })
    expect(Object.keys(created.json)).toHaveLength(6)
    expect((await call('GET', `/custom-fields/${created.json.id}`)).json).toEqual(created.json)
  })

  it('comes last in the listing unless it says where, and the listing is paged and counted', async () => {
    const { call } = testApi()
    const add = async (fieldName: string, more: object = {}) =>
      (await call('POST', '/custom-fields', { body: { ...department, fieldName, ...more } })).json
    expect(await add('A')).toMatchObject({ displayOrder: 1 })
    expect(await add('B', { displayOrder: 7 })).toMatchObject({ displayOrder: 7 })
    expect(await add('C', { displayOrder: null, pattern: '' })).toMatchObject({ displayOrder: 8 })
    await add('D', { displayOrder: 0, fieldType: 'number' })
    const names = ({ data }: { data: { fieldName: string }[] }) => data.map(({ fieldName }) => fieldName)
    const all = (await call('GET', '/custom-fields')).json
    expect(names(all)).toEqual(['D', 'A', 'B', 'C'])
    expect(all).toMatchObject({ offset: 0, pageSize: 20, count: 4 })
    const page = (await call('GET', '/custom-fields?offset=1&pageSize=2')).json
    expect([names(page), page.count]).toEqual([['A', 'B'], 4])
    expect((await call('GET', '/custom-fields', { as: stranger() })).json.count).toBe(0)
  })

  it('is changed; its type stays what it is', async () => {
    const { call } = testApi()
    const { id } = (await call('POST', '/custom-fields', { body: department })).json
    const body = { fieldName: 'Hire Date', displayOrder: '1', pattern: 'mm/dd/yyyy' }
    const changed = await call('PUT', `/custom-fields/${id}`, { body })
    expect(changed).toMatchObject({ status: 200, json: { id, fieldName: 'Hire Date', fieldType: 'TEXT', displayOrder: 1 } })
    expect('pattern' in changed.json).toBe(false)
    const renamed = await call('PUT', `/custom-fields/${id}`, { body: { fieldName: 'Dept', fieldType: 'TEXT' } })
    expect(renamed.json).toMatchObject({ fieldName: 'Dept', displayOrder: 1 })
    const retyped = await call('PUT', `/custom-fields/${id}`, { body: { fieldName: 'Dept', fieldType: 'NUMBER' } })
    expect(retyped).toMatchObject({ status: 400, json: { message: expect.stringContaining("'fieldType'") } })
  })

  it('is created, changed and deleted with an audit event', async () => {
    const { call, table } = testApi()
    const { id } = (await call('POST', '/custom-fields', { body: department })).json
    await call('PUT', `/custom-fields/${id}`, { body: { fieldName: 'Dept' } })
    await call('PUT', `/custom-fields/${id}`, { body: { fieldName: 'Dept' } })
    await call('DELETE', `/custom-fields/${id}`)
    const events = table.items().filter(({ entity }) => entity === 'event')
    expect(events).toMatchObject([
      { type: 'custom_field.created', subject: { kind: 'custom_field', id, name: 'Department' } },
      {
        type: 'custom_field.updated',
        facts: { changes: [{ property: 'name', previousValue: 'Department', currentValue: 'Dept' }] },
      },
      { type: 'custom_field.deleted', subject: { id, name: 'Dept' } },
    ])
  })

  it('is gone once it is deleted, and is nobody else’s', async () => {
    const { call } = testApi()
    const { id } = (await call('POST', '/custom-fields', { body: department })).json
    const others = { as: stranger() }
    expect(await call('GET', `/custom-fields/${id}`, others)).toMatchObject(notFound)
    expect(await call('PUT', `/custom-fields/${id}`, { ...others, body: department })).toMatchObject(notFound)
    expect(await call('DELETE', `/custom-fields/${id}`, others)).toMatchObject(notFound)
    expect(await call('DELETE', `/custom-fields/${id}`)).toMatchObject({ status: 204, text: '' })
    expect(await call('GET', `/custom-fields/${id}`)).toMatchObject(notFound)
    expect(await call('PUT', `/custom-fields/${id}`, { body: department })).toMatchObject(notFound)
    expect(await call('DELETE', `/custom-fields/${id}`)).toMatchObject(notFound)
  })

  it('is defined by those who administer the account, and seen by everybody', async () => {
    const { call } = testApi()
    const { id } = (await call('POST', '/custom-fields', { body: department, as: somebody({ type: 'SENIOR' }) })).json
    const forbidden = { status: 403, json: { message: 'You are not allowed to perform that action' } }
    for (const as of [assistant(), somebody({ type: 'CSR' })]) {
      expect(await call('POST', '/custom-fields', { body: department, as })).toMatchObject(forbidden)
      expect(await call('PUT', `/custom-fields/${id}`, { body: department, as })).toMatchObject(forbidden)
      expect(await call('DELETE', `/custom-fields/${id}`, { as })).toMatchObject(forbidden)
      expect((await call('GET', '/custom-fields', { as })).json.count).toBe(1)
    }
  })

  it('is one of a few', async () => {
    const { call } = testApi()
    for (let n = 0; n < maxCustomFields; n += 1) await call('POST', '/custom-fields', { body: department })
    const more = await call('POST', '/custom-fields', { body: department })
    expect(more).toMatchObject({ status: 400, json: { message: `An account can have at most ${maxCustomFields} custom fields` } })
  })

  it.each([
    [{}, "Required request parameters for custom fields were not supplied: 'fieldType'"],
    [{ fieldType: 'TEXT' }, "Required request parameters for custom fields were not supplied: 'fieldName'"],
    [{ ...department, fieldName: '  ' }, "Required request parameters for custom fields were not supplied: 'fieldName'"],
    [{ ...department, fieldType: 'DATE' }, "Required request parameters for custom fields were not supplied: 'pattern'"],
    [{ ...department, fieldType: 'LIST' }, "Invalid value for 'fieldType': expected TEXT, NUMBER or DATE"],
    [{ ...department, fieldType: 5 }, "Invalid value for 'fieldType': expected TEXT, NUMBER or DATE"],
    [{ ...department, fieldName: 7 }, "Invalid value for 'fieldName': expected a text"],
    [{ ...department, fieldName: 'a\u0000b' }, "Invalid value for 'fieldName': it contains the control character U+0000"],
    [{ ...department, fieldName: 'x'.repeat(101) }, "Invalid value for 'fieldName': at most 100 characters"],
    [{ ...department, displayOrder: 'first' }, "'displayOrder'"],
    [{ ...department, displayOrder: -1 }, "'displayOrder'"],
    [{ ...department, fieldType: 'DATE', pattern: 'MM/dd/yy' }, "Invalid value 'MM/dd/yy' for 'pattern'"],
    [{ ...department, fieldType: 'DATE', pattern: {} }, "'pattern'"],
  ])('is refused as %j, by the name of what is wrong', async (body, message) => {
    const refused = await testApi().call('POST', '/custom-fields', { body })
    expect(refused).toMatchObject({ status: 400, json: { code: 400, message: expect.stringContaining(message) } })
  })

  it('has no filter in its listing', async () => {
    const refused = await testApi().call('GET', '/custom-fields?filter=name__eq:x')
    expect(refused).toMatchObject({ status: 400, json: { message: expect.stringContaining("unknown filter 'name'") } })
  })
})
