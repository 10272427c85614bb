import { lastOfEach, type PersonRecord } from './entity.ts'
import { type IndexedRules, indexRules } from './index-rules.ts'
import { overlayPeople } from './people-overlay.ts'
import type { PanelRules } from './rules.ts'
import { hashAfter, stateHash } from './state-hash.ts'

/** What a panel decides by, and the hash of all that it says. */
export type PanelState = { readonly rules: IndexedRules; readonly hash: bigint }

/** The state of a panel that takes whole rules, as `version`. Takes time in proportion to the rules. */
export const stateOf = (rules: PanelRules, version: number): PanelState => ({
  rules: indexRules({ ...rules, version }),
  hash: stateHash(rules),
})

/** The state after these records took the places of what was said of these people, as `version`. The former state stays as it is. */
export const changePeople = ({ rules, hash }: PanelState, records: readonly PersonRecord[], version: number): PanelState => {
  if (records.length === 0) return { rules: { ...rules, version }, hash }
  const last = lastOfEach(records)
  const before = last.map(({ id }) => rules.people.ofUser(id))
  return { rules: { ...rules, version, people: overlayPeople(rules.people, last) }, hash: hashAfter(hash, before, last) }
}
