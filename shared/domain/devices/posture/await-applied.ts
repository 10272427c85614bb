import { type Instant, second } from '../../../lib/clock.ts'
import type { AccountId, PanelId } from '../../../lib/ids.ts'
import type { Deps } from '../../deps.ts'
import { lookUntil } from '../look-until.ts'
import type { PanelPresence } from '../panels/entity.ts'

/** The longest wait (API document, Door Override: "this endpoint will wait up to 10 seconds"). */
export const longestWaitMs = 10 * second

/** Waits until the doors of the panel follow this version of its posture. False when they did not in ten seconds. */
export const awaitApplied = async (
  deps: Pick<Deps, 'presences' | 'now' | 'pause'>,
  accountId: AccountId,
  panelId: PanelId,
  version: number,
): Promise<boolean> => (await awaitAllApplied(deps, accountId, new Map([[panelId, version]]))).length === 0

/** Waits until the doors of each panel follow its version, or the panel refused it. Gives the panels whose doors did not until `latest`. */
export const awaitAllApplied = async (
  deps: Pick<Deps, 'presences' | 'now' | 'pause'>,
  accountId: AccountId,
  versions: ReadonlyMap<PanelId, number>,
  latest: Instant = deps.now() + longestWaitMs,
): Promise<PanelId[]> => {
  const refused: PanelId[] = []
  let waiting = [...versions.keys()]
  await lookUntil(deps, latest - deps.now(), async () => {
    if (waiting.length === 0) return true
    const presences = await deps.presences.getMany(accountId, waiting)
    const late = presences.filter((one) => one.appliedPosture < (versions.get(one.panelId) ?? 0))
    const hasRefused = ({ panelId, refusedPosture }: PanelPresence) =>
      (refusedPosture?.version ?? -1) >= (versions.get(panelId) ?? 0)
    refused.push(...late.filter(hasRefused).map(({ panelId }) => panelId))
    waiting = late.filter((one) => !hasRefused(one)).map(({ panelId }) => panelId)
    return waiting.length === 0
  })
  return [...refused, ...waiting]
}
