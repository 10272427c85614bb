import { createHash } from 'node:crypto'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import { lastOfEach, type PersonRecord } from '../../shared/domain/access/decisions/entity.ts'
import { frameHashes } from '../../shared/domain/access/decisions/frame.ts'
import { withPeople } from '../../shared/domain/access/decisions/person-record.ts'
import { hashText, stateHash } from '../../shared/domain/access/decisions/state-hash.ts'
import { type RulesContent, withPeopleOf } from '../../shared/domain/devices/panels/compile-config.ts'
import type { RuleSources } from '../../shared/domain/devices/panels/rule-sources.ts'
import type { RulesEntry, RulesHead, RulesSnapshot } from '../../shared/domain/devices/rules-log/entity.ts'
import { type Compiled, type CompilerDeps, maxRecordBytes, peopleAgain, scopeStored, sizeOf } from './deps.ts'

/** How often what was added meanwhile is worked in: each time takes less long than the one before, so less is added during it. */
const maxRounds = 20
const zip = promisify(gzip)
const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

/**
 * Adds compiled rules to the log, as the version after the newest. Whoever was changed by a delta meanwhile is read again, for the scope of
 * these rules: first into the object, and whoever is changed while that is written, beside it.
 */
export const addSnapshot = async (
  deps: CompilerDeps,
  compiled: Compiled,
  people: Pick<RuleSources, 'users' | 'credentials'>,
): Promise<'published' | 'unchanged' | 'raced' | 'overtaken'> => {
  const { accountId, panelId, head } = compiled
  let content = withPeopleOf(compiled, people)
  let version = head?.version ?? 0
  let beside: PersonRecord[] = []
  let body: Pick<RulesSnapshot, 'object' | 'sha256' | 'bytes'> | undefined
  for (let round = 0; round < maxRounds; round += 1) {
    const later = await deps.rulesLog.from(accountId, panelId, version + 1)
    if (later.some(changesMore)) return 'raced'
    version = later.at(-1)?.version ?? version
    const changed = new Set(later.flatMap((entry) => entry.people.map(({ id }) => id)))
    beside = lastOfEach([...beside, ...(await peopleAgain(deps, compiled, changed))])
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

/** Whether an entry changes more than people: another compile made it, which may know what this one lacks. */
const changesMore = (entry: RulesEntry): boolean =>
  entry.kind === 'snapshot' || entry.frame !== undefined || entry.scope === entry.version

/** Whether the newest version is a snapshot that says the same. */
const isSaidAlready = (head: RulesHead | undefined, version: number, hash: string): boolean =>
  head?.version === version && head.scope.snapshot === version && head.scope.stateHash === hash

const putBody = async (deps: CompilerDeps, { accountId, panelId, head }: Compiled, content: RulesContent) => {
  const rules = { ...content, version: head?.version ?? 0, compiledAt: deps.now() }
  const bytes = await zip(JSON.stringify(rules))
  const object = deps.newUuid()
  await deps.snapshots.put(accountId, panelId, object, bytes)
  return { object, sha256: sha256(bytes), bytes: bytes.length }
}

const add = async (
  { rulesLog, now }: CompilerDeps,
  compiled: Compiled,
  snapshot: Omit<RulesSnapshot, 'kind' | 'at'>,
  { users }: RulesContent,
) => {
  const { accountId, panelId, compile, frame } = compiled
  const { version, stateHash: hash } = snapshot
  const scope = { ...scopeStored(compiled.scope), version, snapshot: version, people: users.length, stateHash: hash }
  const note = { hashes: frameHashes(frame) }
  const entry: RulesSnapshot = { kind: 'snapshot', at: now(), ...snapshot }
  const outcome = await rulesLog.addCompiled(accountId, panelId, entry, { scope, note, compile })
  if (outcome === 'added') await rulesLog.removeBefore(accountId, panelId, version)
  return outcome
}
