import type { SQSBatchResponse, SQSRecord } from 'aws-lambda'
import { z } from 'zod'
import type { PanelSockets } from '../../shared/adapters/panel-sockets.ts'
import { EveryPanel, PanelToSettle } from '../../shared/domain/access/emergencies/panels-to-settle.ts'
import { settleModes } from '../../shared/domain/access/emergencies/settle-modes.ts'
import type { Deps } from '../../shared/domain/deps.ts'
import { PanelWorkMessage } from '../../shared/domain/devices/commands/entity.ts'
import { recentCommands, sendPending } from '../../shared/domain/devices/commands/send-pending.ts'
import { isConnected } from '../../shared/domain/devices/panels/entity.ts'
import type { AccountId, PanelId } from '../../shared/lib/ids.ts'
import { describeError, log } from '../../shared/lib/log.ts'
import { type PushDeps, pushTo } from '../../shared/panel-link/push.ts'
import { sayOnSocket } from '../../shared/panel-link/say.ts'
import { type FindDeps, findEveryPanel } from './every-panel.ts'

export type WorkerDeps = Pick<Deps, 'presences' | 'postures' | 'commands' | 'emergencies' | 'panels' | 'pause'> &
  PushDeps &
  FindDeps & { sockets: Pick<PanelSockets, 'send'> }

/** What became of a nudge; `waiting`: the panel has no socket, so it gets what is pending when it asks. */
export type WorkOutcome = 'reached' | 'unreachable' | 'waiting' | 'gone'

/** What the queues say: all panels of an account are to be settled, or one panel, whose modes are to be settled or not. */
const Work = z.union([EveryPanel, PanelToSettle, PanelWorkMessage])
type Work = z.infer<typeof Work>

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

/** Settles what an emergency asks of one panel, then sends it what is pending. Throws when others kept changing its posture. */
const settle = async (deps: WorkerDeps, accountId: AccountId, panelId: PanelId): Promise<void> => {
  const version = await settleModes(deps, accountId, panelId)
  if (version === 'failed') throw new Error('Others kept changing the posture')
  log('info', 'the modes of a panel were settled', { accountId, panelId, version })
  await workOn(deps, accountId, panelId)
}

const doWork = async (deps: WorkerDeps, work: Work): Promise<unknown> => {
  if ('everyPanel' in work) return findEveryPanel(deps, work)
  return 'modes' in work ? settle(deps, work.accountId, work.panelId) : workOn(deps, work.accountId, work.panelId)
}

/** One piece of work for all messages of a batch that mean the same panel; modes are settled when one of them asks for it. */
const gathered = (records: readonly SQSRecord[]): { work: Work; itemIdentifiers: string[] }[] => {
  const works = new Map<string, { work: Work; itemIdentifiers: string[] }>()
  for (const { body, messageId } of records) {
    const work = read(body)
    // A message that says nothing never will: it is dropped here rather than carried to the dead letters.
    if (!work) {
      log('error', 'a message of the panel worker says nothing', { messageId })
      continue
    }
    const key = 'panelId' in work ? `${work.accountId} ${work.panelId}` : JSON.stringify(work)
    const known = works.get(key)
    const ids = [...(known?.itemIdentifiers ?? []), messageId]
    works.set(key, { work: known && 'modes' in known.work ? known.work : work, itemIdentifiers: ids })
  }
  return [...works.values()]
}

/** Does the work of a batch; the messages of what failed come again. */
export const workOnBatch = async (deps: WorkerDeps, records: readonly SQSRecord[]): Promise<SQSBatchResponse> => {
  const failed = await Promise.all(
    gathered(records).map(async ({ work, itemIdentifiers }) => {
      try {
        await doWork(deps, work)
        return []
      } catch (thrown) {
        log('error', 'a message of the panel worker failed', { ...work, ...describeError(thrown) })
        return itemIdentifiers
      }
    }),
  )
  return { batchItemFailures: failed.flat().map((itemIdentifier) => ({ itemIdentifier })) }
}

const read = (body: string): Work | undefined => {
  try {
    return Work.parse(JSON.parse(body))
  } catch {
    return undefined
  }
}
