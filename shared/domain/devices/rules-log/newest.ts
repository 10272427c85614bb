import type { AccountId, PanelId } from '../../../lib/ids.ts'
import type { Deps } from '../../deps.ts'
import type { PanelPresence } from '../panels/entity.ts'

/**
 * Gives presences the newest version of the rules of their panels, which those of connected panels learn when the panel runs it: so nobody
 * is shown that a panel is current while something is on its way to it. Takes a read for each of the panels.
 */
export const newestOf = async (
  { rulesLog }: Pick<Deps, 'rulesLog'>,
  accountId: AccountId,
  panelIds: readonly PanelId[],
): Promise<(presence: PanelPresence) => PanelPresence> => {
  const newest = await Promise.all(panelIds.map((panelId) => rulesLog.newest(accountId, panelId)))
  const byPanel = new Map(panelIds.map((panelId, index) => [panelId, newest[index]]))
  return (presence) => {
    const { version = 0, at = 0 } = byPanel.get(presence.panelId) ?? {}
    return version > presence.rulesVersion ? { ...presence, rulesVersion: version, rulesAt: at } : presence
  }
}
