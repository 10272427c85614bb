import { AccessRule, type RuleSubject, type RuleTarget } from '../../domain/access/rules/entity.ts'
import type { AccountId } from '../../lib/ids.ts'
import { entityKey, findIndex } from '../keys/common.ts'
import { type AuditEvents, eventWrites } from '../record/event-writes.ts'
import type { Item, Table, Write } from '../table/types.ts'
import { atTarget, rulePuts, ruleRemovals, subjectRules, targetRules } from './rule-writes.ts'

/** How setting a rule ended; `changed`: another writer has the place of the pair, so read again and retry. */
export type RuleSet = { ok: true } | { ok: false; reason: 'missing-subject' | 'changed' }

/** Access rules of an account, found by their subject, by their target and by their id. */
export const ruleStore = (table: Table) => ({
  /** The rule with this id: two reads. It is found by an index, so one made a moment ago may be missing. */
  get: async (accountId: AccountId, id: number): Promise<AccessRule | undefined> => {
    const { gsi2pk, gsi2sk } = findIndex(accountId, 'rule', id)
    const [found] = await table.query({ index: 'GSI2', pk: gsi2pk, from: gsi2sk, to: gsi2sk, limit: 1 })
    const item = found && (await table.get({ pk: found.pk, sk: found.sk }))
    return item && read(item)
  },

  /** The rules of a subject, in order of their targets: all, or those at one target. */
  ofSubject: async (accountId: AccountId, subject: RuleSubject, target?: RuleTarget): Promise<AccessRule[]> => {
    const at = target ? { beginsWith: atTarget(target) } : {}
    return (await table.query({ pk: subjectRules(accountId, subject), ...at, consistent: true })).map(read)
  },

  /** The rules at a target, by subject; at a door those of its sides too. Those of a subject that is gone give no access. */
  ofTarget: async (accountId: AccountId, target: RuleTarget): Promise<AccessRule[]> =>
    (await table.query({ pk: targetRules(accountId, target), consistent: true })).map(read),

  /** Adds a rule, or puts it in place of the one with its id. */
  set: async (accountId: AccountId, rule: AccessRule, event: AuditEvents): Promise<RuleSet> => {
    const { subject } = rule
    const key =
      subject.kind === 'group' ? entityKey(accountId, 'group', subject.groupId) : entityKey(accountId, 'user', subject.userId)
    const exists: Write = { check: key, when: [{ attribute: 'pk', is: 'present' }] }
    const result = await table.write([exists, ...rulePuts(accountId, rule), ...eventWrites(accountId, event)])
    if (result.ok) return result
    return { ok: false, reason: result.failed.some(({ index }) => index === 0) ? 'missing-subject' : 'changed' }
  },

  /** Takes rules away: all in one transaction, a few dozen at most. */
  remove: async (accountId: AccountId, rules: readonly AccessRule[], event: AuditEvents): Promise<void> => {
    await table.write([...ruleRemovals(accountId, rules), ...eventWrites(accountId, event)])
  },
})

const read = (item: Item): AccessRule => AccessRule.parse(item)
