import pMap from 'p-map'
import { FrameNote, type RulesDelta, RulesEntry, type RulesHead, RulesScope } from '../../domain/devices/rules-log/entity.ts'
import type { Instant } from '../../lib/clock.ts'
import type { AccountId, PanelId } from '../../lib/ids.ts'
import { presenceKey, rulesEntryKey, rulesFrameKey, rulesLogPartition, rulesScopeKey } from '../keys/devices.ts'
import type { Condition, Table, Write } from '../table/types.ts'

/** A compile that ended: its number, and when it began. */
export type CompileEnd = { compile: number; compiledFrom: Instant }

/** Of two compiles the one that began later has read what the other has, so the other has nothing to add after it. */
const endOf = (accountId: AccountId, panelId: PanelId, { compile, compiledFrom }: CompileEnd, more: object = {}): Write => ({
  update: presenceKey(accountId, panelId),
  set: { compileEnded: compile, compiledFrom, ...more },
  when: [{ attribute: 'compileEnded', is: '<', value: compile }],
})

const isNew: Condition[] = [{ attribute: 'pk', is: 'absent' }]
/** How often the head of a log is read again since a snapshot was added meanwhile. */
const maxTries = 5
/** Entries that are taken out of a log at once. */
const removedAtOnce = 25

/** Undefined when another scope was set while the two were read, of which only one is here. */
const headOf = (scope: RulesScope, newest: RulesEntry): RulesHead | undefined => {
  const version = newest.kind === 'delta' ? newest.scope : newest.version
  return version === scope.version ? { version: newest.version, scope } : undefined
}

/** The logs of panels' rules: one item for each entry, and one for the scope of the newest snapshot. Reads are strong unless something else is said. */
export const rulesLogStore = (table: Table) => ({
  /** Undefined for a panel that has no rules yet. One query: the scope and the newest entry stand last. */
  head: async (accountId: AccountId, panelId: PanelId): Promise<RulesHead | undefined> => {
    for (let tries = 0; tries < maxTries; tries += 1) {
      const pk = rulesLogPartition(accountId, panelId)
      const [scope, newest] = await table.query({ pk, descending: true, limit: 2, consistent: true })
      if (!scope || !newest) return undefined
      const head = headOf(RulesScope.parse(scope), RulesEntry.parse(newest))
      if (head) return head
    }
    throw new Error(`The scope of panel ${panelId} was set during each of ${maxTries} reads`)
  },

  /** The entries from `version` on, in their order. What lies before the newest snapshot may be gone. */
  from: async (
    accountId: AccountId,
    panelId: PanelId,
    version: number,
    { consistent = true }: { consistent?: boolean } = {},
  ): Promise<RulesEntry[]> => {
    const { pk, sk } = rulesEntryKey(accountId, panelId, version)
    const to = rulesEntryKey(accountId, panelId, Number.MAX_SAFE_INTEGER).sk
    return (await table.query({ pk, from: sk, to, consistent })).map((item) => RulesEntry.parse(item))
  },

  /** The newest version and when it was added; 0 for a panel that has no rules yet. A presence may not know of it yet. */
  newest: async (accountId: AccountId, panelId: PanelId): Promise<Pick<RulesEntry, 'version' | 'at'>> => {
    const { pk, sk: from } = rulesEntryKey(accountId, panelId, 0)
    const { sk: to } = rulesEntryKey(accountId, panelId, Number.MAX_SAFE_INTEGER)
    const [entry] = await table.query({ pk, from, to, descending: true, limit: 1, consistent: true })
    return entry ? RulesEntry.parse(entry) : { version: 0, at: 0 }
  },

  /** The oldest entry after a version that the log still has: what a panel with that version lacks first, unless it is long behind. */
  firstAfter: async (accountId: AccountId, panelId: PanelId, version: number): Promise<RulesEntry | undefined> => {
    const { pk, sk: from } = rulesEntryKey(accountId, panelId, version + 1)
    const { sk: to } = rulesEntryKey(accountId, panelId, Number.MAX_SAFE_INTEGER)
    const [entry] = await table.query({ pk, from, to, limit: 1 })
    return entry && RulesEntry.parse(entry)
  },

  /** Adds a delta as the next version; false when there is one of that version already. One plain write. */
  addDelta: async (accountId: AccountId, panelId: PanelId, delta: RulesDelta): Promise<boolean> => {
    const key = rulesEntryKey(accountId, panelId, delta.version)
    return (await table.write([{ put: { ...delta, ...key, entity: 'panel-rules' }, when: isNew }])).ok
  },

  /** What the rules say besides people, as of the newest version. */
  frame: async (accountId: AccountId, panelId: PanelId): Promise<FrameNote | undefined> => {
    const item = await table.get(rulesFrameKey(accountId, panelId))
    return item && FrameNote.parse(item)
  },

  /**
   * Adds what a compile made as the next version, with the scope that it sets, if any, and what the rules say besides people now, and notes
   * in the panel's presence that the compile ended. `longer`: there is an entry of that version already; `overtaken`: a compile that
   * began later has ended, or the panel is gone.
   */
  addCompiled: async (
    accountId: AccountId,
    panelId: PanelId,
    entry: RulesEntry,
    { scope, note, compile }: { scope: RulesScope | undefined; note: FrameNote; compile: CompileEnd },
  ): Promise<'added' | 'longer' | 'overtaken'> => {
    const { version, at } = entry
    const written = await table.write([
      { put: { ...entry, ...rulesEntryKey(accountId, panelId, version), entity: 'panel-rules' }, when: isNew },
      endOf(accountId, panelId, compile, { rulesVersion: version, rulesAt: at }),
      { put: { ...note, ...rulesFrameKey(accountId, panelId), entity: 'panel-rules-frame' } },
      ...(scope ? [{ put: { ...scope, ...rulesScopeKey(accountId, panelId), entity: 'panel-rules-scope' } }] : []),
    ])
    if (written.ok) return 'added'
    return written.failed.some(({ index }) => index === 1) ? 'overtaken' : 'longer'
  },

  /** Notes that a compile ended that found the rules as they are in `version`, the newest. Outcomes as of `addCompiled`. */
  noteUnchanged: async (
    accountId: AccountId,
    panelId: PanelId,
    version: number,
    compile: CompileEnd,
  ): Promise<'noted' | 'longer' | 'overtaken'> => {
    const isNewest: Write = { check: rulesEntryKey(accountId, panelId, version + 1), when: isNew }
    const written = await table.write([isNewest, endOf(accountId, panelId, compile)])
    if (written.ok) return 'noted'
    return written.failed.some(({ index }) => index === 1) ? 'overtaken' : 'longer'
  },

  /** Takes out what lies before a snapshot: whoever needs it gets the snapshot instead. */
  removeBefore: async (accountId: AccountId, panelId: PanelId, version: number): Promise<void> => {
    const pk = rulesLogPartition(accountId, panelId)
    const { sk } = rulesEntryKey(accountId, panelId, version - 1)
    const { sk: from } = rulesEntryKey(accountId, panelId, 0)
    const old = await table.query({ pk, from, to: sk, consistent: true })
    await pMap(old, ({ pk, sk }) => table.write([{ delete: { pk, sk } }]), { concurrency: removedAtOnce })
  },
})
