import { compileWithScope } from '../../shared/domain/devices/panels/compile-config.ts'
import type { PanelToCompile } from '../../shared/domain/devices/panels/config-work.ts'
import { isBeingCompiled } from '../../shared/domain/devices/panels/entity.ts'
import type { Instant } from '../../shared/lib/clock.ts'
import type { AccountId, PanelId } from '../../shared/lib/ids.ts'
import { addSnapshot } from './add-snapshot.ts'
import { type CompilerDeps, clockMargin } from './deps.ts'

/** How often a compile begins again since another snapshot was added meanwhile; then the queue brings its message again. */
const maxTries = 8

/**
 * Adds a snapshot of the panel's rules as they are now to their log, unless they say what the newest version says. The newest version is
 * read before anything else, and what was added since is worked in: so a snapshot never knows less than what it follows, and access that
 * was taken away does not come back. Says what became of it:
 * - `covered`: a compile that has ended well began after `knownAt`, when all the changes that ask for this one were stored.
 * - `under-way`: another compile of the panel has not ended, and this one takes no access away. It is to be asked for again,
 *   since many changes of one account would otherwise hold many places of the compiler for one panel.
 * - `overtaken`: a compile that began later ended first.
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
  throw new Error(`Other snapshots of panel ${panelId} were added during each of ${maxTries} compiles`)
}

/** One compile. `raced`: another snapshot was added meanwhile, which may know what this one lacks. */
const compileOnce = async (deps: CompilerDeps, accountId: AccountId, panelId: PanelId, startedAt: Instant) => {
  const begun = await deps.presences.compileBegins(accountId, panelId, startedAt)
  if (!begun) return 'gone'
  const head = await deps.rulesLog.head(accountId, panelId)
  const sources = await deps.ruleSources.of(accountId, panelId)
  if (!sources) return 'gone'
  const compile = { compile: begun.compileBegun, compiledFrom: startedAt }
  const outcome = await addSnapshot(deps, { accountId, panelId, head, sources, compile, ...compileWithScope(sources) })
  if (outcome === 'published') await deps.panelWork.nudge(accountId, panelId)
  return outcome
}
