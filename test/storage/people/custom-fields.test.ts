import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { CustomField } from '../../../shared/domain/people/custom-fields/entity.ts'
import { AccountId, CustomFieldId, UserId } from '../../../shared/lib/ids.ts'
import { createStores, type Stores } from '../../../shared/storage/stores.ts'
import type { Table } from '../../../shared/storage/table/types.ts'
import { memoryTable } from '../../fakes/memory-table.ts'
import { policedTable } from '../../infra/policed-table.ts'
import { user } from '../../support/holders.ts'
import { type LocalTable, startLocalTable } from '../../support/local-table.ts'

let local: LocalTable
beforeAll(async () => {
  local = await startLocalTable()
})
afterAll(() => local.stop())

const of = (account: number) => AccountId.parse(account)
const fieldId = (id: number) => CustomFieldId.parse(id)
const field = (id: number): CustomField => ({
  id: fieldId(id),
  version: 1,
  name: `Field ${id}`,
  type: 'text',
  displayOrder: id,
  createdAt: 0,
  updatedAt: 0,
})
const missing = { ok: false, reason: 'missing-field' }

describe.each([
  ['in memory', () => memoryTable() as Table],
  ['DynamoDB Local', () => local.table],
])('custom fields: %s', (_name, make) => {
  let stores: Stores
  let atTheTick: Stores
  beforeAll(() => {
    const table = make()
    stores = createStores(table)
    atTheTick = createStores(policedTable(table, 'timers'))
  })

  it('are needed for the values of people, new ones and changed ones, and not for those that stay', async () => {
    const { customFields, users } = stores
    await customFields.add(of(1), field(1), undefined)
    expect(await users.add(of(1), user(1, { customFields: { 9: 'x' } }), undefined)).toEqual(missing)
    const first = user(1, { customFields: { 1: 'x' } })
    expect(await users.add(of(1), first, undefined)).toEqual({ ok: true })
    const unknown = { ...first, version: 2, customFields: { 1: 'x', 9: 'y' } }
    expect(await users.replace(of(1), first, unknown, undefined)).toEqual(missing)
    expect(await users.add(of(2), user(1, { customFields: { 1: 'x' } }), undefined)).toEqual(missing)
    await customFields.remove(of(1), field(1), undefined)
    const renamed = { ...first, version: 2, firstName: 'New' }
    expect(await users.replace(of(1), first, renamed, undefined)).toEqual({ ok: true })
    const changed = { ...renamed, version: 3, customFields: { 1: 'y' } }
    expect(await users.replace(of(1), renamed, changed, undefined)).toEqual(missing)
  })

  it('that are deleted are swept from people step by step with the rights of the tick, and from nobody else', async () => {
    const { customFields, users } = stores
    for (const id of [1, 2]) await customFields.add(of(3), field(id), undefined)
    await customFields.add(of(4), field(1), undefined)
    for (let id = 1; id <= 5; id += 1) await users.add(of(3), user(id, { customFields: { 1: 'x', 2: 'y' } }), undefined)
    await users.add(of(4), user(1, { customFields: { 1: 'x' } }), undefined)
    await customFields.remove(of(3), field(1), undefined)
    expect(await atTheTick.customFields.sweeps(10)).toContainEqual(
      expect.objectContaining({ accountId: of(3), fieldId: fieldId(1) }),
    )
    const values = async () =>
      (await users.page(of(3), { offset: 0, pageSize: 10 })).data.map(({ customFields: all }) => Object.keys(all ?? {}).join())
    expect(await atTheTick.customFields.sweep(of(3), fieldId(1), 2)).toBe(true)
    expect(await values()).toEqual(['2', '2', '1,2', '1,2', '1,2'])
    expect(await atTheTick.customFields.sweep(of(3), fieldId(1), 2)).toBe(true)
    expect(await atTheTick.customFields.sweep(of(3), fieldId(1), 2)).toBe(false)
    expect(await values()).toEqual(['2', '2', '2', '2', '2'])
    const finds: unknown[] = []
    await users.visitFinds(of(3), (found) => finds.push(found.customFields))
    expect(finds).toEqual(Array.from({ length: 5 }, () => ({ 2: 'y' })))
    expect((await stores.users.get(of(4), UserId.parse(1)))?.customFields).toEqual({ 1: 'x' })
    expect((await customFields.sweeps(10)).filter(({ accountId }) => accountId === of(3))).toEqual([])
    expect(await customFields.sweep(of(3), fieldId(1), 2)).toBe(false)
  })

  it('that are swept make whoever changes a person meanwhile read again', async () => {
    const { customFields, users } = stores
    await customFields.add(of(5), field(1), undefined)
    const before = user(1, { customFields: { 1: 'x' } })
    await users.add(of(5), before, undefined)
    await customFields.remove(of(5), field(1), undefined)
    await customFields.sweep(of(5), fieldId(1), 10)
    const late = { ...before, version: 2, firstName: 'Late' }
    expect(await users.replace(of(5), before, late, undefined)).toEqual({ ok: false, reason: 'changed' })
    expect((await users.get(of(5), before.id))?.customFields).toEqual({})
  })
})
