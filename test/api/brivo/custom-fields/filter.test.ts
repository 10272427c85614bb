import { describe, expect, it } from 'vitest'
import { stranger, testApi } from '../../../support/api.ts'
import { withFields } from '../../../support/custom-fields.ts'

const crowd = async () => {
  const api = testApi()
  const { ids, add } = await withFields(api)
  await add('One', { text: 'Sales', number: '007.50', date: '1/25/2025' }, { suspended: true })
  await add('Two', { text: 'sales, north', number: '-0', date: '01/26/2025' })
  await add('Three', { text: 'Jos\u00e9', number: 75 })
  await add('Four')
  const found = async (filter: string, more = '') => {
    const { json } = await api.call('GET', `/users?filter=${encodeURIComponent(filter)}${more}`)
    return json.data.map(({ lastName }: { lastName: string }) => lastName)
  }
  return { ...api, ids, found }
}

describe('a listing of users by the values of a custom field', () => {
  it('finds texts by a part of them, whatever the case, or exactly', async () => {
    const { found, ids } = await crowd()
    expect(await found(`cf_${ids.text}__eq:SALE`)).toEqual(['One', 'Two'])
    expect(await found(`CF_${ids.text}__EQ:north,jose\u0301`)).toEqual(['Two', 'Three'])
    expect(await found(`cf_${ids.text}__exact:Sales`)).toEqual(['One'])
    expect(await found(`cf_${ids.text}__exact:sales`)).toEqual([])
    expect(await found(`cf_${ids.text}__exact:Sales,Jose\u0301`)).toEqual(['One', 'Three'])
    expect(await found(`cf_${ids.text}__exact:sales\\, north`)).toEqual(['Two'])
  })

  it('finds numbers by what they are worth, and dates by the pattern', async () => {
    const { found, ids } = await crowd()
    for (const operator of ['eq', 'exact']) {
      expect(await found(`cf_${ids.number}__${operator}:7.5`)).toEqual(['One'])
      expect(await found(`cf_${ids.number}__${operator}:7`)).toEqual([])
      expect(await found(`cf_${ids.number}__${operator}:0,+75.0`)).toEqual(['Two', 'Three'])
      expect(await found(`cf_${ids.date}__${operator}:01/25/2025`)).toEqual(['One'])
    }
  })

  it('goes with other criteria, and is paged', async () => {
    const { call, found, ids } = await crowd()
    expect(await found(`cf_${ids.text}__eq:sales;user_status__eq:suspended`)).toEqual(['One'])
    expect(await found(`cf_${ids.text}__eq:sales;cf_${ids.date}__eq:1/26/2025`)).toEqual(['Two'])
    expect(await found(`cf_${ids.text}__eq:s;lastname__eq:t`)).toEqual(['Two', 'Three'])
    expect(await found(`cf_${ids.text}__eq:s`, '&offset=1&pageSize=1')).toEqual(['Two'])
    expect((await call('GET', `/users?filter=cf_${ids.text}__eq:s&pageSize=1`)).json.count).toBe(3)
    const [{ id }] = (await call('GET', '/users')).json.data
    expect(await found(`id__eq:${id};cf_${ids.text}__eq:sales`)).toEqual(['One'])
  })

  it('is refused by the name of what is wrong', async () => {
    const { call, ids } = await crowd()
    const theirs = (await call('POST', '/custom-fields', { body: { fieldName: 'X', fieldType: 'TEXT' }, as: stranger() })).json.id
    const cases = [
      ['cf_12__eq:x', "unknown filter 'cf_12'"],
      [`cf_${theirs}__eq:x`, `unknown filter 'cf_${theirs}'`],
      ['cf_abc__eq:x', "unknown filter 'cf_abc'"],
      ['cf_*__eq:x', "unknown filter 'cf_*'"],
      ['cf___eq:x', 'Invalid filter format'],
      ['lastname_5__eq:x', "unknown filter 'lastname_5'"],
      [`cf_${ids.text}__gt:x`, "Invalid filter operator 'gt'"],
      [`cf_${ids.number}__eq:many`, `Invalid filter value 'many' for 'cf_${ids.number}': expected a number`],
      [`cf_${ids.date}__exact:2025-01-25`, `for 'cf_${ids.date}': expected a date as MM/dd/yyyy`],
      ['lastname__exact:x', "Invalid filter operator 'exact'"],
    ]
    for (const [filter, message] of cases)
      expect(await call('GET', `/users?filter=${filter}`), filter).toMatchObject({
        status: 400,
        json: { code: 400, message: expect.stringContaining(message ?? '') },
      })
  })
})
