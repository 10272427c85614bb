import { createHash } from 'node:crypto'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import type { Snapshots } from '../../shared/adapters/snapshots.ts'
import type { Deps } from '../../shared/domain/deps.ts'
import { compileRules } from '../../shared/domain/devices/panels/compile-config.ts'
import type { PanelToCompile } from '../../shared/domain/devices/panels/config-work.ts'
import { isBeingCompiled } from '../../shared/domain/devices/panels/entity.ts'
import { type Instant, second } from '../../shared/lib/clock.ts'
import type { AccountId, PanelId } from '../../shared/lib/ids.ts'
import type { ruleSourceStore } from '../../shared/storage/access/rule-sources.ts'

export type CompilerDeps = Pick<Deps, 'presences' | 'panelWork' | 'now'> & {
  ruleSources: ReturnType<typeof ruleSourceStore>
  snapshots: Snapshots
}

const zip = promisify(gzip)
const sha256 = (bytes: Uint8Array | string): string => createHash('sha256').update(bytes).digest('hex')

/** The clocks of two functions differ by less than this. */
const clockMargin = second

/** How often a compile begins again since other rules were published meanwhile; then the queue brings its message again. */
const maxTries = 8

/**
 * Publishes the panel's rules as they are now, unless they say what the published ones say. The version is drawn before
 * anything is read, and rules are published only if what was published then is published still: so they never know less than
 * those that they replace, and access that was taken away does not come back. Says what became of it:
 * - `covered`: a compile that has ended well began after `knownAt`, when all the changes that ask for this one were stored.
 * - `under-way`: another compile of the panel has not ended, and this one takes no access away. It is to be asked for again,
 *   since many changes of one account would otherwise hold many places of the compiler for one panel.
 * - `overtaken`: the compile of a later version ended first.
 */
export const compilePanel = async (
  deps: CompilerDeps,
  accountId: AccountId,
  panelId: PanelId,
  asked?: Pick<PanelToCompile, 'knownAt' | 'revokes'>,
): Promise<'published' | 'unchanged' | 'overtaken' | 'covered' | 'under-way' | 'gone'> => {
  const presence = asked && (await deps.presences.get(accountId, panelId))
  if (asked && (presence?.compiledFrom ?? 0) > asked.knownAt + clockMargin) return 'covered'
  const startedAt = deps.now()
  if (presence && asked && !asked.revokes && isBeingCompiled(presence, startedAt)) return 'under-way'
  for (let tries = 0; tries < maxTries; tries += 1) {
    const outcome = await compileOnce(deps, accountId, panelId, tries === 0 ? startedAt : deps.now())
    if (outcome !== 'raced') return outcome
  }
  throw new Error(`Other rules of panel ${panelId} were published during each of ${maxTries} compiles`)
}

/** One compile. `raced`: other rules were published meanwhile, which may lack what these know. */
const compileOnce = async (deps: CompilerDeps, accountId: AccountId, panelId: PanelId, startedAt: Instant) => {
  const reserved = await deps.presences.reserveVersion(accountId, panelId, startedAt)
  const sources = reserved && (await deps.ruleSources.of(accountId, panelId))
  if (!reserved || !sources) return 'gone'
  const { reservedVersion: version, published } = reserved
  const content = compileRules(sources)
  const rulesHash = sha256(JSON.stringify(content))
  if (published?.rulesHash === rulesHash) {
    const settled = await deps.presences.settleUnchanged(accountId, panelId, version, published, startedAt)
    if (settled) return 'unchanged'
    // an earlier version may have been published since, and says something else
  }
  const body = await zip(JSON.stringify({ ...content, version, compiledAt: deps.now() }))
  await deps.snapshots.put(accountId, panelId, version, body)
  const next = { version, sha256: sha256(body), bytes: body.length, rulesHash }
  if (!(await deps.presences.publish(accountId, panelId, next, startedAt, published))) {
    const now = await deps.presences.get(accountId, panelId)
    return now === undefined ? 'gone' : now.settledVersion < version ? 'raced' : 'overtaken'
  }
  await deps.panelWork.nudge(accountId, panelId)
  return 'published'
}
