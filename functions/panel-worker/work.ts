import type { SQSBatchResponse, SQSRecord } from 'aws-lambda'
import { z } from 'zod'
import type { PanelSockets } from '../../shared/adapters/panel-sockets.ts'
import type { Queue } from '../../shared/adapters/queue.ts'
import { FanOutWork } from '../../shared/domain/access/emergencies/fan-out.ts'
import { PanelToSettle } from '../../shared/domain/access/emergencies/panels-to-settle.ts'
import { settleModes } from '../../shared/domain/access/emergencies/settle-modes.ts'
import type { Deps } from '../../shared/domain/deps.ts'
import { type Command, PanelWorkMessage } from '../../shared/domain/devices/commands/entity.ts'
import { looksAgain } from '../../shared/domain/devices/commands/look-again.ts'
import { postureDue, recentCommands, sendPending } from '../../shared/domain/devices/commands/send-pending.ts'
import { isConnected, type PanelPresence } from '../../shared/domain/devices/panels/entity.ts'
import type { AccountId, PanelId } from '../../shared/lib/ids.ts'
import { describeError, log } from '../../shared/lib/log.ts'
import { type PushDeps, pushTo } from '../../shared/panel-link/push.ts'
import { sayOnSocket } from '../../shared/panel-link/say.ts'
import { logOverdue, lookLater } from './command-looks.ts'
import { type FanOutDeps, goOn } from './fan-out.ts'

export type WorkerDeps = Pick<Deps, 'presences' | 'postures' | 'commands' | 'rulesLog' | 'emergencies' | 'panels' | 'pause'> &
  PushDeps &
  FanOutDeps & { sockets: Pick<PanelSockets, 'send'>; panelWork: Queue }

/** What became of a nudge; `waiting`: the panel has no socket, so it gets what is pending when it asks. */
export type WorkOutcome = 'reached' | 'unreachable' | 'waiting' | 'gone'

/** What the queues say: a fan-out is to go on, or there is work for one panel, whose modes are to be settled or not. */
const Work = z.union([FanOutWork, PanelToSettle, PanelWorkMessage])
type Work = z.infer<typeof Work>

/**
 * Sends a panel what is pending for it, through its socket. A socket that is over makes the panel disconnected at once. Commands that
 * it sent for the first time, or could not send, it looks at again in time to send them again; so it does with `watched`, which are those that
 * such a look is about. A panel without a socket fetches its commands, so there is nothing to look at.
 */
export const workOn = async (
  deps: WorkerDeps,
  accountId: AccountId,
  panelId: PanelId,
  watched: readonly string[] = [],
): Promise<WorkOutcome> => {
  const now = deps.now()
  const [presence, recent] = await Promise.all([
    deps.presences.get(accountId, panelId),
    recentCommands(deps, accountId, panelId, now),
  ])
  if (!presence) return 'gone'
  const isAsking = isConnected(presence, now) && presence.connection?.connectionId === undefined
  if (isAsking) return 'waiting'
  const again = recent.filter(({ id }) => watched.includes(id))
  logOverdue(accountId, panelId, again, now)
  const outcome = await sendTo(deps, accountId, presence, recent)
  await lookLater(deps, accountId, panelId, looksAgain(recent, new Set(watched), deps.now()))
  return outcome
}

/** Sends a panel what is due of its posture and its rules, and of `recent`, if it has a socket. */
const sendTo = async (
  deps: WorkerDeps,
  accountId: AccountId,
  presence: PanelPresence,
  recent: readonly Command[],
): Promise<WorkOutcome> => {
  const connectionId = presence.connection?.connectionId
  if (connectionId === undefined || !isConnected(presence, deps.now())) return 'waiting'
  const say = sayOnSocket(deps, accountId, presence.panelId, connectionId)
  const push = pushTo(deps, accountId, presence.panelId, say)
  const { reached } = await sendPending(deps, accountId, presence, recent, undefined, push)
  return reached ? 'reached' : 'unreachable'
}

/**
 * Settles what emergencies ask of panels of an account, all at once, then sends each its posture, if it was not sent that yet. Gives those
 * that are to come again: others kept changing their posture, or it could not be sent.
 */
