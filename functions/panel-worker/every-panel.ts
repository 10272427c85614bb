import type { Queue } from '../../shared/adapters/queue.ts'
import type { EveryPanel, PanelToSettle } from '../../shared/domain/access/emergencies/panels-to-settle.ts'
import type { Deps } from '../../shared/domain/deps.ts'
import { asciiJson } from '../../shared/lib/ascii-json.ts'
import { log } from '../../shared/lib/log.ts'

export type FindDeps = Pick<Deps, 'presences'> & {
  postureWork: Queue
  /** Panels in one page: what one invocation sends. */
  pageSize: number
}

/**
 * Sends a message for each panel of one page of the account's panels, and before them one for the pages after it. So an invocation
 * does bounded work, however many panels an account has. Throws when a message was not taken; the page is then sent again.
 */
export const findEveryPanel = async (deps: FindDeps, { accountId, after }: EveryPanel): Promise<void> => {
  const found = await deps.presences.panelIds(accountId, { after, limit: deps.pageSize + 1 })
  const page = found.slice(0, deps.pageSize)
  const last = found.length > page.length ? page.at(-1) : undefined
  const rest: EveryPanel[] = last === undefined ? [] : [{ accountId, everyPanel: true, after: last }]
  const panels = page.map((panelId): PanelToSettle => ({ accountId, panelId, modes: true }))
  const messages = [...rest, ...panels]
  const refused = await deps.postureWork.send(messages.map((one) => ({ group: String(accountId), body: asciiJson(one) })))
  if (refused.length > 0) throw new Error(`A queue did not take ${refused.length} of ${messages.length} messages`)
  log('info', 'panels to settle were found', { accountId, panels: panels.length, more: rest.length > 0 })
}
