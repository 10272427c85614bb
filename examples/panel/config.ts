import { createHash } from 'node:crypto'
import { gunzipSync } from 'node:zlib'
import { stateHash, withFrame, withPeople } from './rules.ts'
import type { State } from './store.ts'
import type { FrameChange, PersonRecord, Rules } from './types.ts'

type Announced = { version: number; url: string; jws: string }
type Descriptor = { panelId: number; version: number; sha256: string; bytes: number; stateHash: string; people: PersonRecord[] }
type Delta = { panelId: number; base: number; version: number; frame?: FrameChange; people: PersonRecord[] }
export type Verify = <Payload>(typ: string, jws: string) => Promise<Payload>

/** What is signed is for this panel, and of the version that was announced. */
const checked = <Payload extends { panelId: number; version: number }>(
  signed: Payload,
  panelId: number,
  version: number,
): Payload => {
  if (signed.panelId !== panelId) throw new Error('wrong_panel: it is for another panel')
  if (signed.version !== version) throw new Error(`bad_signature: ${version} was announced and ${signed.version} signed`)
  return signed
}

/** Takes a snapshot, or throws with the reason. Chapter "Rules" of docs/panel-protocol.md. */
export const takeSnapshot = async (
  { state, save }: { state: State; save: () => void },
  verify: Verify,
  panelId: number,
  announced: Announced,
): Promise<'taken'> => {
  const wanted = checked(await verify<Descriptor>('sallyport-config+jws', announced.jws), panelId, announced.version)
  if (wanted.version < state.version) throw new Error(`older_version: ${state.version} is applied`)
  const isKnown = state.rules !== undefined && stateHash(state.rules) === wanted.stateHash
  if (!isKnown) state.rules = await fetched(announced.url, wanted)
  state.version = wanted.version
  save()
  return 'taken'
}

const fetched = async (url: string, { panelId, sha256, bytes, stateHash: hash, people }: Descriptor): Promise<Rules> => {
  const answer = await fetch(url, { redirect: 'error', signal: AbortSignal.timeout(10_000) }).catch(() => undefined)
  if (!answer?.ok) throw new Error(`unreachable: ${answer?.status ?? 'no answer'}`)
  const body = Buffer.from(await answer.arrayBuffer())
  if (body.length !== bytes || createHash('sha256').update(body).digest('hex') !== sha256) throw new Error('wrong_hash: the body')
  const { people: corrected = [], ...rules } = JSON.parse(gunzipSync(body).toString('utf8')) as Rules & {
    people?: PersonRecord[]
  }
  if (rules.formatVersion !== 2) throw new Error(`malformed_rules: format ${rules.formatVersion}`)
  if (rules.panelId !== panelId) throw new Error('wrong_panel: the body is for another panel')
  const changed = withPeople(rules, [...corrected, ...people])
  if (stateHash(changed) !== hash) throw new Error('wrong_hash: what the rules say')
  return changed
}

/** Takes a delta, or says that something before it is missing. */
export const takeDelta = async (
  { state, save }: { state: State; save: () => void },
  verify: Verify,
  panelId: number,
  sent: Omit<Announced, 'url'>,
): Promise<'taken' | 'gap'> => {
  const { base, version, frame, people } = checked(
    await verify<Delta>('sallyport-config-delta+jws', sent.jws),
    panelId,
    sent.version,
  )
  if (version <= state.version) return 'taken'
  if (!state.rules || base > state.version) return 'gap'
  state.rules = withPeople(frame ? withFrame(state.rules, frame) : state.rules, people)
  state.version = version
  save()
  return 'taken'
}
