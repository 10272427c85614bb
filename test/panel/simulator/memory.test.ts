import { appendFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Memory, openMemory } from '../../../local/simulator/memory.ts'
import { openStore, panelDirectory } from '../../../local/simulator/store.ts'
import { AccessPointId } from '../../../shared/lib/ids.ts'
import type { AccessEvent } from '../../../shared/panel-protocol/events.ts'

const doorId = AccessPointId.parse(5)
const uuidOf = (number: number) => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`
const event = (sequence: number): AccessEvent => ({
  sequence,
  kind: 'access',
  accessPointId: doorId,
  decision: 'denied',
  reason: 'unknown_credential',
  presented: {},
  occurredAt: 1_800_000_000_000,
  configVersion: 1,
  clockQuality: 'synced',
})

let directory: string
let path: string
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'memory-'))
  path = join(directory, 'journal.log')
})
afterEach(() => rm(directory, { recursive: true, force: true }))

let uuids = 0
const open = (limit?: number): Promise<Memory> => {
  uuids += 1
  const mine = uuids
  return openMemory(path, () => uuidOf(mine), limit)
}
const keep = async (memory: Memory, count: number) => {
  for (let index = 0; index < count; index += 1) await memory.keepEvents([event(memory.buffer().nextSequence())])
}
const held = (memory: Memory) =>
  memory
    .buffer()
    .all()
    .map(({ sequence }) => sequence)

describe('what a panel remembers', () => {
  it('is there after a power cut, though nothing was closed', async () => {
    const before = await open()
    await keep(before, 5)
    before.buffer().ack(2)
    await before.keepAck(2)
    await before.keepCommand({ commandId: 'a', reported: false })
    await before.keepCommand({ commandId: 'b', result: { outcome: 'rejected', reason: 'clock', at: 1 }, reported: false })
    await before.keepReported(['b'])
    await before.keepPulse(doorId)
    await before.keepPulse(doorId)
    await before.keepDecisions({ enabledUntil: { '3/20': 99 } })
    const after = await open()
    expect(after.epoch()).toBe(before.epoch())
    expect(held(after)).toEqual([3, 4, 5])
    expect(after.buffer().nextSequence()).toBe(6)
    expect(after.commands.all()).toEqual(before.commands.all())
    expect(after.pulsesOf(doorId)).toBe(2)
    expect(after.decisions()).toMatchObject({ enabledUntil: { '3/20': 99 } })
    await Promise.all([before.close(), after.close()])
  })

  it('survives a line that was torn in the middle, and goes on after it', async () => {
    const before = await open()
    await keep(before, 2)
    await before.close()
    await appendFile(path, '{"entry":"event","event":{"sequ')
    const after = await open()
    await keep(after, 1)
    await after.close()
    const again = await open()
    expect(held(again)).toEqual([1, 2, 3])
    await again.close()
  })

  it('survives rubbish in its file: what can be read counts', async () => {
    const before = await open()
    await keep(before, 2)
    await before.close()
    await writeFile(path, `\u0000\n[]\nnull\n"x"\n{"entry":"other"}\n${await readFile(path, 'utf8')}`)
    const after = await open()
    expect(held(after)).toEqual([1, 2])
    expect(after.epoch()).toBe(before.epoch())
    await after.close()
  })

  it('begins a new epoch when it was wiped', async () => {
    const before = await open()
    await keep(before, 3)
    const epoch = before.epoch()
    await before.close()
    await rm(path)
    const after = await open()
    expect(after.epoch()).not.toBe(epoch)
    expect(after.buffer().nextSequence()).toBe(1)
    await after.close()
  })

  it('does not use a number again when all events were acknowledged', async () => {
    const before = await open()
    await keep(before, 3)
    before.buffer().ack(3)
    await before.keepAck(3)
    await before.close()
    const after = await open()
    expect(after.buffer().nextSequence()).toBe(4)
    await after.close()
  })

  it('stays small however many events pass through, and loses none in being made small', async () => {
    const memory = await open()
    for (let round = 0; round < 60; round += 1) {
      const next = memory.buffer().nextSequence()
      await memory.keepEvents(Array.from({ length: 100 }, (_, index) => event(next + index)))
      memory.buffer().ack(next + 89)
      await memory.keepAck(next + 89)
    }
    await memory.close()
    const lines = (await readFile(path, 'utf8')).split('\n').length
    expect(lines).toBeLessThan(4_000)
    const after = await open()
    expect(held(after)).toEqual([5991, 5992, 5993, 5994, 5995, 5996, 5997, 5998, 5999, 6000])
    await after.close()
  })

  it('overruns after a reboot just as it did before', async () => {
    const before = await open(4)
    await keep(before, 7)
    await before.close()
    const after = await open(4)
    expect(after.buffer().lost()).toEqual({ from: 1, to: 3 })
    expect(after.buffer().all()).toEqual(before.buffer().all())
    await after.close()
  })

  it('is not claimed when it could not be written down', async () => {
    const memory = await open()
    await keep(memory, 1)
    await memory.close()
    await expect(memory.keepEvents([event(2)])).rejects.toThrow('closed')
    expect(held(memory)).toEqual([1])
  })

  it('takes what comes all at once in the order in which it came', async () => {
    const memory = await open()
    await Promise.all(Array.from({ length: 200 }, (_, index) => memory.keepEvents([event(index + 1)])))
    await memory.close()
    const after = await open()
    expect(held(after)).toEqual(Array.from({ length: 200 }, (_, index) => index + 1))
    await after.close()
  })
})

describe("a panel's store", () => {
  it('is its own, whatever the serial number looks like, and inside the data folder', () => {
    const serials = ['SP-1', 'sp-1', 'SP_1', 'SP/1', '../SP-1', '..', '.', 'SP 1', 'ä', 'a'.repeat(64), '\u0000']
    const folders = serials.map((serial) => panelDirectory('/data', serial))
    expect(new Set(folders.map((folder) => folder.toLowerCase())).size).toBe(serials.length)
    for (const folder of folders) expect(folder).toMatch(/^\/data\/[A-Za-z0-9_-]+$/)
  })

  it('has the old content or the new, and says so when there is none', async () => {
    const store = await openStore(join(directory, 'panel'))
    expect(await store.read('x')).toBeUndefined()
    await store.write('x', 'one')
    await store.write('x', 'two')
    expect((await store.read('x'))?.toString()).toBe('two')
    await store.remove('x')
    await store.remove('x')
    expect(await store.read('x')).toBeUndefined()
  })
})
