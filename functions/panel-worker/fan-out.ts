import type { Queue } from '../../shared/adapters/queue.ts'
import type { FanOut } from '../../shared/domain/access/emergencies/entity.ts'
import type { FanOutWork } from '../../shared/domain/access/emergencies/fan-out.ts'
import type { PanelToSettle } from '../../shared/domain/access/emergencies/panels-to-settle.ts'
import type { Deps } from '../../shared/domain/deps.ts'
import { asciiJson } from '../../shared/lib/ascii-json.ts'
import type { PanelId } from '../../shared/lib/ids.ts'
import { log } from '../../shared/lib/log.ts'

export type FanOutDeps = Pick<Deps, 'presences' | 'emergencies' | 'now'> & {
  postureWork: Queue
  /** Panels in one page: what one invocation sends. */
  pageSize: number
}

/** So many panels are worked on in a second, or a partition of presences would take more than 500 writes (decision 54). */
const panelsASecond = 2_000
/** SQS holds a message back for so long at most. */
const maxDelaySeconds = 900

/**
 * Goes on with a fan-out: sends a message for each panel of its next page, notes that in the fan-out, then sends one for the page after it.
 * So an invocation does bounded work, however many panels an account has. A message that comes twice meets a fan-out that has gone on,
 * and of two at work on one page one goes on. Throws when a message was not taken; the page is then sent again.
 */
export const goOn = async (deps: FanOutDeps, { accountId, scenarioId, version }: FanOutWork): Promise<void> => {
  const fanOut = await deps.emergencies.fanOut(accountId, scenarioId, version)
  if (!fanOut || fanOut.endedAt !== undefined) return
  const found = await nextPanels(deps, accountId, fanOut)
  const page = found.slice(0, deps.pageSize)
  const isLast = found.length === page.length
  const delaySeconds = Math.min(Math.floor(fanOut.panels / panelsASecond), maxDelaySeconds)
  await sendAll(
    deps,
    page.map((panelId): PanelToSettle => ({ accountId, panelId, modes: true })),
    delaySeconds,
  )
  const last = page.at(-1) ?? fanOut.after
  const place = {
    pages: fanOut.pages + 1,
    panels: fanOut.panels + page.length,
    ...(last === undefined ? {} : { after: last }),
  }
  if (!(await deps.emergencies.pageDone(accountId, fanOut, place, isLast ? deps.now() : undefined))) return
  if (!isLast) await sendAll(deps, [{ accountId, scenarioId, version }])
  log('info', 'a page of an emergency was handed on', { accountId, scenarioId, version, ...place, isLast })
}

/** The next panels in the order of their ids, one more than a page when there are more. */
const nextPanels = async (deps: FanOutDeps, accountId: FanOutWork['accountId'], fanOut: FanOut): Promise<PanelId[]> => {
  const limit = deps.pageSize + 1
  const { after = 0, panelIds } = fanOut
  if (!panelIds) return deps.presences.panelIds(accountId, { after, limit })
  return panelIds.filter((panelId) => panelId > after).slice(0, limit)
}

const sendAll = async (deps: FanOutDeps, works: readonly (PanelToSettle | FanOutWork)[], delaySeconds = 0): Promise<void> => {
  const refused = await deps.postureWork.send(
    works.map((work) => ({
      group: String(work.accountId),
      body: asciiJson(work),
      ...(delaySeconds > 0 ? { delaySeconds } : {}),
    })),
  )
  if (refused.length > 0) throw new Error(`A queue did not take ${refused.length} of ${works.length} messages`)
}
