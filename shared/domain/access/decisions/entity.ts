import { z } from 'zod'
import { UserId } from '../../../lib/ids.ts'
import {
  PanelAccessPoint,
  PanelArea,
  PanelCredential,
  PanelGroup,
  PanelHoliday,
  type PanelRules,
  PanelSchedule,
  PanelUser,
} from './rules.ts'

/**
 * All that a panel's rules say of one person: the person, and what they hold, in the order of the ids. Without a `user` the rules say
 * nothing of this person, and hold no credential of theirs. It takes the place of whatever they said before.
 */
export const PersonRecord = z.object({ id: UserId, user: PanelUser.optional(), credentials: z.array(PanelCredential) })
export type PersonRecord = z.infer<typeof PersonRecord>

/** Of several records for one person the last, in the order of the ids. */
export const lastOfEach = (records: readonly PersonRecord[]): PersonRecord[] =>
  [...new Map(records.map((record) => [record.id, record])).values()].sort((one, other) => one.id - other.id)

const ids = z.array(z.number())

/** What changed in a panel's rules besides people: these records take the places of those with their ids, and those of `removed` are gone. */
export const FrameChange = z.object({
  accessPoints: z.array(PanelAccessPoint),
  schedules: z.array(PanelSchedule),
  holidays: z.array(PanelHoliday),
  groups: z.array(PanelGroup),
  areas: z.array(PanelArea).default([]),
  removed: z.object({ accessPoints: ids, schedules: ids, holidays: ids, groups: ids, areas: ids.default([]) }),
})
export type FrameChange = z.infer<typeof FrameChange>

/** What a panel's rules say besides people. */
export const frameKinds = ['accessPoints', 'schedules', 'holidays', 'groups', 'areas'] as const
export type FrameKind = (typeof frameKinds)[number]
export type Frame = Pick<PanelRules, FrameKind>

/** A frame after a change of it. Records are in the order of their ids. */
export const withFrame = (before: Frame, change: FrameChange): Frame => ({
  accessPoints: replaced(before.accessPoints, change.accessPoints, change.removed.accessPoints),
  schedules: replaced(before.schedules, change.schedules, change.removed.schedules),
  holidays: replaced(before.holidays, change.holidays, change.removed.holidays),
  groups: replaced(before.groups, change.groups, change.removed.groups),
  areas: replaced(before.areas, change.areas, change.removed.areas),
})

/** One change that does what these do one after the other. */
export const joinFrameChanges = (changes: readonly FrameChange[]): FrameChange | undefined => {
  const [first, ...others] = changes
  return first && others.reduce(joined, first)
}

const joined = (one: FrameChange, other: FrameChange): FrameChange => ({
  ...withFrame(one, other),
  removed: byFrameKind((kind) => {
    const again = new Set<number>(other[kind].map(({ id }) => id))
    return [...new Set([...one.removed[kind].filter((id) => !again.has(id)), ...other.removed[kind]])]
  }),
})

const replaced = <One extends { id: number }>(
  before: readonly One[],
  news: readonly One[],
  removed: readonly number[],
): One[] => {
  const gone = new Set<number>([...news.map(({ id }) => id), ...removed])
  return [...before.filter(({ id }) => !gone.has(id)), ...news].sort((one, other) => one.id - other.id)
}

/** Something of each kind. */
export const byFrameKind = <Value>(valueOfKind: (kind: FrameKind) => Value): Record<FrameKind, Value> => ({
  accessPoints: valueOfKind('accessPoints'),
  schedules: valueOfKind('schedules'),
  holidays: valueOfKind('holidays'),
  groups: valueOfKind('groups'),
  areas: valueOfKind('areas'),
})
