import { z } from 'zod'
import { byFrameKind, FrameChange, PersonRecord } from '../../access/decisions/entity.ts'

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

/**
 * What changed: about some people, and besides people. `scope` is the version that set the scope which the people are worked out for: this
 * one, when it changed that too.
 */
export const RulesDelta = z.object({
  kind: z.literal('delta'),
  ...common,
  scope: z.number(),
  frame: FrameChange.optional(),
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

/** What decides who is in the rules of a panel: what groups make of their members there, and who has a rule of their own. */
export const RulesScope = z.object({
  /** The version that set it, and that of the newest snapshot. */
  version: z.number(),
  snapshot: z.number(),
  /** By the id of the group; see `GroupEffects`. */
  effects: z.record(z.string(), z.string()),
  userIds: z.array(z.number()),
  /** How many people that snapshot holds, and the hash of its rules. */
  people: z.number(),
  stateHash: z.string(),
})
export type RulesScope = z.infer<typeof RulesScope>

/** What the newest version says besides people, as far as that is needed to know what another one changes: a hash of each record. */
export const FrameNote = z.object({
  hashes: z.object(byFrameKind(() => z.record(z.string(), z.string()).default({}))),
})
export type FrameNote = z.infer<typeof FrameNote>

/** The newest version of a panel's rules, and their scope. */
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