const settle = async (deps: WorkerDeps, accountId: AccountId, panelIds: readonly PanelId[]): Promise<PanelId[]> => {
  const settled = await settleModes(deps, accountId, panelIds)
  const now = deps.now()
  const failed = panelIds.filter((_, index) => settled[index] === 'failed')
  const due = (await deps.presences.getMany(accountId, panelIds)).filter(
    (presence) => isConnected(presence, now) && postureDue(presence, 'nudged'),
  )
  const postures = await deps.postures.getMany(
    accountId,
    due.map(({ panelId }) => panelId),
    { consistent: true },
  )
  const connectionOf = new Map(due.map(({ panelId, connection }) => [panelId, connection?.connectionId]))
  const isDone = await Promise.all(
    postures.map((posture) => {
      const { panelId, version } = posture
      return tried({ accountId, panelId }, async () => {
        const connectionId = connectionOf.get(panelId)
        if (connectionId === undefined) return
        const say = sayOnSocket(deps, accountId, panelId, connectionId)
        if (await pushTo(deps, accountId, panelId, say).posture(posture))
          await deps.presences.postureSent(accountId, panelId, version)
      })
    }),
  )
  log('info', 'the modes of panels were settled', { accountId, panels: panelIds.length, failed: failed.length })
  return [...failed, ...postures.flatMap(({ panelId }, index) => (isDone[index] ? [] : [panelId]))]
}

/** Whether the work was done; an error is logged. */
const tried = async (about: object, work: () => Promise<unknown>): Promise<boolean> => {
  try {
    await work()
    return true
  } catch (thrown) {
    log('error', 'a message of the panel worker failed', { ...about, ...describeError(thrown) })
    return false
  }
}

type OtherWork = FanOutWork | PanelWorkMessage

/** What a batch asks for: each thing once, with the messages that ask for it. */
type Gathered = {
  settles: Map<AccountId, Map<PanelId, string[]>>
  others: Map<string, { work: OtherWork; ids: string[] }>
}

const gathered = (records: readonly SQSRecord[]): Gathered => {
  const all: Gathered = { settles: new Map(), others: new Map() }
  for (const { body, messageId } of records) {
    const work = read(body)
    // A message that says nothing never will: it is dropped here rather than carried to the dead letters.
    if (!work) {
      log('error', 'a message of the panel worker says nothing', { messageId })
    } else if ('modes' in work) {
      const ofAccount = all.settles.get(work.accountId) ?? new Map<PanelId, string[]>()
      ofAccount.set(work.panelId, [...(ofAccount.get(work.panelId) ?? []), messageId])
      all.settles.set(work.accountId, ofAccount)
    } else {
      const key = isNudge(work) ? `${work.accountId} ${work.panelId}` : JSON.stringify(work)
      const known = all.others.get(key)
      all.others.set(key, { work: together(work, known?.work), ids: [...(known?.ids ?? []), messageId] })
    }
  }
  return all
}

const isNudge = (work: OtherWork): work is PanelWorkMessage => 'panelId' in work && work.formerConnectionId === undefined

/** The work that two messages ask for together, which are about the same. */
const together = (work: OtherWork, known: OtherWork | undefined): OtherWork => {
  if (!known || 'scenarioId' in work || 'scenarioId' in known) return work
  return { ...work, commandIds: [...(known.commandIds ?? []), ...(work.commandIds ?? [])] }
}

const doOther = (deps: WorkerDeps, work: OtherWork): Promise<unknown> => {
  if ('scenarioId' in work) return goOn(deps, work)
  const { accountId, panelId, commandIds, formerConnectionId } = work
  return formerConnectionId === undefined
    ? workOn(deps, accountId, panelId, commandIds)
    : sayOnSocket(deps, accountId, panelId, formerConnectionId)({ type: 'work' })
}

/** Does the work of a batch, what emergencies ask of panels first; the messages of what failed come again. */
export const workOnBatch = async (deps: WorkerDeps, records: readonly SQSRecord[]): Promise<SQSBatchResponse> => {
  const { settles, others } = gathered(records)
  const again: string[] = []
  await Promise.all(
    [...settles].map(async ([accountId, panels]) => {
      let failed: readonly PanelId[] = [...panels.keys()]
      await tried({ accountId }, async () => {
        failed = await settle(deps, accountId, failed)
      })
      again.push(...failed.flatMap((panelId) => panels.get(panelId) ?? []))
    }),
  )
  await Promise.all(
    [...others.values()].map(async ({ work, ids }) => {
      const isDone = await tried(work, () => doOther(deps, work))
      if (!isDone) again.push(...ids)
    }),
  )
  return { batchItemFailures: again.map((itemIdentifier) => ({ itemIdentifier })) }
}

const read = (body: string): Work | undefined => {
  try {
    return Work.parse(JSON.parse(body))
  } catch {
    return undefined
  }
}
