import { describe, expect, it } from 'vitest'
import { memoryTable } from '../fakes/memory-table.ts'
import { policedTable } from './policed-table.ts'

describe('a table as the role of a function lets it be used', () => {
  it('does what the function may do', async () => {
    const memory = memoryTable()
    const sender = policedTable(memory, 'webhook-sender')
    const pk = 'A#7#subscription#9#deliveries'
    expect(await sender.write([{ put: { pk, sk: '1' } }])).toEqual({ ok: true })
    expect(await sender.getMany([{ pk, sk: '1' }])).toEqual([{ pk, sk: '1' }])
    await sender.putAll([{ pk, sk: '2' }])
    expect(await policedTable(memory, 'brivo-api').query({ pk })).toHaveLength(2)
  })

  it('refuses another action, another key and another index, in words that say where to look', async () => {
    const memory = memoryTable()
    const sender = policedTable(memory, 'webhook-sender')
    await expect(sender.write([{ put: { pk: 'A#7#user', sk: '1' } }])).rejects.toThrow(
      'infra/table-access.ts does not let functions/webhook-sender do this to the table: PutItem A#7#user',
    )
    await expect(sender.write([{ delete: { pk: 'D#0', sk: '1' } }])).rejects.toThrow('DeleteItem D#0')
    await expect(sender.query({ pk: 'A#7#subscription' })).rejects.toThrow('Query A#7#subscription')
    await expect(policedTable(memory, 'auth').query({ pk: 'A#7#x', index: 'GSI1' })).rejects.toThrow('Query A#7#x in GSI1')
    await expect(policedTable(memory, 'timers').putAll([{ pk: 'D#0', sk: '1' }])).rejects.toThrow('BatchWriteItem D#0')
    expect(memory.items()).toEqual([])
  })

  it('takes a key to the letter: a pattern that ends is not met by a longer key, nor by another letter', async () => {
    const fanout = policedTable(memoryTable(), 'event-fanout')
    expect(await fanout.query({ pk: 'A#7#subscription' })).toEqual([])
    await expect(fanout.query({ pk: 'A#7#subscription#9#deliveries' })).rejects.toThrow('functions/event-fanout')
    await expect(fanout.query({ pk: 'T#7#subscription' })).rejects.toThrow('functions/event-fanout')
  })

  it('refuses a transaction as a whole when one of its writes is refused', async () => {
    const memory = memoryTable()
    const gateway = policedTable(memory, 'panel-gateway')
    const mine = { put: { pk: 'A#7#panel#1', sk: 'upload' } }
    await expect(gateway.write([mine, { put: { pk: 'A#7#user', sk: '1' } }])).rejects.toThrow('functions/panel-gateway')
    expect(memory.items()).toEqual([])
    expect(await gateway.write([mine, { put: { pk: 'A#7#events#access#2026-03-02#0', sk: '1' } }])).toEqual({ ok: true })
  })
})
