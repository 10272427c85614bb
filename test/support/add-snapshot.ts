import type { AccountId, PanelId } from '../../shared/lib/ids.ts'
import { presenceStore } from '../../shared/storage/devices/presence.ts'
import { rulesLogStore } from '../../shared/storage/devices/rules-log.ts'
import type { Table } from '../../shared/storage/table/types.ts'

/** Adds a snapshot of nothing to the log of a panel, as if its rules had been compiled. */
export const addSnapshot = async (table: Table, accountId: AccountId, panelId: PanelId, version: number, now: number) => {
  const begun = await presenceStore(table).compileBegins(accountId, panelId, now)
  const stateHash = '0'.repeat(32)
  const body = { object: `o${version}`, sha256: 'ab'.repeat(32), bytes: 99, stateHash, people: [] }
  const scope = { version, snapshot: version, effects: {}, userIds: [], people: 0, stateHash }
  const compile = { compile: begun?.compileBegun ?? 0, compiledFrom: now }
  const note = { hashes: { accessPoints: {}, schedules: {}, holidays: {}, groups: {}, areas: {} } }
  const entry = { kind: 'snapshot' as const, version, at: now, ...body }
  const added = await rulesLogStore(table).addCompiled(accountId, panelId, entry, { scope, note, compile })
  if (added !== 'added') throw new Error(`The snapshot was not added: ${added}`)
}
