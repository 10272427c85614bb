import { lastOfEach, type PersonRecord } from '../../shared/domain/access/decisions/entity.ts'
import { frameHashes } from '../../shared/domain/access/decisions/frame.ts'
import { hashText } from '../../shared/domain/access/decisions/state-hash.ts'
import type { FrameRead } from '../../shared/domain/devices/panels/rule-sources.ts'
import type { RulesEntry, RulesHead, RulesSnapshot } from '../../shared/domain/devices/rules-log/entity.ts'
import { type Compiled, type CompilerDeps, maxRecordBytes, peopleAgain, scopeStored, sizeOf } from './deps.ts'
import { type Hashes, hashOf, noteHashes, writeBody } from './snapshot-body.ts'

/** How often what was added meanwhile is worked in: each time takes less long than the one before, so less is added during it. */
const maxRounds = 20
/** So few people are left for what is beside the object. */
const few = 20

type Outcome = 'published' | 'unchanged' | 'raced' | 'overtaken'

/**
 * Adds compiled rules to the log, as the version after the newest. Whoever was changed by a delta meanwhile is read again, for the scope of
 * these rules: at the end of the object, and whoever is changed while that is put, beside it.
 */
export const addSnapshot = async (deps: CompilerDeps, compiled: Compiled, sources: FrameRead): Promise<Outcome> => {
  const { accountId, panelId, head } = compiled
  const meanwhile = followLog(deps, compiled)
  const { bytes, sha256, hashes } = await writeBody(deps, compiled, sources, meanwhile.settle)
  if (meanwhile.isRaced()) return 'raced'
  const object = deps.newUuid()
  const body = { object, sha256, bytes: bytes.length }
  let isPut = false
  let beside: PersonRecord[] = []
  for (let round = 0; round < maxRounds; round += 1) {
    const records = await meanwhile.next()
    if (meanwhile.isRaced() || sizeOf(beside) > maxRecordBytes) return 'raced'
    noteHashes(hashes, records)
    beside = lastOfEach([...beside, ...records])
    const version = meanwhile.version()
    const stateHash = hashText(hashOf(compiled, hashes))
    if (isSaidAlready(head, version, stateHash)) {
      const noted = await deps.rulesLog.noteUnchanged(accountId, panelId, version, compiled.compile)
      if (noted !== 'longer') return noted === 'noted' ? 'unchanged' : noted
      continue
    }
    if (!isPut) {
      await deps.snapshots.put(accountId, panelId, object, bytes)
      isPut = true
      // what was added while it was put
      continue
    }
    const outcome = await add(deps, compiled, { version: version + 1, stateHash, people: beside, ...body }, hashes)
    if (outcome !== 'longer') return outcome === 'added' ? 'published' : outcome
  }
  throw new Error(`The log of panel ${panelId} grew faster than its changes could be read`)
}

/** The people who are changed by deltas while a compile goes on, read again for its scope; and whether something else was changed. */
const followLog = (deps: CompilerDeps, compiled: Compiled) => {
  let version = compiled.head?.version ?? 0
  let isRaced = false
  const next = async (): Promise<PersonRecord[]> => {
    const later = await deps.rulesLog.from(compiled.accountId, compiled.panelId, version + 1)
    if (later.some(changesMore)) isRaced = true
    if (isRaced) return []
    version = later.at(-1)?.version ?? version
    return peopleAgain(deps, compiled, new Set(later.flatMap((entry) => entry.people.map(({ id }) => id))))
  }
  /** Until few were changed during the reading of those before. */
  async function* settle(): AsyncGenerator<PersonRecord[]> {
    for (let round = 0; round < maxRounds; round += 1) {
      const records = await next()
      yield records
      if (records.length <= few) return
    }
  }
  return { next, settle, version: () => version, isRaced: () => isRaced }
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
