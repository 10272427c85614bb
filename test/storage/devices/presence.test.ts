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
    const versions = { rulesVersion: 0, compileBegun: 0, compileEnded: 0, sentVersion: 0, appliedVersion: 0, ...postures }
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

  it('counts the compiles that begin, and knows the newest version of the rules, whatever order words come in', async () => {
    expect(await presences.compileBegins(accountId, panelId, now)).toMatchObject({ compileBegun: 1, compilingSince: now })
    expect(await presences.compileBegins(accountId, panelId, now + 1)).toMatchObject({ compileBegun: 2, compilingSince: now + 1 })
    expect(await presences.rulesNoted(accountId, panelId, 3, now)).toMatchObject({ rulesVersion: 3, rulesAt: now })
    expect(await presences.rulesNoted(accountId, panelId, 2, now + 5)).toBeUndefined()
    expect(await presences.compileBegins(accountId, PanelId.parse(999_999), now)).toBeUndefined()
  })

  it('knows what was announced, applied and refused; older words change nothing', async () => {
    const line = { keyId: 'k', connectedAt: now }
    expect(await presences.rulesSent(accountId, panelId, 3, now)).toMatchObject({ sentVersion: 3, rulesVersion: 3, rulesAt: now })
    expect(await presences.rulesSent(accountId, panelId, 2, now)).toBeUndefined()
    await presences.refused(accountId, panelId, line, { version: 3, error: 'wrong hash', at: now })
    expect(await presences.get(accountId, panelId)).toMatchObject({
      sentVersion: 3,
      refused: { version: 3, error: 'wrong hash' },
    })
    const applied = { appliedVersion: 4, sentVersion: 4, rulesVersion: 4, stateHash: 'ab' }
    expect(await presences.applied(accountId, panelId, line, 4, 'ab')).toMatchObject(applied)
    expect(await presences.applied(accountId, panelId, line, 3)).toBeUndefined()
    await presences.rulesNoted(accountId, panelId, 6, now)
    expect(await presences.applied(accountId, panelId, line, 5)).toMatchObject({ appliedVersion: 5, rulesVersion: 6 })
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
