import { second } from '../../../lib/clock.ts'
import type { AccountId, PanelId } from '../../../lib/ids.ts'
import type { Deps } from '../../deps.ts'

/** The longest wait (API document, Door Override: "this endpoint will wait up to 10 seconds"). */
const longestMs = 10 * second
const betweenLooksMs = second
/** Bounds the wait however short the pauses turn out. */
const maxLooks = 40

/** Waits until the doors of the panel follow this version of its posture. False when they did not in ten seconds. */
export const awaitApplied = async (
  deps: Pick<Deps, 'presences' | 'now' | 'pause'>,
  accountId: AccountId,
  panelId: PanelId,
  version: number,
): Promise<boolean> => {
  const latest = deps.now() + longestMs
  for (let looks = 0; looks < maxLooks && deps.now() < latest; looks += 1) {
    const presence = await deps.presences.get(accountId, panelId)
    if (presence && presence.appliedPosture >= version) return true
    // soon at first: most panels answer within some hundred milliseconds
    await deps.pause(Math.min(betweenLooksMs, 100 * 2 ** looks))
  }
  return false
}
