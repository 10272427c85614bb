import { describe, expect, it } from 'vitest'
import { sweepDeletedFields } from '../../../../shared/domain/people/custom-fields/sweep.ts'
import { AccountId, CustomFieldId } from '../../../../shared/lib/ids.ts'
import { testApi } from '../../../support/api.ts'
import { withFields } from '../../../support/custom-fields.ts'

const account = AccountId.parse(1)

describe('the deletion of a custom field', () => {
  it('takes its values from every user, and leaves those of others', async () => {
    const api = testApi()
    const { ids, add } = await withFields(api)
    const one = (await add('One', { text: 'Sales', number: '7' })).json.id
    const two = (await add('Two', { text: 'Sales' })).json.id
    expect((await api.call('DELETE', `/custom-fields/${ids.text}`)).status).toBe(204)
    expect((await api.call('GET', `/users/${one}`)).json.customFields).toMatchObject([{ id: ids.number, value: '7' }])
    expect((await api.call('GET', `/users/${two}/custom-fields`)).json).toEqual({ data: [], count: 0 })
    expect(JSON.stringify(api.table.items().filter(({ entity }) => entity === 'user'))).not.toContain('Sales')
    expect(await api.deps.customFields.sweeps(10)).toEqual([])
    expect((await api.call('GET', '/custom-fields')).json.count).toBe(2)
    expect((await api.call('PATCH', `/users/${one}`, { body: { firstName: 'New' } })).status).toBe(200)
    expect((await api.call('GET', `/users?filter=cf_${ids.number}__eq:7`)).json.count).toBe(1)
  })

  it('is complete at once for everybody who looks, even before the values are gone', async () => {
    const api = testApi()
    const { ids, add } = await withFields(api)
    const { id } = (await add('One', { text: 'Sales', number: '7' })).json
    api.deps.customFields.sweep = async () => false
    await api.call('DELETE', `/custom-fields/${ids.text}`)
    expect((await api.deps.users.get(account, id))?.customFields).toHaveProperty(String(ids.text))
    expect((await api.call('GET', `/users/${id}`)).json.customFields).toHaveLength(1)
    expect((await api.call('GET', '/users')).json.data[0].customFields).toHaveLength(1)
    expect((await api.call('GET', `/users/${id}/custom-fields`)).json.count).toBe(1)
    for (const operator of ['eq', 'exact'])
      expect(await api.call('GET', `/users?filter=cf_${ids.text}__${operator}:Sales`)).toMatchObject({
        status: 400,
        json: { message: `Invalid filter format: unknown filter 'cf_${ids.text}'` },
      })
  })

  it('goes through a large account step by step, and on where it was cut short', async () => {
    const api = testApi()
    const { ids, add } = await withFields(api)
    const fieldId = CustomFieldId.parse(ids.text)
    for (let n = 0; n < 450; n += 1) await add(`No ${n}`, n % 2 ? { number: n } : { text: 'Sales' })
    const left = async () => {
      let count = 0
      await api.deps.users.visitFinds(account, ({ customFields }) => {
        if (customFields?.[fieldId]) count += 1
      })
      return count
    }
    const { sweep } = api.deps.customFields
    api.deps.customFields.sweep = async (...given) => {
      api.clock.now += 2_000
      return sweep(...given)
    }
    await api.call('DELETE', `/custom-fields/${ids.text}`)
    expect(await left()).toBe(125)
    await sweepDeletedFields(api.deps, api.clock.now + 1)
    expect(await left()).toBe(25)
    await sweepDeletedFields(api.deps, api.clock.now + 60_000)
    expect(await left()).toBe(0)
    expect(await api.deps.customFields.sweeps(10)).toEqual([])
  })

  it('cannot be overtaken by a value that is given meanwhile', async () => {
    const api = testApi()
    const { ids, add } = await withFields(api)
    const { id } = (await add('One')).json
    const { all } = api.deps.customFields
    api.deps.customFields.all = async (accountId) => {
      const fields = await all(accountId)
      api.deps.customFields.all = all
      await api.call('DELETE', `/custom-fields/${ids.text}`)
      return fields
    }
    const late = await api.call('PATCH', `/users/${id}`, { body: { customFields: [{ id: ids.text, value: 'Late' }] } })
    expect(late).toMatchObject({ status: 409, json: { message: expect.stringContaining('custom field') } })
    expect((await api.deps.users.get(account, id))?.customFields).toBeUndefined()
  })
})
