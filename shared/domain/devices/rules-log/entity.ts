import { z } from 'zod'
import { PersonRecord } from '../../access/decisions/entity.ts'

/**
 * A panel's rules as the cloud keeps them: a log of entries, whose versions count from 1 without a gap. The rules of a version are those
 * of the newest snapshot up to it, changed by the deltas that follow it. An entry is added only as the one after the newest, by a writer
 * that read the newest before it read what the entry is made from: so a later version never knows less than an earlier one.
 */
const common = {
  version: z.number(),
  /** When it was added, in epoch milliseconds. */
  at: z.number(),
}

/** What changed about some people. `snapshot` is the version of the snapshot that it changes. */
export const RulesDelta = z.object({
  kind: z.literal('delta'),
  ...common,
  snapshot: z.number(),
  people: z.array(PersonRecord),
})
export type RulesDelta = z.infer<typeof RulesDelta>

/**
 * All rules: the content of an object in the bucket, changed by `people`, which were changed while it was written. `stateHash` is that of
 * the rules of this version.
 */
export const RulesSnapshot = z.object({
  kind: z.literal('snapshot'),
  ...common,
  /** The name of the object, and the SHA-256 and the length of its gzipped body. */
  object: z.string(),
  sha256: z.string(),
  bytes: z.number(),
  stateHash: z.string(),
  people: z.array(PersonRecord),
})
export type RulesSnapshot = z.infer<typeof RulesSnapshot>

export const RulesEntry = z.discriminatedUnion('kind', [RulesDelta, RulesSnapshot])
export type RulesEntry = z.infer<typeof RulesEntry>

/**
 * What decides who is in the rules of a panel, as of its newest snapshot: the groups and users with a rule at one of its doors, and the
 * groups that enable a schedule there.
 */
export const RulesScope = z.object({
  /** The version of that snapshot. */
  snapshot: z.number(),
  groupIds: z.array(z.number()),
  userIds: z.array(z.number()),
  enablingGroupIds: z.array(z.number()),
  /** How many people that snapshot holds, and the hash of its rules. */
  people: z.number(),
  stateHash: z.string(),
  /** When its compile began: it knows every change that was stored before. */
  compiledFrom: z.number(),
})
export type RulesScope = z.infer<typeof RulesScope>

/** The newest version of a panel's rules, and the scope of its newest snapshot. */
export type RulesHead = { version: number; scope: RulesScope }

/** Above so many deltas since its snapshot a panel gets another one, if they changed a fifth of its people; above `mostDeltas` in any case. */
export const usualDeltas = 50
export const mostDeltas = 500

/** Whether a panel whose log has reached `version` is to get another snapshot. `changed` is asked for at each 50th delta only. */
export const isSnapshotDue = ({ version, scope }: RulesHead): boolean => {
  const deltas = version - scope.snapshot
  if (deltas === 0 || deltas % usualDeltas !== 0) return false
  return deltas >= mostDeltas || deltas * 5 >= scope.people
}
