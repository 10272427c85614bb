import type { SQSBatchResponse, SQSRecord } from 'aws-lambda'
import type { PanelSockets } from '../../shared/adapters/panel-sockets.ts'
import type { Deps } from '../../shared/domain/deps.ts'
import { PanelWorkMessage } from '../../shared/domain/devices/commands/entity.ts'
import { recentCommands, sendPending } from '../../shared/domain/devices/commands/send-pending.ts'
import { isConnected } from '../../shared/domain/devices/panels/entity.ts'
import type { AccountId, PanelId } from '../../shared/lib/ids.ts'
import { describeError, log } from '../../shared/lib/log.ts'
import { type PushDeps, pushTo } from '../../shared/panel-link/push.ts'
import { sayOnSocket } from '../../shared/panel-link/say.ts'

export type WorkerDeps = Pick<Deps, 'presences' | 'postures' | 'commands'> & PushDeps & { sockets: Pick<PanelSockets, 'send'> }

/** What became of a nudge; `waiting`: the panel has no socket, so it gets what is pending when it asks. */
export type WorkOutcome = 'reached' | 'unreachable' | 'waiting' | 'gone'

/** Sends a panel what is pending for it, through its socket. A socket that is over makes the panel disconnected at once. */
export const workOn = async (deps: WorkerDeps, accountId: AccountId, panelId: PanelId): Promise<WorkOutcome> => {
  const now = deps.now()
  const [presence, recent] = await Promise.all([
    deps.presences.get(accountId, panelId),
    recentCommands(deps, accountId, panelId, now),
  ])
  if (!presence) return 'gone'
  const connectionId = presence.connection?.connectionId
  if (connectionId === undefined || !isConnected(presence, now)) return 'waiting'
  const say = sayOnSocket(deps, accountId, panelId, connectionId)
  return sendPending(deps, accountId, presence, recent, 'nudged', pushTo(deps, accountId, panelId, say))
}

/** Works on the nudges of a batch, once for each panel; those that could not be worked on come again. */
export const workOnBatch = async (deps: WorkerDeps, records: readonly SQSRecord[]): Promise<SQSBatchResponse> => {
  const panels = new Map<string, { work: PanelWorkMessage; itemIdentifiers: string[] }>()
  for (const { body, messageId } of records) {
    const work = read(body)
    // A message that says nothing never will: it is dropped here rather than carried to the dead letters.
    if (!work) {
      log('error', 'a nudge says nothing', { messageId })
      continue
    }
    const known = panels.get(`${work.accountId} ${work.panelId}`) ?? { work, itemIdentifiers: [] }
    known.itemIdentifiers.push(messageId)
    panels.set(`${work.accountId} ${work.panelId}`, known)
  }
  const failed = await Promise.all(
    [...panels.values()].map(async ({ work: { accountId, panelId }, itemIdentifiers }) => {
      try {
        await workOn(deps, accountId, panelId)
        return []
      } catch (thrown) {
        log('error', 'a panel cannot be worked on', { accountId, panelId, ...describeError(thrown) })
        return itemIdentifiers
      }
    }),
  )
  return { batchItemFailures: failed.flat().map((itemIdentifier) => ({ itemIdentifier })) }
}

const read = (body: string): PanelWorkMessage | undefined => {
  try {
    return PanelWorkMessage.parse(JSON.parse(body))
  } catch {
    return undefined
  }
}
