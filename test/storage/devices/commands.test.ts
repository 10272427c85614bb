import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { commandIdOf } from '../../../shared/lib/command-id.ts'
import { AccountId, PanelId } from '../../../shared/lib/ids.ts'
import { uuidOf, uuidV7 } from '../../../shared/lib/uuid.ts'
import { commandStore } from '../../../shared/storage/devices/commands.ts'
import { presenceKey } from '../../../shared/storage/keys/devices.ts'
import { uploadStore } from '../../../shared/storage/record/uploads.ts'
import type { Table } from '../../../shared/storage/table/types.ts'
import { memoryTable } from '../../fakes/memory-table.ts'
import { aCommand } from '../../support/commands.ts'
import { audit } from '../../support/doors.ts'
import { type LocalTable, startLocalTable } from '../../support/local-table.ts'

let local: LocalTable
beforeAll(async () => {
  local = await startLocalTable()
})
afterAll(() => local.stop())

const accountId = AccountId.parse(1)
const { issuedAt: now } = aCommand()

describe.each([
  ['in memory', () => memoryTable() as Table],
  ['DynamoDB Local', () => local.table],
])('commands: %s', (name, make) => {
  let table: Table
  let commands: ReturnType<typeof commandStore>
  beforeAll(() => {
    table = make()
    commands = commandStore(table)
  })
  const command = (panel: number, at = now, fill = 1) =>
    aCommand({
      id: uuidV7(at, new Uint8Array(10).fill(fill)),
      panelId: PanelId.parse(panel),
      issuedAt: at,
      notAfter: at + 10_000,
    })
  const connect = (panel: number, onlineUntil: number | undefined, connection: object | undefined = { connectedAt: now }) =>
    table.write([{ put: { ...presenceKey(accountId, panel), panelId: panel, connection, onlineUntil } }])

  it('are stored for a panel that is connected now, and for no other', async () => {
    await connect(11, now)
    await connect(12, now - 1)
    await table.write([{ put: { ...presenceKey(accountId, 13), panelId: 13, onlineUntil: now + 9 } }])
    const stored = await Promise.all([11, 12, 13, 14].map((panel) => commands.add(accountId, command(panel), now)))
    expect(stored).toEqual(['stored', 'not_connected', 'not_connected', 'not_connected'])
    expect(await commands.add(accountId, command(11), now)).toBe('taken')
    expect(await commands.get(accountId, PanelId.parse(11), command(11).id)).toEqual(command(11))
    expect(await commands.get(accountId, PanelId.parse(12), command(12).id)).toBeUndefined()
  })

  it('are found by their id alone, the moment they are stored', async () => {
    await connect(51, now + 99_999)
    const panelId = PanelId.parse(51)
    const one = { ...command(51), id: commandIdOf(now, panelId, new Uint8Array([1, 2, 3])) }
    await commands.add(accountId, one, now)
    expect(await commands.find(accountId, one.id)).toEqual(one)
    expect(await commands.find(AccountId.parse(2), one.id)).toBeUndefined()
    for (const id of [commandIdOf(now, panelId, new Uint8Array(3)), '0190a5d2-5a3c-4f6e-8fff-ffffffffffff'])
      expect(await commands.find(accountId, id)).toBeUndefined()
  })

  it('come in the order of their creation, from an instant on, of one panel', async () => {
    await connect(21, now + 99_999)
    await connect(22, now + 99_999)
    for (const [panel, at] of [
      [21, now],
      [21, now - 61_000],
      [22, now + 5],
      [21, now + 2],
    ] as const) {
      await commands.add(accountId, command(panel, at), now)
    }
    const recent = await commands.since(accountId, PanelId.parse(21), now - 60_000)
    expect(recent.map(({ issuedAt }) => issuedAt)).toEqual([now, now + 2])
    expect(await commands.since(AccountId.parse(2), PanelId.parse(21), 0)).toEqual([])
  })

  it('move on only as the lifecycle allows', async () => {
    await connect(31, now + 99_999)
    const one = command(31)
    const panelId = PanelId.parse(31)
    await commands.add(accountId, one, now)
    expect(await commands.sent(accountId, one, now + 1)).toMatchObject({ state: 'sent', sends: 1, sentAts: [now + 1] })
    const again = { ...one, sentAts: [now + 1] }
    expect(await commands.sent(accountId, again, now + 2)).toMatchObject({
      state: 'sent',
      sends: 2,
      sentAts: [now + 1, now + 2],
    })
    expect(await commands.progress(accountId, panelId, one.id, 'executing', now + 3)).toMatchObject({ executingAt: now + 3 })
    expect(await commands.progress(accountId, panelId, one.id, 'received', now + 4)).toBeUndefined()
    const late = { ...one, sentAts: [now + 1, now + 2] }
    expect(await commands.sent(accountId, late, now + 5)).toMatchObject({ state: 'executing', sends: 3 })
    expect(await commands.sent(accountId, command(31, now, 9), now)).toBeUndefined()
    expect(await commands.progress(accountId, panelId, uuidV7(now, new Uint8Array(10)), 'received', now)).toBeUndefined()
  })

  it('are settled once, with their event', async () => {
    await connect(41, now + 99_999)
    const one = command(41)
    await commands.add(accountId, one, now)
    const done = { ...one, state: 'succeeded' as const, settledAt: now + 9 }
    const settle = (event: string) => commands.settle(accountId, one, done, audit(`${name} ${event}`))
    expect(await Promise.all([settle('a'), settle('b')])).toContain(true)
    expect(await settle('c')).toBe(false)
    expect(await commands.get(accountId, PanelId.parse(41), one.id)).toMatchObject({ state: 'succeeded', settledAt: now + 9 })
  })
})

