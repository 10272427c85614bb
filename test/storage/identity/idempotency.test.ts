import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  claimLifetime,
  type KeptAnswer,
  type KeptRequest,
  maxKeptBytes,
  type RequestPlace,
} from '../../../shared/domain/identity/idempotency/entity.ts'
import { AccountId } from '../../../shared/lib/ids.ts'
import { idempotencyStore } from '../../../shared/storage/identity/idempotency.ts'
import type { Table } from '../../../shared/storage/table/types.ts'
import { memoryTable } from '../../fakes/memory-table.ts'
import { type LocalTable, startLocalTable } from '../../support/local-table.ts'

let local: LocalTable
beforeAll(async () => {
  local = await startLocalTable()
})
afterAll(() => local.stop())

const now = Date.UTC(2026, 2, 2, 12)
const at = (key: string): RequestPlace => ({ accountId: AccountId.parse(1), caller: 'administrator#11', key })
const request = (claim: string, from = now): KeptRequest => ({ claim, sealedFingerprint: 'f', until: from + claimLifetime })
// Sealed text is base64url: four characters for three bytes.
const answer: KeptAnswer = { status: 200, headers: {}, body: { sealed: 'x'.repeat((maxKeptBytes * 4) / 3 + 100) } }

const tables: [string, () => Table][] = [
  ['in memory', memoryTable],
  ['DynamoDB', () => local.table],
]
describe.each(tables)('keys of requests, %s', (_, tableOf) => {
  it('are claimed by one of many', async () => {
    const store = idempotencyStore(tableOf())
    const met = await Promise.all(['1', '2', '3'].map((claim) => store.claim(at('race'), request(claim), now)))
    expect(met.filter((one) => one === undefined)).toHaveLength(1)
  })

  it('hold the largest answer that is kept, until its time is over', async () => {
    const store = idempotencyStore(tableOf())
    await store.claim(at('large'), request('1'), now)
    const kept = { ...request('1'), answer }
    await store.settle(at('large'), kept)
    expect(await store.claim(at('large'), request('2'), kept.until - 1)).toEqual(kept)
    expect(await store.claim(at('large'), request('2', kept.until), kept.until)).toBeUndefined()
  })

  it('are neither answered nor given back by who lost the claim', async () => {
    const store = idempotencyStore(tableOf())
    await store.claim(at('lost'), request('1'), now)
    const later = now + claimLifetime
    expect(await store.claim(at('lost'), request('2', later), later)).toBeUndefined()
    await store.settle(at('lost'), { ...request('1'), answer })
    await store.giveBack(at('lost'), '1')
    expect(await store.claim(at('lost'), request('3', later), later)).toEqual(request('2', later))
    await store.giveBack(at('lost'), '2')
    expect(await store.claim(at('lost'), request('3', later), later)).toBeUndefined()
  })
})
