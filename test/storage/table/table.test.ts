import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Table } from '../../../shared/storage/table/types.ts'
import { memoryTable } from '../../fakes/memory-table.ts'
import { type LocalTable, startLocalTable } from '../../support/local-table.ts'

let local: LocalTable
beforeAll(async () => {
  local = await startLocalTable()
})
afterAll(() => local.stop())

/** Every promise of `Table`, on both tables: this is why the one in memory may stand for DynamoDB elsewhere. */
describe.each([
  ['in memory', () => memoryTable() as Table],
  ['DynamoDB Local', () => local.table],
])('the table: %s', (name, make) => {
  let table: Table
  beforeAll(() => {
    table = make()
  })
  const key = (sk: string, pk = name) => ({ pk, sk })

  it('gives back what was put, and nothing for what was not', async () => {
    await table.write([{ put: { ...key('a'), n: 1, list: [1, 2], map: { x: 'y' }, gone: undefined } }])
    expect(await table.get(key('a'))).toEqual({ ...key('a'), n: 1, list: [1, 2], map: { x: 'y' } })
    expect(await table.get(key('never'))).toBeUndefined()
  })

  it.each([
    ['a partition key', { pk: 'p'.repeat(2_049), sk: 'a' }],
    ['a sort key', { pk: 'p', sk: 's'.repeat(1_025) }],
    ['a sort key in bytes', { pk: 'p', sk: 'é'.repeat(513) }],
    ['an empty sort key', { pk: 'p', sk: '' }],
  ])('knows that nothing has %s that cannot be stored', async (_, impossible) => {
    expect(await table.get(impossible)).toBeUndefined()
  })

  it.each<[string, () => Promise<unknown>]>([
    ['a key that is too long', () => table.write([{ put: key('s'.repeat(1_025)) }])],
    ['an empty key', () => table.write([{ put: key('') }])],
    ['an empty key of an index', () => table.write([{ put: { ...key('a'), gsi1pk: '', gsi1sk: 'a' } }])],
    ['a number that is not exact', () => table.write([{ put: { ...key('a'), n: 2 ** 53 } }])],
    ['an item that is too large', () => table.write([{ put: { ...key('a'), text: 'x'.repeat(410_000) } }])],
    ['more writes than a transaction has', () => table.write(Array.from({ length: 101 }, (_, n) => ({ put: key(`n${n}`) })))],
    ['a range that ends before it begins', () => table.query({ pk: name, from: 'b', to: 'a' })],
    ['a query for nothing', () => table.query({ pk: name, limit: 0 })],
    ['a query from an empty key', () => table.query({ pk: name, from: '' })],
  ])('throws for %s', async (_, ask) => {
    await expect(ask()).rejects.toThrow()
  })

  it('refuses a write whose condition does not hold, and shows the item it met', async () => {
    await table.write([{ put: { ...key('once'), n: 1 } }])
    const again = await table.write([{ put: { ...key('once'), n: 2 }, when: [{ attribute: 'pk', is: 'absent' }] }])
    expect(again).toEqual({ ok: false, failed: [{ index: 0, item: { ...key('once'), n: 1 } }] })
  })

  it('writes all of a transaction or none, and names each write that failed', async () => {
    await table.write([{ put: { ...key('t1'), n: 1 } }])
    const refused = await table.write([
      { put: { ...key('t2'), n: 2 } },
      { update: key('t1'), set: { n: 5 }, when: [{ attribute: 'n', is: '>', value: 1 }] },
      { check: key('t3'), when: [{ attribute: 'pk', is: 'present' }] },
    ])
    expect(refused).toEqual({ ok: false, failed: [{ index: 1, item: { ...key('t1'), n: 1 } }, { index: 2 }] })
    expect(await table.get(key('t2'))).toBeUndefined()
    const done = await table.write([
      { put: { ...key('t2'), n: 2 } },
      { delete: key('t1'), when: [{ attribute: 'n', is: '=', value: 1 }] },
    ])
    expect(done).toEqual({ ok: true })
    expect(await table.get(key('t1'))).toBeUndefined()
  })

  it('updates paths: sets, adds from nothing, removes, and appends to lists', async () => {
    await table.write([{ put: { ...key('u'), list: [1], map: { a: 1, b: 2 } } }])
    const updated = await table.update({
      update: key('u'),
      set: { 'list[1]': 7, name: 'x' },
      add: { count: 3, 'map.a': 1, 'list[0]': 4 },
      remove: ['map.b'],
    })
    expect(updated).toEqual({ ...key('u'), list: [5, 7], map: { a: 2 }, name: 'x', count: 3 })
  })

  it('gives no item for an update whose condition does not hold', async () => {
    await table.write([{ put: { ...key('v'), n: 1 } }])
    expect(await table.update({ update: key('v'), set: { n: 9 }, when: [{ attribute: 'n', is: '<', value: 1 }] })).toBeUndefined()
    const either = {
      anyOf: [
        { attribute: 'm', is: 'absent' },
        { attribute: 'm', is: '>=', value: 3 },
      ],
    } as const
    expect(
      await table.update({ update: key('v'), set: { m: 2 }, when: [{ ...either, anyOf: [...either.anyOf] }] }),
    ).toMatchObject({ m: 2 })
    expect(
      await table.update({ update: key('v'), set: { m: 4 }, when: [{ ...either, anyOf: [...either.anyOf] }] }),
    ).toBeUndefined()
  })

  it('compares no attribute that is absent', async () => {
    await table.write([{ put: { ...key('w') } }])
    for (const is of ['=', '<', '>'] as const) {
      expect(await table.update({ update: key('w'), set: { x: 1 }, when: [{ attribute: 'n', is, value: 1 }] })).toBeUndefined()
    }
    expect(await table.update({ update: key('w'), set: { x: 1 }, when: [{ attribute: 'n', is: '<>', value: 1 }] })).toBeDefined()
  })

  it('queries a partition in order, within bounds, either way, and through an index', async () => {
    const pk = `${name}-query`
    await table.putAll(
      ['1', '2', '3', '31', '4'].map((sk) => ({
        pk,
        sk,
        gsi1pk: `${pk}-g`,
        gsi1sk: sk,
        gsi2pk: `${pk}-f`,
        gsi2sk: sk,
        find: { sk },
        large: 'x',
      })),
    )
    const keys = async (query: object) => (await table.query({ pk, ...query })).map((item) => item.sk)
    expect(await keys({})).toEqual(['1', '2', '3', '31', '4'])
    expect(await keys({ from: '2', to: '31' })).toEqual(['2', '3', '31'])
    expect(await keys({ from: '31' })).toEqual(['31', '4'])
    expect(await keys({ to: '2', descending: true })).toEqual(['2', '1'])
    expect(await keys({ beginsWith: '3', limit: 1, consistent: true })).toEqual(['3'])
    expect(await keys({ index: 'GSI1', pk: `${pk}-g`, from: '3' })).toEqual(['3', '31', '4'])
    expect(await table.query({ index: 'GSI2', pk: `${pk}-f`, limit: 1 })).toEqual([
      { pk, sk: '1', gsi2pk: `${pk}-f`, gsi2sk: '1', find: { sk: '1' } },
    ])
    expect(await table.count({ pk, from: '2' })).toBe(4)
  })

  it('reads more than a page of results', async () => {
    const pk = `${name}-pages`
    await table.putAll(Array.from({ length: 30 }, (_, i) => ({ pk, sk: String(i).padStart(3, '0'), text: 'x'.repeat(100_000) })))
    expect((await table.query({ pk, limit: 25 })).length).toBe(25)
    expect(await table.count({ pk })).toBe(30)
    let visited = 0
    await table.visit({ pk }, (items) => {
      visited += items.length
    })
    expect(visited).toBe(30)
  })

  it('gets many items at once, in the order asked for, leaving out what is not there', async () => {
    const pk = `${name}-many`
    await table.putAll(Array.from({ length: 130 }, (_, i) => ({ pk, sk: String(i) })))
    const wanted = Array.from({ length: 131 }, (_, i) => ({ pk, sk: String(130 - i) }))
    expect((await table.getMany(wanted)).map((item) => Number(item.sk))).toEqual(Array.from({ length: 130 }, (_, i) => 129 - i))
    expect(
      await table.getMany(
        [
          { pk, sk: '1' },
          { pk, sk: '1' },
        ],
        { consistent: true },
      ),
    ).toHaveLength(2)
  })

  it('lets exactly one of many racing creations win', async () => {
    const tries = Array.from({ length: 16 }, (_, i) =>
      table.write([{ put: { ...key('race'), i }, when: [{ attribute: 'pk', is: 'absent' }] }, { put: key(`race-${i}`) }]),
    )
    expect((await Promise.all(tries)).filter((result) => result.ok)).toHaveLength(1)
  })
})
