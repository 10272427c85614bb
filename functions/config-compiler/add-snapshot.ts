import { createHash } from 'node:crypto'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import pMap from 'p-map'
import { lastOfEach, type PersonRecord } from '../../shared/domain/access/decisions/entity.ts'
import { withPeople } from '../../shared/domain/access/decisions/person-record.ts'
import { hashText, stateHash } from '../../shared/domain/access/decisions/state-hash.ts'
import type { RulesContent } from '../../shared/domain/devices/panels/compile-config.ts'
import { compilePerson, type Permitted } from '../../shared/domain/devices/panels/compile-people.ts'
import type { RuleSources } from '../../shared/domain/devices/panels/rule-sources.ts'
import type { RulesHead, RulesSnapshot } from '../../shared/domain/devices/rules-log/entity.ts'
import type { AccountId, PanelId } from '../../shared/lib/ids.ts'
import type { CompileEnd } from '../../shared/storage/devices/rules-log.ts'
import type { CompilerDeps } from './deps.ts'

/** The rules of a panel as they were compiled, and the newest version when that began. */
export type Compiled = {
  accountId: AccountId
  panelId: PanelId
  head: RulesHead | undefined
  sources: RuleSources
  compile: CompileEnd
  content: RulesContent
  scope: Permitted
}

/** How often what was added meanwhile is worked in: each time takes less long than the one before, so less is added during it. */
const maxRounds = 20
/** The most bytes of records beside the object: they are in every message that announces the snapshot. */
const maxRecordBytes = 60_000
/** People read at once. */
const readsAtOnce = 50

const zip = promisify(gzip)
const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')
const sizeOf = (records: readonly PersonRecord[]): number => Buffer.byteLength(JSON.stringify(records))

/**
 * Adds compiled rules to the log, as the version after the newest. Whoever was changed by a delta meanwhile is read again, for the scope of
 * these rules: first into the object, and whoever is changed while that is written, beside it.
 */
export const addSnapshot = async (
  deps: CompilerDeps,
  compiled: Compiled,
): Promise<'published' | 'unchanged' | 'raced' | 'overtaken'> => {
  const { accountId, panelId, head } = compiled
  let { content } = compiled
  let version = head?.version ?? 0
  let beside: PersonRecord[] = []
  let body: Pick<RulesSnapshot, 'object' | 'sha256' | 'bytes'> | undefined
  for (let round = 0; round < maxRounds; round += 1) {
    const later = await deps.rulesLog.from(accountId, panelId, version + 1)
    if (later.some(({ kind }) => kind === 'snapshot')) return 'raced'
    version = later.at(-1)?.version ?? version
    beside = lastOfEach([
      ...beside,
      ...(await readAgain(deps, compiled, new Set(later.flatMap(({ people }) => people.map(({ id }) => id))))),
    ])
    const hash = hashText(stateHash(withPeople(content, beside)))
    if (isSaidAlready(head, version, hash)) {
      const noted = await deps.rulesLog.noteUnchanged(accountId, panelId, version, compiled.compile)
      if (noted !== 'longer') return noted === 'noted' ? 'unchanged' : noted
      continue
    }
    if (!body || sizeOf(beside) > maxRecordBytes) {
      content = withPeople(content, beside)
      beside = []
      body = await putBody(deps, compiled, content)
      // what was added while it was written
      continue
    }
    const outcome = await add(deps, compiled, { version: version + 1, stateHash: hash, people: beside, ...body }, content)
    if (outcome !== 'longer') return outcome === 'added' ? 'published' : outcome
  }
  throw new Error(`The log of panel ${panelId} grew faster than its changes could be read`)
}

/** Whether the newest version is a snapshot that says the same. */
const isSaidAlready = (head: RulesHead | undefined, version: number, hash: string): boolean =>
  head?.version === version && head.scope.snapshot === version && head.scope.stateHash === hash

const readAgain = async (
  { ruleSources }: CompilerDeps,
  { accountId, sources, scope }: Compiled,
  userIds: ReadonlySet<PersonRecord['id']>,
): Promise<PersonRecord[]> => {
  const groups = new Map(sources.groups.map((group) => [group.id as number, group]))
  const people = await pMap(userIds, (userId) => ruleSources.person(accountId, userId), { concurrency: readsAtOnce })
  return people.map((person) => compilePerson(person, groups, scope))
}

const putBody = async (deps: CompilerDeps, { accountId, panelId, head }: Compiled, content: RulesContent) => {
  const rules = { ...content, version: head?.version ?? 0, compiledAt: deps.now() }
  const bytes = await zip(JSON.stringify(rules))
  const object = deps.newUuid()
  await deps.snapshots.put(accountId, panelId, object, bytes)
  return { object, sha256: sha256(bytes), bytes: bytes.length }
}

const add = async (
  { rulesLog, now }: CompilerDeps,
  { accountId, panelId, scope, compile }: Compiled,
  snapshot: Omit<RulesSnapshot, 'kind' | 'at'>,
  { users }: RulesContent,
) => {
  const sorted = (ids: ReadonlySet<number>) => [...ids].sort((one, other) => one - other)
  const stored = {
    groupIds: sorted(scope.groups),
    userIds: sorted(scope.users),
    enablingGroupIds: sorted(scope.enabling),
    people: users.length,
    stateHash: snapshot.stateHash,
    compiledFrom: compile.compiledFrom,
  }
  const outcome = await rulesLog.addSnapshot(accountId, panelId, { kind: 'snapshot', at: now(), ...snapshot }, stored, compile)
  if (outcome === 'added') await rulesLog.removeBefore(accountId, panelId, snapshot.version)
  return outcome
}
