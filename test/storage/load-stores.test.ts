import { describe, expect, it } from 'vitest'
import { AccountId } from '../../shared/lib/ids.ts'
import { loading, loadingStores } from '../../shared/storage/load-stores.ts'
import { memoryTable } from '../fakes/memory-table.ts'

describe('a store that is imported when it is first called', () => {
  it('answers like the store itself', async () => {
    const { sites, users } = loadingStores(memoryTable())
    expect(await sites.get(AccountId.parse(1), 9)).toBeUndefined()
    expect(await users.page(AccountId.parse(1), { offset: 0, pageSize: 20 })).toEqual({ data: [], count: 0 })
  })

  it('is loaded at the first call and once, however many come at the same time', async () => {
    let loads = 0
    const store = loading(async () => {
      loads += 1
      return { double: async (given: number) => 2 * given }
    })
    expect(loads).toBe(0)
    expect(await Promise.all([store.double(1), store.double(2)])).toEqual([2, 4])
    expect(await store.double(3)).toBe(6)
    expect(loads).toBe(1)
  })

  it('is no promise, so that an operation may be given it by one', async () => {
    const store = loading(async () => ({ name: async () => 'ours' }))
    expect(await (await Promise.resolve(store)).name()).toBe('ours')
  })

  it('is imported again when that failed', async () => {
    let failures = 1
    const store = loading(async () => {
      failures -= 1
      if (failures >= 0) throw new Error('no file')
      return { name: async () => 'ours' }
    })
    await expect(store.name()).rejects.toThrow('no file')
    expect(await store.name()).toBe('ours')
  })
})
