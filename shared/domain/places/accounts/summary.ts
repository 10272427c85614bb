import { err, ok, type Result } from '../../../lib/result.ts'
import type { Deps } from '../../deps.ts'
import { isConnected } from '../../devices/panels/entity.ts'
import type { AdministratorType } from '../../identity/administrators/type.ts'
import type { Principal } from '../../identity/principals/principal.ts'
import type { SummaryDenied } from './errors.ts'

/** How much an account has of everything. */
export type AccountSummary = {
  doors: number
  activeUsers: number
  panels: number
  panelsOffline: number
  cameras: number
  sites: number
  administrators: number
  credentials: number
}

const readers: readonly AdministratorType[] = ['SENIOR', 'MASTER']

/** Counts an account (API document, Retrieve Account Summary): from the counts that listings keep, never from listings. */
export const summarizeAccount = async (
  deps: Pick<Deps, 'accounts' | 'panels' | 'users' | 'now'>,
  principal: Principal,
): Promise<Result<AccountSummary, SummaryDenied>> => {
  const { accountId } = principal
  if (principal.kind === 'administrator' && !readers.includes(principal.type)) return err({ kind: 'summary_denied' })
  const now = deps.now()
  const [counts, offline, suspended] = await Promise.all([
    deps.accounts.counts(accountId),
    deps.panels.searchLive(accountId, (presence) => !isConnected(presence, now), { offset: 0, pageSize: 0 }),
    deps.users.countSuspended(accountId),
  ])
  return ok({
    doors: counts['access-point'],
    activeUsers: counts.user - suspended,
    panels: counts.panel,
    panelsOffline: offline.count,
    cameras: counts.camera,
    sites: counts.site,
    administrators: counts.administrator,
    credentials: counts.credential,
  })
}
