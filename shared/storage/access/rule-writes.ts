import type { AccessRule, RuleSubject, RuleTarget } from '../../domain/access/rules/entity.ts'
import type { AccountId } from '../../lib/ids.ts'
import { rulePartition, scheduleUse } from '../keys/access.ts'
import { findIndex, paddedId } from '../keys/common.ts'
import type { Key, Write } from '../table/types.ts'

const subjectPath = (subject: RuleSubject): [kind: string, id: number] =>
  subject.kind === 'group' ? ['group', subject.groupId] : ['user', subject.userId]

/** Both sides of a door share the door's place, so that one query finds every rule at it. */
const targetPath = (target: RuleTarget): [kind: string, id: number] => {
  switch (target.kind) {
    case 'door':
    case 'door_side':
      return ['door', target.accessPointId]
    case 'door_set':
      return ['set', target.doorSetId]
    case 'site':
      return ['site', target.siteId]
  }
}

const sortOf = ([kind, id]: [kind: string, id: number]) => `${kind}#${paddedId(id)}#`
const slotOf = ({ id, isPair }: AccessRule): string => (isPair ? 'pair' : paddedId(id))

export const subjectRules = (accountId: AccountId, subject: RuleSubject): string =>
  rulePartition(accountId, 'subject', ...subjectPath(subject))
export const targetRules = (accountId: AccountId, target: RuleTarget): string =>
  rulePartition(accountId, 'target', ...targetPath(target))
/** The beginning of the sort keys of a subject's rules at one target. */
export const atTarget = (target: RuleTarget): string => sortOf(targetPath(target))

const keysOf = (accountId: AccountId, rule: AccessRule): [Key, Key] => [
  { pk: subjectRules(accountId, rule.subject), sk: sortOf(targetPath(rule.target)) + slotOf(rule) },
  { pk: targetRules(accountId, rule.target), sk: sortOf(subjectPath(rule.subject)) + slotOf(rule) },
]

/**
 * A rule is two items: under its subject (where it is also found by its id and as a use of its schedule), and under its target.
 * The write is refused when another rule has the place of a pair.
 */
export const rulePuts = (accountId: AccountId, rule: AccessRule): Write[] => {
  const [bySubject, byTarget] = keysOf(accountId, rule)
  const use = rule.scheduleId === undefined ? {} : scheduleUse(accountId, rule.scheduleId, `rule#${bySubject.pk}#${bySubject.sk}`)
  return [
    {
      put: { ...rule, ...bySubject, ...use, ...findIndex(accountId, 'rule', rule.id), entity: 'rule' },
      when: [
        {
          anyOf: [
            { attribute: 'pk', is: 'absent' },
            { attribute: 'id', is: '=', value: rule.id },
          ],
        },
      ],
    },
    { put: { ...rule, ...byTarget, entity: 'rule-at-target' } },
  ]
}

/** Takes rules away; one that is gone already stays gone. */
export const ruleRemovals = (accountId: AccountId, rules: readonly AccessRule[]): Write[] =>
  rules.flatMap((rule) => keysOf(accountId, rule).map((key) => ({ delete: key })))
