import { createHash } from 'node:crypto'
import { lastOfEach, type PersonRecord } from '../../shared/domain/access/decisions/entity.ts'
import { frameHashes } from '../../shared/domain/access/decisions/frame.ts'
import { hashText } from '../../shared/domain/access/decisions/state-hash.ts'
import type { FrameRead } from '../../shared/domain/devices/panels/rule-sources.ts'
import type { RulesEntry, RulesHead, RulesSnapshot } from '../../shared/domain/devices/rules-log/entity.ts'
import { type Compiled, type CompilerDeps, maxRecordBytes, peopleAgain, scopeStored, sizeOf } from './deps.ts'
import { beginBody, endBody, type Hashes, hashOf, noteHashes } from './snapshot-body.ts'

/** How often what was added meanwhile is worked in: each time takes less long than the one before, so less is added during it. */
const maxRounds = 20

type Outcome = 'published' | 'unchanged' | 'raced' | 'overtaken'
type PutBody = Pick<RulesSnapshot, 'object' | 'sha256' | 'bytes'>

/**
 * Adds compiled rules to the log, as the version after the newest. Whoever was changed by a delta meanwhile is read again, for the scope of
 * these rules: at the end of the object, and whoever is changed while that is put, beside it.
 */
export const addSnapshot = async (deps: CompilerDeps, compiled: Compiled, sources: FrameRead): Promise<Outcome> => {
  const { accountId, panelId, head, compile } = compiled
  const open = await beginBody(deps, compiled, sources)
  let version = head?.version ?? 0
  let put: PutBody | undefined
  let [atEnd, beside]: [PersonRecord[], PersonRecord[]] = [[], []]
  for (let round = 0; round < maxRounds; round += 1) {
    const later = await deps.rulesLog.from(accountId, panelId, version + 1)
    if (later.some(changesMore)) return 'raced'
    version = later.at(-1)?.version ?? version
    const changed = new Set(later.flatMap((entry) => entry.people.map(({ id }) => id)))
    const records = await peopleAgain(deps, compiled, changed)
    noteHashes(open.hashes, records)
    beside = lastOfEach([...beside, ...records])
    const stateHash = hashText(hashOf(compiled, open.hashes))
    if (isSaidAlready(head, version, stateHash)) {
      const noted = await deps.rulesLog.noteUnchanged(accountId, panelId, version, compile)
      if (noted !== 'longer') return noted === 'noted' ? 'unchanged' : noted
      continue
    }
    if (!put || sizeOf(beside) > maxRecordBytes) {
      atEnd = lastOfEach([...atEnd, ...beside])
      beside = []
      put = await putBody(deps, compiled, endBody(open, atEnd))
      // what was added while it was put
      continue
    }
    const outcome = await add(deps, compiled, { version: version + 1, stateHash, people: beside, ...put }, open.hashes)
    if (outcome !== 'longer') return outcome === 'added' ? 'published' : outcome
  }
  throw new Error(`The log of panel ${panelId} grew faster than its changes could be read`)
}

const putBody = async (deps: CompilerDeps, { accountId, panelId }: Compiled, body: Buffer): Promise<PutBody> => {
  const object = deps.newUuid()
  await deps.snapshots.put(accountId, panelId, object, body)
  return { object, sha256: createHash('sha256').update(body).digest('hex'), bytes: body.length }
}

/** Whether an entry changes more than people: another compile made it, which may know what this one lacks. */
const changesMore = (entry: RulesEntry): boolean =>
  entry.kind === 'snapshot' || entry.frame !== undefined || entry.scope === entry.version

/** Whether the newest version is a snapshot that says the same. */
const isSaidAlready = (head: RulesHead | undefined, version: number, hash: string): boolean =>
  head?.version === version && head.scope.snapshot === version && head.scope.stateHash === hash

const add = async (
  { rulesLog, now }: CompilerDeps,
  { accountId, panelId, compile, frame, scope: compiledScope }: Compiled,
  snapshot: Omit<RulesSnapshot, 'kind' | 'at'>,
  hashes: Hashes,
) => {
  const { version, stateHash } = snapshot
  const scope = { ...scopeStored(compiledScope), version, snapshot: version, people: hashes.size, stateHash }
  const entry: RulesSnapshot = { kind: 'snapshot', at: now(), ...snapshot }
  const outcome = await rulesLog.addCompiled(accountId, panelId, entry, { scope, note: { hashes: frameHashes(frame) }, compile })
  if (outcome === 'added') await rulesLog.removeBefore(accountId, panelId, version)
  return outcome
}
