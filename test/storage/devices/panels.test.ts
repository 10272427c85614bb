import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { AccountId, PanelId, ScheduleId } from '../../../shared/lib/ids.ts'
import { createStores, type Stores } from '../../../shared/storage/stores.ts'
import type { Table } from '../../../shared/storage/table/types.ts'
import { memoryTable } from '../../fakes/memory-table.ts'
import { audit, door, panel, site } from '../../support/doors.ts'
import { type LocalTable, startLocalTable } from '../../support/local-table.ts'

let local: LocalTable
beforeAll(async () => {
  local = await startLocalTable()
})
afterAll(() => local.stop())

const of = (account: number) => AccountId.parse(account)
const now = Date.UTC(2026, 2, 2, 12)
const key = { kty: 'OKP', crv: 'Ed25519', x: 'x'.repeat(43) } as const

describe.each([
  ['in memory', () => memoryTable() as Table],
  ['DynamoDB Local', () => local.table],
])('control panels: %s', (name, make) => {
  let stores: Stores
  beforeAll(() => {
    stores = createStores(make())
  })
  const register = async (account: number, id: number, at = site(id)) => {
    const accountId = of(account)
    if (!(await stores.sites.get(accountId, at.id))) await stores.sites.add(accountId, at, audit(`${name} site ${account} ${id}`))
    const one = panel(id, at, { serialNumber: `${name} ${id}` })
    const add = await stores.panels.adding(accountId, one.id)
    return { one, added: await add(one, at, audit(`${name} panel ${account} ${id}`)) }
  }

  it('come with a presence, a serial number of their own, and a count at their site', async () => {
    const { one, added } = await register(1, 10)
    expect(added).toEqual({ ok: true })
    expect(await stores.panels.getLive(of(1), one.id)).toMatchObject({
      panel: one,
      presence: { panelId: 10, generation: 0, rulesVersion: 0, compileBegun: 0, compileEnded: 0, doors: {} },
    })
    expect(await stores.panels.findBySerial(one.serialNumber.toLowerCase())).toEqual({ accountId: 1, panelId: 10 })
    expect((await stores.sites.get(of(1), 10))?.panelCount).toBe(1)
    expect(await stores.panels.getLive(of(2), one.id)).toBeUndefined()
  })

  it('are refused when the serial number is taken by any account, or the site was renamed meanwhile', async () => {
    await register(2, 20)
    const at = site(21)
    await stores.sites.add(of(3), at, audit(`${name} other site`))
    const add = async (id: number, serialNumber: string, place = at) => {
      const one = panel(id, place, { serialNumber })
      return (await stores.panels.adding(of(3), one.id))(one, place, audit(`${name} ${id}`))
    }
    expect(await add(22, `${name} 20`.toUpperCase())).toEqual({ ok: false, reason: 'serial_taken' })
    expect(await add(23, `${name} 23`, { ...at, siteName: 'Old name' })).toEqual({ ok: false, reason: 'changed' })
    expect(await stores.panels.pageLive(of(3), { offset: 0, pageSize: 20 })).toEqual({ data: [], count: 0 })
    expect((await stores.sites.get(of(3), 21))?.panelCount).toBeUndefined()
  })

  it('are paged together with what is live about them', async () => {
    for (const id of [30, 31, 32, 33]) await register(4, id)
    const page = await stores.panels.pageLive(of(4), { offset: 1, pageSize: 2 })
    expect(page.count).toBe(4)
    expect(page.data.map((live) => [live.panel.id, live.presence.panelId])).toEqual([
      [31, 31],
      [32, 32],
    ])
    const found = await stores.panels.searchLive(of(4), ({ panelId }) => panelId !== 31, { offset: 1, pageSize: 5 })
    expect(found).toMatchObject({ count: 3, data: [{ panel: { id: 32 } }, { panel: { id: 33 } }] })
    expect(await stores.presences.panelIds(of(4), { limit: 3 })).toEqual([30, 31, 32])
    expect(await stores.presences.panelIds(of(4), { after: PanelId.parse(32), limit: 3 })).toEqual([33])
  })

  it('speak with one key at a time', async () => {
    const { one } = await register(5, 40)
    const line = { keyId: 'first', connectionId: 'c1', connectedAt: now }
    const report = { lastContactAt: now, onlineUntil: now + 150_000 }
    const hear = (on = line) => stores.presences.heard(of(5), one.id, on, report, true)
    expect(await hear()).toBeUndefined()
    const paired = { ...one, key, version: 2 }
    expect(await stores.panels.rekey(of(5), paired, 'first', audit(`${name} pair`))).toEqual({ ok: true })
    expect(await stores.panels.findBySerial(one.serialNumber)).toEqual({ accountId: 5, panelId: 40, key })
    expect(await hear()).toMatchObject({ generation: 1, connection: { connectionId: 'c1', connectedAt: now } })
    expect(await hear({ ...line, keyId: 'second' })).toBeUndefined()
    expect(await stores.panels.rekey(of(5), { ...one, version: 3 }, undefined, audit(`${name} unpair`))).toEqual({ ok: true })
    expect(await hear()).toBeUndefined()
    const presence = await stores.presences.get(of(5), one.id)
    expect(presence).not.toHaveProperty('connection')
    expect(await stores.panels.findBySerial(one.serialNumber)).toEqual({ accountId: 5, panelId: 40 })
  })

  it('hold their doors, and lose no door that another writer adds', async () => {
    const { one } = await register(6, 50)
    const add = async (id: number, to = one) => {
      const added = door(id, to)
      return (await stores.accessPoints.adding(of(6), added.id))(added, to, audit(`${name} door ${id} ${to.version}`))
    }
    expect(await add(51)).toEqual({ ok: true })
    expect(await add(52)).toEqual({ ok: false, reason: 'changed' })
    const read = await stores.panels.get(of(6), one.id)
    expect(read && (await add(52, read))).toEqual({ ok: true })
    expect((await stores.accessPoints.ofPanel(of(6), one.id)).map(({ id }) => id)).toEqual([51, 52])
    expect((await stores.accessPoints.page(of(6), { offset: 0, pageSize: 20 })).count).toBe(2)
    const now2 = await stores.panels.get(of(6), one.id)
    const first = await stores.accessPoints.get(of(6), 51)
    if (!now2 || !first) throw new Error('The panel and its door are there')
    expect(await stores.accessPoints.remove(of(6), first, now2, audit(`${name} gone`))).toEqual({ ok: true })
    expect((await stores.accessPoints.ofPanel(of(6), one.id)).map(({ id }) => id)).toEqual([52])
  })

  it('show a door as a use of its unlock schedule, until it has another', async () => {
    const { one } = await register(7, 60)
    const scheduleId = ScheduleId.parse(5)
    const locked = door(61, one, { unlockScheduleId: scheduleId })
    await (await stores.accessPoints.adding(of(7), locked.id))(locked, one, audit(`${name} shop`))
    expect(await stores.schedules.use(of(7), scheduleId)).toBe('access-point')
    const { unlockScheduleId: _, ...rest } = locked
    await stores.accessPoints.replace(of(7), locked, { ...rest, version: 2 }, undefined)
    expect(await stores.schedules.use(of(7), scheduleId)).toBeUndefined()
  })

  it('leave nothing behind when they are deleted', async () => {
    const { one } = await register(8, 70)
    expect(await stores.panels.remove(of(8), one, audit(`${name} removed`))).toEqual({ ok: true })
    expect(await stores.panels.getLive(of(8), one.id)).toBeUndefined()
    expect(await stores.panels.findBySerial(one.serialNumber)).toBeUndefined()
    expect((await stores.sites.get(of(8), 70))?.panelCount).toBe(0)
    expect(await stores.presences.compileBegins(of(8), PanelId.parse(70), now)).toBeUndefined()
  })
})
