import { createHash } from 'node:crypto'
import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import { withPeople } from '../../shared/domain/access/decisions/person-record.ts'
import type { PanelRules } from '../../shared/domain/access/decisions/rules.ts'
import type { PanelId } from '../../shared/lib/ids.ts'
import { err, ok, type Result } from '../../shared/lib/result.ts'
import { type ConfigDescriptor, SnapshotContent } from '../../shared/panel-protocol/config-available.ts'
import type { HttpFailure } from './cloud-http.ts'

/** Neither a snapshot nor what it unpacks to may eat the panel's memory. */
export const maxPackedBytes = 128 * 1_024 * 1_024
const maxRulesBytes = 512 * 1_024 * 1_024

export type ConfigError = {
  kind: 'bad_signature' | 'wrong_panel' | 'older_version' | 'unreachable' | 'wrong_hash' | 'malformed_rules'
  message: string
}

/** GET, without a word about who asks: the URL says it all. */
export type Fetch = (url: string, maxBytes: number) => Promise<Result<Buffer, HttpFailure>>

/** Fetches the object of a snapshot, and checks its length and hash. */
export const fetchSnapshot = async (
  url: string,
  { version, bytes, sha256: hash }: ConfigDescriptor,
  fetch: Fetch,
): Promise<Result<Buffer, ConfigError>> => {
  const fetched = await fetch(url, bytes)
  if (!fetched.ok) return failed(fetched.error.kind === 'too_long' ? 'wrong_hash' : 'unreachable', fetched.error.message)
  if (fetched.value.byteLength !== bytes || sha256(fetched.value) !== hash) {
    return failed('wrong_hash', `The content of version ${version} is not what was signed`)
  }
  return fetched
}

/** The rules of a snapshot: what its object says, changed by the records beside it. */
export const readSnapshot = async (
  content: Buffer,
  { panelId, people }: { panelId: PanelId } & Pick<ConfigDescriptor, 'people'>,
): Promise<Result<PanelRules, ConfigError>> => {
  let text: string
  try {
    text = (await promisify(gunzip)(content, { maxOutputLength: maxRulesBytes })).toString('utf8')
  } catch {
    return failed('malformed_rules', 'The content is not gzip')
  }
  const parsed = SnapshotContent.safeParse(jsonOf(text))
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    return failed('malformed_rules', `${issue?.path.map(String).join('.')}: ${issue?.message}`)
  }
  if (parsed.data.panelId !== panelId) return failed('wrong_panel', `These rules are for panel ${parsed.data.panelId}`)
  return ok(withPeople(parsed.data, [...parsed.data.people, ...people]))
}

export const failed = (kind: ConfigError['kind'], message: string): Result<never, ConfigError> => err({ kind, message })

export const sha256 = (content: Uint8Array) => createHash('sha256').update(content).digest('hex')

export const jsonOf = (content: Buffer | string | undefined): unknown => {
  try {
    return content && JSON.parse(content.toString())
  } catch {
    return undefined
  }
}
