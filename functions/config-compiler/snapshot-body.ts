import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGzip, gzipSync } from 'node:zlib'
import type { PersonRecord } from '../../shared/domain/access/decisions/entity.ts'
import { credentialHash, frameHash, personHash, positive, userHash } from '../../shared/domain/access/decisions/state-hash.ts'
import { compileCredential, compileUser } from '../../shared/domain/devices/panels/compile-people.ts'
import type { FrameRead } from '../../shared/domain/devices/panels/rule-sources.ts'
import type { UserId } from '../../shared/lib/ids.ts'
import type { Compiled, CompilerDeps } from './deps.ts'

/** The people of a body: what each adds to the hash of the rules, by id. */
export type Hashes = Map<UserId, bigint>

/** The gzipped body of a snapshot except its end, and what it says of whom. */
export type OpenBody = { beginning: Buffer; hashes: Hashes }

/** The hash of rules with this frame and these people. */
export const hashOf = ({ frame }: Pick<Compiled, 'frame'>, hashes: Hashes): bigint => {
  let sum = frameHash(frame)
  for (const hash of hashes.values()) sum += hash
  return positive(sum)
}

/**
 * Writes the rules of a panel as the gzipped JSON of `SnapshotContent`, up to the list of those who were changed meanwhile. People are read
 * and written in batches: what is held of each is what they add to the hash, and the gzipped text.
 */
export const beginBody = async (
  deps: Pick<CompilerDeps, 'ruleSources' | 'now'>,
  compiled: Compiled,
  sources: FrameRead,
): Promise<OpenBody> => {
  const hashes: Hashes = new Map()
  const chunks: Buffer[] = []
  await pipeline(Readable.from(textOf(deps, compiled, sources, hashes)), createGzip(), async (zipped) => {
    for await (const chunk of zipped) chunks.push(chunk as Buffer)
  })
  return { beginning: Buffer.concat(chunks), hashes }
}

/** The whole body, with the records of those who were changed meanwhile. A gzip file may have several members, one after the other. */
export const endBody = ({ beginning }: OpenBody, changed: readonly PersonRecord[]): Buffer =>
  Buffer.concat([beginning, gzipSync(`${changed.map((record) => JSON.stringify(record)).join(',')}]}`)])

async function* textOf(
  { ruleSources, now }: Pick<CompilerDeps, 'ruleSources' | 'now'>,
  { accountId, panelId, head, frame, scope }: Compiled,
  sources: FrameRead,
  hashes: Hashes,
): AsyncGenerator<string> {
  const about = { formatVersion: 2, accountId, panelId, version: head?.version ?? 0, compiledAt: now() }
  yield `${JSON.stringify({ ...about, ...frame }).slice(0, -1)},"users":[`
  const users = listed()
  for await (const batch of ruleSources.users(accountId, sources)) {
    const here = batch.flatMap((user) => compileUser(user, scope))
    for (const user of here) hashes.set(user.id, userHash(user))
    yield users(here)
  }
  yield '],"credentials":['
  const credentials = listed()
  for await (const batch of ruleSources.credentials(accountId, [...hashes.keys()])) {
    const here = batch.flatMap((credential) => compileCredential(credential, hashes))
    for (const credential of here)
      hashes.set(credential.userId, (hashes.get(credential.userId) ?? 0n) + credentialHash(credential))
    yield credentials(here)
  }
  yield '],"people":['
}

/** The hashes after these records took their places. */
export const noteHashes = (hashes: Hashes, records: readonly PersonRecord[]): void => {
  for (const record of records) {
    if (record.user) hashes.set(record.id, personHash(record))
    else hashes.delete(record.id)
  }
}

/** The elements of a list as JSON, batch by batch, with the commas between. */
const listed = () => {
  let isFirst = true
  return (batch: readonly object[]): string => {
    const text = batch.map((one) => JSON.stringify(one)).join(',')
    if (text === '') return ''
    const separated = isFirst ? text : `,${text}`
    isFirst = false
    return separated
  }
}
