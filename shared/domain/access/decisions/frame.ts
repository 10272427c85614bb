import { createHash } from 'node:crypto'
import { canonicalJson } from './canonical-json.ts'
import { byFrameKind, type Frame, type FrameChange, type FrameKind, frameKinds } from './entity.ts'

/** For each record of a frame, by its kind and id, a short hash that another record of the id does not have. */
export type FrameHashes = Record<FrameKind, Record<string, string>>

export const frameHashes = (frame: Frame): FrameHashes => byFrameKind((kind) => hashesOf(frame[kind]))

/** What makes a frame with these hashes the frame `after`; undefined when they say the same. */
export const frameChange = (before: FrameHashes, after: Frame): FrameChange | undefined => {
  const hashes = frameHashes(after)
  const isOther = (kind: FrameKind) => (record: { id: number }) => hashes[kind][record.id] !== before[kind][record.id]
  const goneOf = (kind: FrameKind) =>
    Object.keys(before[kind])
      .filter((id) => !(id in hashes[kind]))
      .map(Number)
  const change: FrameChange = {
    accessPoints: after.accessPoints.filter(isOther('accessPoints')),
    schedules: after.schedules.filter(isOther('schedules')),
    holidays: after.holidays.filter(isOther('holidays')),
    groups: after.groups.filter(isOther('groups')),
    areas: after.areas.filter(isOther('areas')),
    removed: byFrameKind(goneOf),
  }
  const isNothing = frameKinds.every((kind) => change[kind].length === 0 && change.removed[kind].length === 0)
  return isNothing ? undefined : change
}

const hashesOf = (records: readonly { id: number }[]): Record<string, string> =>
  Object.fromEntries(records.map((record) => [record.id, shortHash(record)]))

const shortHash = (record: object): string => createHash('sha256').update(canonicalJson(record)).digest('base64url').slice(0, 16)
