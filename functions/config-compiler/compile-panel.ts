import { compileFrame } from '../../shared/domain/devices/panels/compile-config.ts'
import type { PanelToCompile } from '../../shared/domain/devices/panels/config-work.ts'
import { isBeingCompiled } from '../../shared/domain/devices/panels/entity.ts'
import { type Instant, second } from '../../shared/lib/clock.ts'
import type { AccountId, PanelId } from '../../shared/lib/ids.ts'
import { addDelta } from './add-delta.ts'
import { addSnapshot } from './add-snapshot.ts'
import type { CompilerDeps } from './deps.ts'

/** The clocks of two functions differ by less than this. */
const clockMargin = second

/** How often a compile begins again since another one added something meanwhile; then the queue brings its message again. */
const maxTries = 8

/**
 * Adds what the panel's rules say now to their log, unless they say what the newest version says: as a delta, when not too much changed and
 * no snapshot is asked for (`whole`), else as a snapshot. The newest version is read before anything else, and what was added since is
 * worked in: so no version knows less than the one before it, and access that was taken away does not come back. Says what became of it:
 * - `covered`: a compile that has ended well began after `knownAt`, when all the changes that ask for this one were stored.
 * - `under-way`: another compile of the panel has not ended, and this one takes no access away. It is to be asked for again,
 *   since many changes of one account would otherwise hold many places of the compiler for one panel.
 * - `overtaken`: a compile that began later ended first.
 */
export const compilePanel = async (
  deps: CompilerDeps,
  accountId: AccountId,
  panelId: PanelId,
  asked?: Pick<PanelToCompile, 'knownAt' | 'revokes' | 'whole'>,
): Promise<'published' | 'unchanged' | 'overtaken' | 'covered' | 'under-way' | 'gone'> => {
  const presence = asked && (await deps.presences.get(accountId, panelId))
  if (asked && (presence?.compiledFrom ?? 0) > asked.knownAt + clockMargin) return 'covered'
  const startedAt = deps.now()
  if (presence && asked && !asked.revokes && isBeingCompiled(presence, startedAt)) return 'under-way'
  for (let tries = 0; tries < maxTries; tries += 1) {
    const outcome = await compileOnce(deps, accountId, panelId, tries === 0 ? startedAt : deps.now(), asked?.whole ?? false)
    if (outcome !== 'raced') return outcome
  }
  throw new Error(`Other rules of panel ${panelId} were added during each of ${maxTries} compiles`)
}

/** One compile. `raced`: another one has added something meanwhile, which may know what this one lacks. */
const compileOnce = async (deps: CompilerDeps, accountId: AccountId, panelId: PanelId, startedAt: Instant, isWhole: boolean) => {
  const presence = await deps.presences.compileBegins(accountId, panelId, startedAt)
  if (!presence) return 'gone'
  const head = await deps.rulesLog.head(accountId, panelId)
  const sources = await deps.ruleSources.frame(accountId, panelId)
  if (!sources) return 'gone'
  const compiled = { ...compileFrame(sources), head, compile: { compile: presence.compileBegun, compiledFrom: startedAt } }
  const outcome = head && !isWhole ? await addDelta(deps, { ...compiled, head, presence }) : 'too-large'
  if (outcome !== 'too-large') return outcome
  const added = await addSnapshot(deps, compiled, sources)
  if (added === 'published') await deps.panelWork.nudge(accountId, panelId)
  return added
}
