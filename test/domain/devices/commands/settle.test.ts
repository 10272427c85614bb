import { beforeEach, describe, expect, it } from 'vitest'
import { decideSettlement, type Receipt, recordReceipt } from '../../../../shared/domain/devices/commands/settle.ts'
import { AccountId, PanelId } from '../../../../shared/lib/ids.ts'
import { ok } from '../../../../shared/lib/result.ts'
import type { Pause } from '../../../../shared/lib/retry.ts'
import { commandStore } from '../../../../shared/storage/devices/commands.ts'
import { commandKey } from '../../../../shared/storage/keys/devices.ts'
import { memoryTable } from '../../../fakes/memory-table.ts'
import { turnsPause } from '../../../fakes/pause.ts'
import { aCommand } from '../../../support/commands.ts'

const accountId = AccountId.parse(1)
const { panelId, id, issuedAt } = aCommand()
const now = issuedAt + 2_000
const result: Receipt = { commandId: id, stage: 'result', outcome: 'succeeded', at: issuedAt + 1_500 }

let table: ReturnType<typeof memoryTable>
let deps: { commands: ReturnType<typeof commandStore>; now: () => number; pause: Pause }
beforeEach(async () => {
  table = memoryTable()
  deps = { commands: commandStore(table), now: () => now, pause: turnsPause() }
  await table.write([{ put: { ...aCommand(), ...commandKey(accountId, panelId, id), entity: 'command' } }])
})
const record = (receipt: Receipt, of = panelId) => recordReceipt(deps, accountId, of, receipt)
const stored = () => deps.commands.get(accountId, panelId, id)
const events = () => table.items().filter(({ entity }) => entity === 'event')

describe('receipts', () => {
  it('that say that a signature was not believed settle nothing: the true copy may be on its way, and count', async () => {
    await record({ ...result, outcome: 'rejected', reason: 'bad_signature' })
    expect(await stored()).toMatchObject({ state: 'accepted' })
    expect(events()).toEqual([])
    await record(result)
    expect(await stored()).toMatchObject({ state: 'succeeded' })
  })

  it('lead from received over executing to the result, which stores one event with it', async () => {
    await deps.commands.sent(accountId, aCommand(), issuedAt + 100)
    await record({ commandId: id, stage: 'received', at: issuedAt + 200 })
    await record({ commandId: id, stage: 'executing', at: issuedAt + 300 })
    expect(await record(result)).toEqual(ok('recorded'))
    expect(await stored()).toMatchObject({
      state: 'succeeded',
      sends: 1,
      sentAts: [issuedAt + 100],
      receivedAt: issuedAt + 200,
      executingAt: issuedAt + 300,
      settledAt: issuedAt + 1_500,
    })
    expect(events()).toEqual([
      expect.objectContaining({
        kind: 'access',
        type: 'door.pulsed',
        actor: { kind: 'administrator', id: 11, name: 'Mary Master' },
        subject: { kind: 'access_point', id: 5, name: 'Front door' },
        site: { id: 3, name: 'Office' },
        occurredAt: issuedAt + 1_500,
        processedAt: now,
      }),
    ])
  })

  it('may overtake each other and the note that the command was sent', async () => {
    expect(await record(result)).toEqual(ok('recorded'))
    expect(await record({ commandId: id, stage: 'executing', at: now })).toEqual(ok('ignored'))
    expect(await record({ commandId: id, stage: 'received', at: now })).toEqual(ok('ignored'))
    await deps.commands.sent(accountId, aCommand(), now)
    expect(await stored()).toMatchObject({ state: 'succeeded', sends: 1, sentAts: [now] })
  })

  it('are timed by the clock of the panel, between the order and now', async () => {
    await record({ commandId: id, stage: 'received', at: 0 })
    await record({ commandId: id, stage: 'executing', at: now + 999_999 })
    expect(await stored()).toMatchObject({ receivedAt: issuedAt, executingAt: now })
  })

  it('change nothing when they come again', async () => {
    await record(result)
    const before = table.items()
    expect(await record(result)).toEqual(ok('ignored'))
    expect(await record({ ...result, outcome: 'failed', reason: 'interrupted' })).toEqual(ok('ignored'))
    expect(table.items()).toEqual(before)
  })

  it('of one result at the same moment store one event', async () => {
    await Promise.all(Array.from({ length: 8 }, () => record(result)))
    expect(events()).toHaveLength(1)
  })

  it('settle a command although another receipt comes in between', async () => {
    const slow = { ...deps.commands }
    let interrupted = false
    slow.get = async (...key) => {
      const command = await deps.commands.get(...key)
      if (!interrupted) await deps.commands.progress(accountId, panelId, id, 'executing', now)
      interrupted = true
      return command
    }
    expect(await recordReceipt({ ...deps, commands: slow }, accountId, panelId, result)).toEqual(ok('recorded'))
    expect((await stored())?.state).toBe('succeeded')
    expect(events()).toHaveLength(1)
  })

  it('of a refusal tell why, in an event of another kind', async () => {
    await record({ ...result, outcome: 'rejected', reason: 'clock' })
    expect(await stored()).toMatchObject({ state: 'rejected', reason: 'clock' })
    expect(events()).toEqual([expect.objectContaining({ type: 'door.pulse_failed', facts: { reason: 'clock' } })])
  })

  it("about another panel's command, or none, are ignored", async () => {
    expect(await record(result, PanelId.parse(8))).toEqual(ok('ignored'))
    expect(await record({ ...result, stage: 'received' }, PanelId.parse(8))).toEqual(ok('ignored'))
    expect(table.items()).toHaveLength(1)
  })
})

describe('a settlement', () => {
  it('is never dated before the order or after now, whatever the clock of the panel says', () => {
    expect(decideSettlement(aCommand(), { ...result, at: 0 }, now)?.settledAt).toBe(issuedAt)
    expect(decideSettlement(aCommand(), { ...result, at: now + 999_999 }, now)?.settledAt).toBe(now)
  })

  it('comes late after the command has expired, but not after a day', () => {
    expect(decideSettlement(aCommand({ state: 'sent' }), result, issuedAt + 86_400_000)?.state).toBe('succeeded')
    expect(decideSettlement(aCommand({ state: 'sent' }), result, issuedAt + 86_400_001)).toBeUndefined()
  })
})
