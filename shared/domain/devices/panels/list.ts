import type { PanelId } from '../../../lib/ids.ts'
import type { Page, PageRequest } from '../../../lib/page.ts'
import { err, ok, type Result } from '../../../lib/result.ts'
import type { NotFound } from '../../common-errors.ts'
import type { Deps } from '../../deps.ts'
import type { Principal } from '../../identity/principals/principal.ts'
import { newestOf } from '../rules-log/newest.ts'
import { isConnected, type Panel, type PanelPresence } from './entity.ts'

export type LivePanel = { panel: Panel; presence: PanelPresence }

/** What a listing of panels may be narrowed by: whether they are connected now. */
export type PanelCriterion = { field: 'connected'; anyOf: readonly boolean[] }

/** A page of the account's panels that meet every criterion, oldest first. */
export const listPanels = (
  deps: Pick<Deps, 'panels' | 'now'>,
  { accountId }: Principal,
  criteria: readonly PanelCriterion[],
  page: PageRequest,
): Promise<Page<LivePanel>> => {
  if (criteria.length === 0) return deps.panels.pageLive(accountId, page)
  const now = deps.now()
  const passes = (presence: PanelPresence) => criteria.every(({ anyOf }) => anyOf.includes(isConnected(presence, now)))
  return deps.panels.searchLive(accountId, passes, page)
}

/** One panel with what is live about it. */
export const getPanel = async (
  deps: Pick<Deps, 'panels'>,
  { accountId }: Principal,
  panelId: PanelId,
): Promise<Result<LivePanel, NotFound<'panel'>>> => {
  const live = await deps.panels.getLive(accountId, panelId)
  return live ? ok(live) : err({ kind: 'not_found', what: 'panel', id: panelId })
}

/**
 * One panel with what is live about it, and the newest version of its rules, also when that is on its way to it. When it is behind, `rulesAt` says
 * when it fell behind: since when there is the oldest version that it lacks.
 */
export const getPanelWithNewest = async (
  deps: Pick<Deps, 'panels' | 'rulesLog'>,
  { accountId }: Principal,
  panelId: PanelId,
): Promise<Result<LivePanel, NotFound<'panel'>>> => {
  const [live, withNewest] = await Promise.all([deps.panels.getLive(accountId, panelId), newestOf(deps, accountId, [panelId])])
  if (!live) return err({ kind: 'not_found', what: 'panel', id: panelId })
  const presence = withNewest(live.presence)
  if (presence.rulesVersion <= presence.appliedVersion) return ok({ ...live, presence })
  const lacking = await deps.rulesLog.firstAfter(accountId, panelId, presence.appliedVersion)
  return ok({ ...live, presence: { ...presence, ...(lacking ? { rulesAt: lacking.at } : {}) } })
}
