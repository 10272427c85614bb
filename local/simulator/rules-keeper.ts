import { z } from 'zod'
import { FrameChange, PersonRecord } from '../../shared/domain/access/decisions/entity.ts'
import { changeState, type PanelState, type StateChange, stateOf } from '../../shared/domain/access/decisions/panel-state.ts'
import { hashText } from '../../shared/domain/access/decisions/state-hash.ts'
import type { PanelId } from '../../shared/lib/ids.ts'
import { ok, type Result } from '../../shared/lib/result.ts'
import type { ConfigAvailable, ConfigDescriptor } from '../../shared/panel-protocol/config-available.ts'
import type { ConfigDeltaMessage } from '../../shared/panel-protocol/config-delta.ts'
import { verifyConfigDelta, verifyConfigDescriptor } from '../../shared/panel-protocol/signing.ts'
import { openJournal } from './journal.ts'
import {
  type ConfigError,
  type Fetch,
  failed,
  fetchSnapshot,
  jsonOf,
  maxPackedBytes,
  readSnapshot,
  sha256,
} from './snapshot-file.ts'
import type { Store } from './store.ts'
import type { Trust } from './trust.ts'

const pointerFile = 'applied.json'
const deltasFile = 'rules-deltas.log'
const rulesFile = (version: number) => `rules-${version}.json.gz`

/** Which snapshot the panel took last. */
const Pointer = z.object({ panelId: z.number(), version: z.int().positive(), sha256: z.string(), people: z.array(PersonRecord) })
/** What was taken since: it changed the snapshot of version `snapshot`. */
const Taken = z.object({
  snapshot: z.number(),
  version: z.number(),
  frame: FrameChange.optional(),
  people: z.array(PersonRecord),
})

/** With so many deltas on its disk a panel fetches the next snapshot, also when that says what the panel knows already. */
const manyDeltas = 500

/** A panel's rules, kept over a reboot: a snapshot, and the deltas that followed it. */
export type RulesKeeper = Awaited<ReturnType<typeof openRules>>

/** Whose signatures count, and how the object of a snapshot is fetched. */
export type RulesPlace = { panelId: PanelId; trust: Trust; fetch: Fetch }

/** Reads the rules that the panel took last: none when they are those of another panel, or not as they were written. */
export const openRules = async (store: Store, panelId: PanelId | undefined) => {
  const pointer = Pointer.safeParse(jsonOf(await store.read(pointerFile)))
  let snapshot = 0
  let state: PanelState | undefined
  if (pointer.success && panelId !== undefined && pointer.data.panelId === panelId) {
    const content = await store.read(rulesFile(pointer.data.version))
    const isWhole = content !== undefined && sha256(content) === pointer.data.sha256
    const rules = isWhole ? await readSnapshot(content, { panelId, people: pointer.data.people }) : undefined
    if (rules?.ok) {
      snapshot = pointer.data.version
      state = stateOf(rules.value, snapshot)
    }
  }
  const deltas = await openJournal(store.path(deltasFile), (line) => {
    const taken = Taken.safeParse(line)
    if (!taken.success || !state || taken.data.snapshot !== snapshot) return
    state = changeState(state, taken.data, taken.data.version)
  })
  const version = () => state?.rules.version ?? 0

  /** First the disk, then what the panel decides by. */
  const change = async (what: StateChange, next: number): Promise<void> => {
    const after = state && changeState(state, what, next)
    await deltas.append([{ snapshot, version: next, ...what }], () => {
      state = after
    })
  }

  /** The content first, then the pointer to it, and the older content last: at every moment the pointer names something whole. */
  const keep = async (panel: PanelId, descriptor: ConfigDescriptor, content: Buffer, after: PanelState) => {
    const { version: next, sha256: hash, people } = descriptor
    const former = snapshot
    await store.write(rulesFile(next), content)
    await store.write(pointerFile, JSON.stringify({ panelId: panel, version: next, sha256: hash, people }))
    snapshot = next
    state = after
    await deltas.rewrite(() => [])
    if (former !== 0 && former !== next) await store.remove(rulesFile(former))
  }

  return {
    current: (): PanelState | undefined => state,
    version,
    /** Of all that the rules say; undefined without rules. */
    stateHash: (): string | undefined => state && hashText(state.hash),

    /**
     * Takes an announced snapshot all the way to the panel's store: signature, panel, version, length, hash, content, and the hash of
     * what it says. Any error leaves the panel with what it had. What says what the panel knows already is not fetched.
     */
    async takeSnapshot(
      announced: ConfigAvailable,
      { panelId: own, trust, fetch }: RulesPlace,
    ): Promise<Result<void, ConfigError>> {
      const signed = await trust.check(verifyConfigDescriptor, announced.jws)
      if (!signed.ok) return failed('bad_signature', signed.error.message)
      const descriptor = signed.value
      const wrong = whatIsWrongWith(descriptor, announced, own, version())
      if (wrong) return wrong
      const isKnown = state !== undefined && hashText(state.hash) === descriptor.stateHash
      if (isKnown && descriptor.version === version()) return ok(undefined)
      if (isKnown && deltas.lines() < manyDeltas) return ok(await change({ people: [] }, descriptor.version))
      const fetched = await fetchSnapshot(announced.url, descriptor, fetch)
      if (!fetched.ok) return fetched
      const rules = await readSnapshot(fetched.value, { panelId: own, people: descriptor.people })
      if (!rules.ok) return rules
      const after = stateOf(rules.value, descriptor.version)
      if (hashText(after.hash) !== descriptor.stateHash)
        return failed('wrong_hash', 'The rules have another hash than was signed')
      return ok(await keep(own, descriptor, fetched.value, after))
    },

    /** Takes a delta. `gap`: the panel lacks what comes before it. One that the panel knows already changes nothing. */
    async takeDelta(
      message: ConfigDeltaMessage,
      { panelId: own, trust }: Omit<RulesPlace, 'fetch'>,
    ): Promise<Result<'taken' | 'gap', ConfigError>> {
      const signed = await trust.check(verifyConfigDelta, message.jws)
      if (!signed.ok) return failed('bad_signature', signed.error.message)
      const { panelId: of, base, version: next, frame, people } = signed.value
      if (of !== own) return failed('wrong_panel', `This delta is for panel ${of}`)
      if (next !== message.version) return failed('bad_signature', `Version ${message.version} was sent and ${next} was signed`)
      if (next <= version()) return ok('taken')
      if (!state || base > version()) return ok('gap')
      await change({ frame, people }, next)
      return ok('taken')
    },

    /** The panel has another tenant: the rules of the old one are none of its business. */
    async wipe() {
      await store.remove(pointerFile)
      await deltas.rewrite(() => [])
      if (snapshot !== 0) await store.remove(rulesFile(snapshot))
      snapshot = 0
      state = undefined
    },
    close: () => deltas.close(),
  }
}

const whatIsWrongWith = (
  descriptor: ConfigDescriptor,
  announced: ConfigAvailable,
  panelId: PanelId,
  appliedVersion: number,
): Result<never, ConfigError> | undefined => {
  const { version } = descriptor
  if (descriptor.panelId !== panelId) return failed('wrong_panel', `These rules are for panel ${descriptor.panelId}`)
  if (version !== announced.version) {
    return failed('bad_signature', `Version ${announced.version} was announced and ${version} was signed`)
  }
  if (version < appliedVersion) return failed('older_version', `Version ${version} is older than ${appliedVersion}`)
  if (descriptor.bytes > maxPackedBytes) return failed('malformed_rules', `${descriptor.bytes} bytes are too many`)
  return undefined
}
