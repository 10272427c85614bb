import { createHash } from 'node:crypto'
import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import { z } from 'zod'
import { type IndexedRules, indexRules } from '../../shared/domain/access/decisions/index-rules.ts'
import { PanelRules } from '../../shared/domain/access/decisions/rules.ts'
import type { PanelId } from '../../shared/lib/ids.ts'
import { err, ok, type Result } from '../../shared/lib/result.ts'
import type { ConfigAvailable, ConfigDescriptor } from '../../shared/panel-protocol/config-available.ts'
import { verifyConfigDescriptor } from '../../shared/panel-protocol/signing.ts'
import type { HttpFailure } from './cloud-http.ts'
import type { Store } from './store.ts'
import type { Trust } from './trust.ts'

/** Neither a snapshot nor what it unpacks to may eat the panel's memory. */
const maxPackedBytes = 128 * 1_024 * 1_024
const maxRulesBytes = 512 * 1_024 * 1_024

const pointerFile = 'applied.json'
const Pointer = z.object({ version: z.int().positive(), sha256: z.string() })
const rulesFile = (version: number) => `rules-${version}.json.gz`

export type ConfigError = {
  kind: 'bad_signature' | 'wrong_panel' | 'older_version' | 'unreachable' | 'wrong_hash' | 'malformed_rules'
  message: string
}

export type ConfigPlace = {
  panelId: PanelId
  appliedVersion: number
  trust: Trust
  store: Store
  /** GET, without a word about who asks: the URL says it all. */
  fetch: (url: string, maxBytes: number) => Promise<Result<Buffer, HttpFailure>>
}

/**
 * Takes an announced version all the way to the panel's store: signature, panel, version, length, hash, content. What it returns
 * is on the disk, so that the panel decides by it after a reboot too. Any error leaves the panel with what it had.
 */
export const stageConfig = async (announced: ConfigAvailable, place: ConfigPlace): Promise<Result<IndexedRules, ConfigError>> => {
  const signed = await place.trust.check(verifyConfigDescriptor, announced.jws)
  if (!signed.ok) return failed('bad_signature', signed.error.message)
  const descriptor = signed.value
  const wrong = whatIsWrongWith(descriptor, announced, place)
  if (wrong) return err(wrong)
  const fetched = await place.fetch(announced.url, descriptor.bytes)
  if (!fetched.ok) return failed(fetched.error.kind === 'too_long' ? 'wrong_hash' : 'unreachable', fetched.error.message)
  if (fetched.value.byteLength !== descriptor.bytes || sha256(fetched.value) !== descriptor.sha256) {
    return failed('wrong_hash', `The content of version ${descriptor.version} is not what was signed`)
  }
  const rules = await unpack(fetched.value, descriptor)
  if (!rules.ok) return rules
  await keep(place.store, descriptor, fetched.value)
  return ok(indexRules(rules.value))
}

/** The rules that the panel applied last; undefined when there are none, or when they are not as they were written. */
export const loadApplied = async (store: Store, panelId: PanelId): Promise<IndexedRules | undefined> => {
  const pointer = Pointer.safeParse(jsonOf(await store.read(pointerFile)))
  const content = pointer.success ? await store.read(rulesFile(pointer.data.version)) : undefined
  if (!pointer.success || !content || sha256(content) !== pointer.data.sha256) return undefined
  const rules = await unpack(content, { panelId, version: pointer.data.version })
  return rules.ok ? indexRules(rules.value) : undefined
}

const whatIsWrongWith = (
  descriptor: ConfigDescriptor,
  announced: ConfigAvailable,
  { panelId, appliedVersion }: ConfigPlace,
): ConfigError | undefined => {
  const { version } = descriptor
  if (descriptor.panelId !== panelId) return { kind: 'wrong_panel', message: `These rules are for panel ${descriptor.panelId}` }
  if (version !== announced.version) {
    return { kind: 'bad_signature', message: `Version ${announced.version} was announced and ${version} was signed` }
  }
  if (version < appliedVersion) return { kind: 'older_version', message: `Version ${version} is older than ${appliedVersion}` }
  if (descriptor.bytes > maxPackedBytes) return { kind: 'malformed_rules', message: `${descriptor.bytes} bytes are too many` }
  return undefined
}

const unpack = async (
  content: Buffer,
  expected: Pick<ConfigDescriptor, 'panelId' | 'version'>,
): Promise<Result<PanelRules, ConfigError>> => {
  let text: string
  try {
    text = (await promisify(gunzip)(content, { maxOutputLength: maxRulesBytes })).toString('utf8')
  } catch {
    return failed('malformed_rules', 'The content is not gzip')
  }
  const parsed = PanelRules.safeParse(jsonOf(text))
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    return failed('malformed_rules', `${issue?.path.map(String).join('.')}: ${issue?.message}`)
  }
  if (parsed.data.panelId !== expected.panelId) return failed('wrong_panel', `These rules are for panel ${parsed.data.panelId}`)
  if (parsed.data.version !== expected.version) {
    return failed('malformed_rules', `The content is version ${parsed.data.version}, not ${expected.version}`)
  }
  return ok(parsed.data)
}

/** The content first, then the pointer to it, and the older content last: at every moment the pointer names something whole. */
const keep = async (store: Store, { version, sha256: hash }: ConfigDescriptor, content: Buffer) => {
  const before = Pointer.safeParse(jsonOf(await store.read(pointerFile)))
  await store.write(rulesFile(version), content)
  await store.write(pointerFile, JSON.stringify({ version, sha256: hash }))
  if (before.success && before.data.version !== version) await store.remove(rulesFile(before.data.version))
}

const failed = (kind: ConfigError['kind'], message: string): Result<never, ConfigError> => err({ kind, message })

const sha256 = (content: Uint8Array) => createHash('sha256').update(content).digest('hex')

const jsonOf = (content: Buffer | string | undefined): unknown => {
  try {
    return content && JSON.parse(content.toString())
  } catch {
    return undefined
  }
}
