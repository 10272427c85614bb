import { type Frame, type FrameChange, lastOfEach, type PersonRecord, withFrame } from './entity.ts'
import { type IndexedRules, indexFrame, indexRules } from './index-rules.ts'
import { overlayPeople } from './people-overlay.ts'
import type { PanelRules } from './rules.ts'
import { hashAfter, hashAfterFrame, stateHash } from './state-hash.ts'

/** What a panel decides by, what of it is not about people, and the hash of all that it says. */
export type PanelState = { readonly rules: IndexedRules; readonly frame: Frame; readonly hash: bigint }

/** What a delta changes. */
export type StateChange = { frame?: FrameChange | undefined; people: readonly PersonRecord[] }

/** The state of a panel that takes whole rules, as `version`. Takes time in proportion to the rules. */
export const stateOf = (rules: PanelRules, version: number): PanelState => {
  const { accessPoints, schedules, holidays, groups, areas } = rules
  return {
    rules: indexRules({ ...rules, version }),
    frame: { accessPoints, schedules, holidays, groups, areas },
    hash: stateHash(rules),
  }
}

/** The state after a change, as `version`. The former state stays as it is. Takes time in proportion to the frame and to what was changed. */
export const changeState = (before: PanelState, { frame, people }: StateChange, version: number): PanelState =>
  changePeople(frame ? changeFrame(before, frame) : before, people, version)

const changeFrame = ({ rules, frame, hash }: PanelState, change: FrameChange): PanelState => {
  const after = withFrame(frame, change)
  return { rules: { ...rules, ...indexFrame(after) }, frame: after, hash: hashAfterFrame(hash, frame, change) }
}

const changePeople = ({ rules, frame, hash }: PanelState, records: readonly PersonRecord[], version: number): PanelState => {
  if (records.length === 0) return { rules: { ...rules, version }, frame, hash }
  const last = lastOfEach(records)
  const before = last.map(({ id }) => rules.people.ofUser(id))
  const people = overlayPeople(rules.people, last)
  return { rules: { ...rules, version, people }, frame, hash: hashAfter(hash, before, last) }
}
