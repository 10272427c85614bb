import pMap from 'p-map'
import type { PersonRecord } from '../../shared/domain/access/decisions/entity.ts'
import { frameChange, frameHashes } from '../../shared/domain/access/decisions/frame.ts'
import type { GroupEffects, Scope } from '../../shared/domain/devices/panels/compile-people.ts'
import type { PanelPresence } from '../../shared/domain/devices/panels/entity.ts'
import {
  type FrameNote,
  isSnapshotDue,
  type RulesDelta,
  type RulesHead,
  type RulesScope,
} from '../../shared/domain/devices/rules-log/entity.ts'
import { GroupId, UserId } from '../../shared/lib/ids.ts'
import { type Compiled, type CompilerDeps, maxRecordBytes, peopleAgain, scopeStored, sizeOf } from './deps.ts'
import { askForSnapshot, sendDelta } from './send-delta.ts'

/** The most people whose records go into one delta beside what changed about doors: more of them are read into a snapshot. */
const maxPeople = 100
/** How often what was added meanwhile is worked in. */
const maxRounds = 20
/** Groups whose members are looked for at once. */
const readsAtOnce = 10

/** What a panel is to hear, or that it is too much for a delta. */
type Outcome = 'published' | 'unchanged' | 'raced' | 'overtaken' | 'too-large'

/**
 * Adds to the log what a compile changed besides people, and the people of whom it makes something else: members of groups that mean
 * something else here now, and users who have rules of their own here now or had them. It costs what the doors of the panel cost and
 * these people, whatever their number in the rules. `too-large`: they are too many, or there is too much to say; nothing was added then.
 */
export const addDelta = async (
  deps: CompilerDeps,
  compiled: Compiled & { head: RulesHead; presence: PanelPresence },
): Promise<Outcome> => {
  const { accountId, panelId, head, compile } = compiled
  const before = await deps.rulesLog.frame(accountId, panelId)
  if (!before) return 'too-large'
  const note: FrameNote = { hashes: frameHashes(compiled.frame) }
  const frame = frameChange(before.hashes, compiled.frame)
  const people = await peopleConcerned(deps, compiled)
  if (!people || (frame && sizeOf(frame) > maxRecordBytes)) return 'too-large'
  const isOtherScope = !isSameScope(head.scope, compiled.scope)
  let { version } = head
  for (let round = 0; round < maxRounds; round += 1) {
    const later = await deps.rulesLog.from(accountId, panelId, version + 1)
    if (later.some((entry) => entry.kind === 'snapshot' || entry.frame || entry.scope === entry.version)) return 'raced'
    version = later.at(-1)?.version ?? version
    // whoever was changed meanwhile, for the scope of before
    if (isOtherScope) for (const { id } of later.flatMap((entry) => entry.people)) people.add(id)
    if (!frame && !isOtherScope) {
      const noted = await deps.rulesLog.noteUnchanged(accountId, panelId, version, compile)
      if (noted !== 'longer') return noted === 'noted' ? 'unchanged' : noted
      continue
    }
    const records = await peopleAgain(deps, compiled, people)
    if (sizeOf(records) > maxRecordBytes) return 'too-large'
    const delta = deltaOf(compiled, version + 1, { isOtherScope, frame, records, at: deps.now() })
    const scope = isOtherScope ? { ...scopeStored(compiled.scope), ...keptOf(head.scope), version: delta.version } : undefined
    const outcome = await deps.rulesLog.addCompiled(accountId, panelId, delta, { scope, note, compile })
    if (outcome === 'overtaken') return outcome
    if (outcome === 'longer') continue
    await sendDelta(deps, accountId, compiled.presence, delta)
    if (isSnapshotDue({ ...head, version: delta.version })) await askForSnapshot(deps, accountId, panelId)
    return 'published'
  }
  throw new Error(`The log of panel ${panelId} grew during each of ${maxRounds} tries`)
}

const deltaOf = (
  { head }: { head: RulesHead },
  version: number,
  {
    isOtherScope,
    frame,
    records,
    at,
  }: { isOtherScope: boolean; frame: RulesDelta['frame']; records: PersonRecord[]; at: number },
): RulesDelta => ({
  kind: 'delta',
  version,
  at,
  scope: isOtherScope ? version : head.scope.version,
  ...(frame ? { frame } : {}),
  people: records,
})

/** What is of the newest snapshot. */
const keptOf = ({ snapshot, people, stateHash }: RulesScope) => ({ snapshot, people, stateHash })

/** The groups that make something else of their members. */
const changedGroups = (before: GroupEffects, after: GroupEffects): GroupId[] =>
  Object.keys({ ...before, ...after }).flatMap((id) => (before[id] === after[id] ? [] : GroupId.parse(Number(id))))

const isSameScope = ({ effects, userIds }: RulesScope, scope: Scope): boolean =>
  changedGroups(effects, scope.effects).length === 0 &&
  userIds.length === scope.users.size &&
  userIds.every((id) => scope.users.has(id))

/** The people whose records may be others now; undefined when they are too many. */
const peopleConcerned = async (
  { ruleSources }: CompilerDeps,
  { accountId, head, scope }: Compiled & { head: RulesHead },
): Promise<Set<UserId> | undefined> => {
  const { effects, userIds } = head.scope
  const had = new Set(userIds)
  const own = [...userIds.filter((id) => !scope.users.has(id)), ...[...scope.users].filter((id) => !had.has(id))]
  const groupIds = changedGroups(effects, scope.effects)
  if (own.length > maxPeople || groupIds.length > maxPeople) return undefined
  const members = await pMap(groupIds, (id) => ruleSources.members(accountId, id, maxPeople + 1), { concurrency: readsAtOnce })
  const people = new Set([...own.map((id) => UserId.parse(id)), ...members.flat()])
  return people.size > maxPeople ? undefined : people
}
