import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { AccountId, PanelId } from '../../../shared/lib/ids.ts'
import { connectionStore } from '../../../shared/storage/devices/connections.ts'
import { presenceStore } from '../../../shared/storage/devices/presence.ts'
import { presenceKey } from '../../../shared/storage/keys/devices.ts'
import type { Table } from '../../../shared/storage/table/types.ts'
import { memoryTable } from '../../fakes/memory-table.ts'
import { type LocalTable, startLocalTable } from '../../support/local-table.ts'

let local: LocalTable
beforeAll(async () => {
  local = await startLocalTable()
})
afterAll(() => local.stop())

const accountId = AccountId.parse(1)
const now = Date.UTC(2026, 2, 2, 12)
const report = { lastContactAt: now, onlineUntil: now + 150_000 }

describe.each([
  ['in memory', () => memoryTable() as Table],
  ['DynamoDB Local', () => local.table],
])('the presence of a panel: %s', (name, make) => {
  let table: Table
  let presences: ReturnType<typeof presenceStore>
  let panelId = PanelId.parse(1)
  beforeAll(() => {
    table = make()
    presences = presenceStore(table)
  })
  beforeEach(async () => {
    panelId = PanelId.parse(panelId + 1)
    const postures = { postureVersion: 0, sentPosture: 0, appliedPosture: 0 }
    const versions = { reservedVersion: 0, settledVersion: 0, sentVersion: 0, appliedVersion: 0, ...postures }
    const unheard = { panelId, keyId: 'k', generation: 0, ...versions, doors: {} }
    await table.write([{ put: { ...presenceKey(accountId, panelId), entity: 'panel-presence', ...unheard } }])
  })
  const hear = (line: { keyId?: string; connectionId?: string; connectedAt?: number }, opens = false) =>
    presences.heard(accountId, panelId, { keyId: 'k', connectedAt: now, ...line }, report, opens)
  const connected = async () => (await presences.get(accountId, panelId))?.connection

  it('follows the newest socket, whatever order words come in', async () => {
    expect(await hear({ connectionId: 'a' }, true)).toMatchObject({ generation: 1 })
    expect(await hear({ connectionId: 'b', connectedAt: now + 5 }, true)).toMatchObject({ generation: 2 })
    expect(await hear({ connectionId: 'a' })).toBeUndefined()
    expect(await hear({ connectionId: 'b', connectedAt: now + 5 })).toMatchObject({ generation: 2 })
    expect(await connected()).toEqual({ connectionId: 'b', connectedAt: now + 5 })
  })

  it('lets requests stand in for a socket that is gone or silent, and not for one that lives', async () => {
    expect(await hear({}, true)).toMatchObject({ generation: 1, connection: { connectedAt: now } })
    expect(await hear({ connectedAt: now + 2_000 })).toMatchObject({ connection: { connectedAt: now + 2_000 } })
    await hear({ connectionId: 'a', connectedAt: now + 3_000 }, true)
    expect(await hear({ connectedAt: now + 4_000 })).toBeUndefined()
    expect(await hear({ connectedAt: now + 150_001 })).toMatchObject({ connection: { connectedAt: now + 150_001 } })
    expect(await connected()).not.toHaveProperty('connectionId')
  })

  it('ends with its own socket only', async () => {
    await hear({ connectionId: 'a' }, true)
    expect(await presences.lost(accountId, panelId, 'b')).toBeUndefined()
    expect(await connected()).toBeDefined()
    expect(await presences.lost(accountId, panelId, 'a')).toBeDefined()
    expect(await connected()).toBeUndefined()
    expect(await presences.lost(accountId, panelId, 'a')).toBeUndefined()
  })

  it('hears nobody who speaks with another key, and nothing of a panel that is not there', async () => {
    expect(await hear({ keyId: 'stolen', connectionId: 'a' }, true)).toBeUndefined()
    const line = { keyId: 'k', connectedAt: now }
    expect(await presences.heard(AccountId.parse(2), panelId, line, report, true)).toBeUndefined()
    expect(await presences.get(AccountId.parse(2), panelId)).toBeUndefined()
  })

  it('keeps the state of each door, all at a heartbeat and some in between', async () => {
    const line = { keyId: 'k', connectionId: 'a', connectedAt: now }
    const doors = { '5': { state: 'locked', at: now }, '6': { state: 'locked', at: now } } as const
    await presences.heard(accountId, panelId, line, { ...report, doors }, true)
    const changed = await presences.doorsChanged(accountId, panelId, line, {
      '6': { state: 'unlocked', at: now + 1 },
      '7': { state: 'unknown', at: now + 1 },
    })
    expect(changed?.doors).toEqual({
      '5': { state: 'locked', at: now },
      '6': { state: 'unlocked', at: now + 1 },
      '7': { state: 'unknown', at: now + 1 },
    })
  })

  it('draws each version once, and publishes them in rising order, also while later ones are drawn', async () => {
    const published = (version: number) => ({ version, sha256: 'a', bytes: 1, rulesHash: 'h' })
    const reserved = await presences.reserveVersion(accountId, panelId, now)
    expect(reserved).toMatchObject({ reservedVersion: 1, reservedAt: now })
    for (let drawn = 2; drawn <= 4; drawn += 1) await presences.reserveVersion(accountId, panelId, now)
    expect(await presences.publish(accountId, panelId, published(2), now, undefined)).toMatchObject({
      reservedVersion: 4,
      published: { version: 2 },
      compiledFrom: now,
    })
    expect(await presences.publish(accountId, panelId, published(1), now, published(2))).toBeUndefined()
    expect(await presences.publish(accountId, panelId, published(2), now, published(2))).toBeUndefined()
    // they were read while nothing was published, so they may lack what version 2 knows
    expect(await presences.publish(accountId, panelId, published(3), now, undefined)).toBeUndefined()
    expect(await presences.publish(accountId, panelId, published(3), now, published(2))).toMatchObject({
      published: { version: 3 },
    })
    expect(await presences.publish(accountId, panelId, published(4), now, published(2))).toBeUndefined()
  })

  it('has nothing published that is older than a version that changed nothing', async () => {
    const published = { version: 1, sha256: 'a', bytes: 1, rulesHash: 'h' }
    for (let drawn = 1; drawn <= 4; drawn += 1) await presences.reserveVersion(accountId, panelId, now)
    await presences.publish(accountId, panelId, published, now, undefined)
    expect(await presences.settleUnchanged(accountId, panelId, 3, published, now + 5)).toMatchObject({
      settledVersion: 3,
      compiledFrom: now + 5,
      published,
    })
    expect(await presences.publish(accountId, panelId, { ...published, version: 2 }, now, published)).toBeUndefined()
    await presences.publish(accountId, panelId, { ...published, version: 4 }, now, published)
    await presences.reserveVersion(accountId, panelId, now)
    // what it was compared with is not what is published now
    expect(await presences.settleUnchanged(accountId, panelId, 5, published, now)).toBeUndefined()
  })

  it('knows what was announced, applied and refused; older words change nothing', async () => {
    const line = { keyId: 'k', connectedAt: now }
    await presences.announced(accountId, panelId, 3)
    expect(await presences.announced(accountId, panelId, 2)).toBeUndefined()
    await presences.refused(accountId, panelId, line, { version: 3, error: 'wrong hash', at: now })
    expect(await presences.get(accountId, panelId)).toMatchObject({
      sentVersion: 3,
      refused: { version: 3, error: 'wrong hash' },
    })
    expect(await presences.applied(accountId, panelId, line, 4)).toMatchObject({ appliedVersion: 4 })
    expect(await presences.applied(accountId, panelId, line, 3)).toBeUndefined()
    expect(await presences.get(accountId, panelId)).not.toHaveProperty('refused')
  })

  it('remembers who is on a socket, and each assertion once', async () => {
    const connections = connectionStore(table)
    const key = { kty: 'OKP', crv: 'Ed25519', x: 'x' } as const
    const connection = { connectionId: `${name} 1`, accountId, panelId, key, keyId: 'k', connectedAt: now }
    const assertion = { jti: `${name}`, expiresAt: now + 60_000 }
    expect(await connections.open(connection, assertion)).toBe(true)
    expect(await connections.find(connection.connectionId)).toEqual(connection)
    expect(await connections.open({ ...connection, connectionId: `${name} 2` }, assertion)).toBe(false)
    expect(await connections.find(`${name} 2`)).toBeUndefined()
    expect(await connections.use(accountId, panelId, assertion)).toBe(false)
    expect(await connections.use(accountId, panelId, { ...assertion, jti: `${name} other` })).toBe(true)
    expect(await connections.use(accountId, PanelId.parse(999_999), assertion)).toBe(true)
  })
})
