import { type FilterError, parseFilter } from '../../../lib/filter.ts'
import type { PanelId } from '../../../lib/ids.ts'
import type { Page, PageRequest } from '../../../lib/page.ts'
import { err, ok, type Result } from '../../../lib/result.ts'
import type { Deps } from '../../deps.ts'
import type { Principal } from '../../identity/administrators/principal.ts'
import { isConnected, type Panel, type PanelPresence } from './schema.ts'
import type { PanelNotFound } from './update.ts'

export type LivePanel = { panel: Panel; presence: PanelPresence }

/** A page of the account's panels; `filter` takes `status__eq:connected` or `disconnected` (API document, Control Panel Listing). */
export const listPanels = async (
  deps: Pick<Deps, 'panels' | 'now'>,
  { accountId }: Principal,
  { filter, ...page }: PageRequest & { filter?: string | undefined },
): Promise<Result<Page<LivePanel>, FilterError>> => {
  const criteria = parseFilter(filter, { status: ['eq'] })
  if (!criteria.ok) return criteria
  if (criteria.value.length === 0) return ok(await deps.panels.pageLive(accountId, page))
  const wanted = criteria.value.map(({ values }) => values.map((value) => value.toLowerCase()))
  const unknown = wanted.flat().find((value) => value !== 'connected' && value !== 'disconnected')
  if (unknown !== undefined) return err({ kind: 'invalid_filter', message: `Invalid value '${unknown}' for 'status'` })
  const now = deps.now()
  const passes = (presence: PanelPresence) =>
    wanted.every((values) => values.includes(isConnected(presence, now) ? 'connected' : 'disconnected'))
  return ok(await deps.panels.searchLive(accountId, passes, page))
}

/** One panel with what is live about it. */
export const getPanel = async (
  deps: Pick<Deps, 'panels'>,
  { accountId }: Principal,
  panelId: PanelId,
): Promise<Result<LivePanel, PanelNotFound>> => {
  const live = await deps.panels.getLive(accountId, panelId)
  return live ? ok(live) : err({ kind: 'panel_not_found', panelId })
}
