import type { Snapshots } from '../../shared/adapters/snapshots.ts'
import type { Deps } from '../../shared/domain/deps.ts'
import { second } from '../../shared/lib/clock.ts'
import type { ruleSourceStore } from '../../shared/storage/access/rule-sources.ts'

/** What a compile of a panel's rules is given. */
export type CompilerDeps = Pick<Deps, 'presences' | 'rulesLog' | 'panelWork' | 'now' | 'newUuid'> & {
  ruleSources: ReturnType<typeof ruleSourceStore>
  snapshots: Pick<Snapshots, 'put'>
}

/** The clocks of two functions differ by less than this. */
export const clockMargin = second