describe.each([
  ['in memory', () => memoryTable() as Table],
  ['DynamoDB Local', () => local.table],
])('uploads: %s', (name, make) => {
  const panelId = PanelId.parse(7)
  const nothing = { accessPointIds: [], userIds: [], values: [], needsPanel: false }
  const start = { upTo: 0, beyond: [], revision: 0 }
  const event = (sequence: number) => ({ ...audit(`${name} ${sequence}`), kind: 'access' as const, uuid: uuidOf(name, sequence) })

  it('store events and move their cursor together, from where it was read', async () => {
    const uploads = uploadStore(make())
    const of = { panelId, epoch: '6e8bc430-9c3a-4d9a-8f21-0a4f0d3f5b11' }
    const after = { upTo: 2, beyond: [[5, 6]] as [number, number][], revision: 1 }
    expect(await uploads.store(accountId, of, start, after, [event(1), event(2)])).toBe(true)
    expect(await uploads.store(accountId, of, start, after, [event(3)])).toBe(false)
    const known = await uploads.facts(accountId, panelId, of.epoch, nothing, { consistent: true })
    expect(known.cursor).toEqual(after)
    expect(await uploads.store(accountId, of, after, { upTo: 6, beyond: [], revision: 2 }, [event(3)])).toBe(true)
    expect(await uploads.store(accountId, of, after, { upTo: 6, beyond: [], revision: 2 }, [event(4)])).toBe(false)
    const other = await uploads.facts(accountId, panelId, 'another', nothing, { consistent: true })
    expect(other.cursor).toEqual(start)
  })

  it('know how many events a transaction takes, whatever hours they fall in', () => {
    const uploads = uploadStore(make())
    const at = (hours: number) =>
      Array.from({ length: 500 }, (_, index) => ({
        ...event(index),
        site: { id: 3, name: 'Office' },
        occurredAt: now - (index % hours) * 3_600_000,
      }))
    expect(uploads.fitting(accountId, at(1))).toBe(97)
    expect(uploads.fitting(accountId, at(500))).toBe(33)
    expect(uploads.fitting(accountId, at(1).slice(0, 1))).toBe(1)
    expect(uploads.fitting(accountId, [])).toBe(0)
  })
})
