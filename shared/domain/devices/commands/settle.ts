import type { Instant } from '../../../lib/clock.ts'
import { definedOf } from '../../../lib/defined.ts'
import type { AccountId, PanelId } from '../../../lib/ids.ts'
import { ok, type Result } from '../../../lib/result.ts'
import { raced } from '../../../lib/retry.ts'
import { instantOf, uuidOf } from '../../../lib/uuid.ts'
import { untilFirst } from '../../change.ts'
import type { ChangedMeanwhile } from '../../common-errors.ts'
import type { Deps } from '../../deps.ts'
import { deviceTypeOf } from '../../places/access-points/types.ts'
import type { Event } from '../../record/events/entity.ts'
import type { Command } from './entity.ts'
import { finalAfterMs, mayMove } from './lifecycle.ts'

/** What a panel reports of a command, its signature found good. `at` is the panel's clock; every outcome but success has a reason. */
export type Receipt = {
  commandId: string
  stage: 'received' | 'executing' | 'result'
  outcome?: 'succeeded' | 'failed' | 'rejected'
  reason?: string
  at: Instant
}

/** `ignored`: the command is unknown, settled already, or too old to be believed about. A repeat is ignored, so it changes nothing. */
export type ReceiptOutcome = 'recorded' | 'ignored'

/**
 * The command as a result leaves it; undefined when the result changes nothing. That a panel did not believe a signature says
 * something about the copy that it got and nothing about the command: the true one may be on its way, and is sent again.
 */
export const decideSettlement = (command: Command, receipt: Receipt, now: Instant): Command | undefined => {
  const { outcome, reason, at } = receipt
  if (reason === 'bad_signature') return undefined
  if (!outcome || !mayMove(command.state, outcome) || now > command.issuedAt + finalAfterMs) return undefined
  const settledAt = between(command.issuedAt, at, now)
  return { ...command, state: outcome, settledAt, ...(reason === undefined ? {} : { reason }) }
}

/** The panel says when it acted; a clock that is off must not put that before the order or into the future. */
const between = (issuedAt: Instant, at: Instant, now: Instant): Instant => Math.min(Math.max(at, issuedAt), now)

/** The event of a settled command. Its uuid follows from the command's id, so there is one at most. */
export const settledEvent = (command: Command, now: Instant): Event => {
  const { accessPoint, by, panelId, state, reason, floorIds } = command
  return {
    uuid: uuidOf('command', panelId, command.id),
    kind: 'access',
    // a person who opened the door for themselves was let in
    type: state !== 'succeeded' ? 'door.pulse_failed' : by.kind === 'user' ? 'access.granted' : 'door.pulsed',
    actor: by,
    subject: { kind: 'access_point', id: accessPoint.id, name: accessPoint.name, ...deviceTypeOf(accessPoint) },
    site: { id: accessPoint.siteId, name: accessPoint.siteName },
    occurredAt: command.settledAt ?? now,
    processedAt: now,
    facts: definedOf({ reason, floorIds }),
  }
}

/**
 * Records what a panel reports of one of its commands. A result settles the command and stores its event in one transaction; when
 * another receipt was faster, it looks again.
 */
export const recordReceipt = async (
  deps: Pick<Deps, 'commands' | 'now' | 'pause'>,
  accountId: AccountId,
  panelId: PanelId,
  receipt: Receipt,
): Promise<Result<ReceiptOutcome, ChangedMeanwhile>> => {
  const { commandId, stage, at } = receipt
  if (stage !== 'result') {
    const reachedAt = between(instantOf(commandId), at, deps.now())
    return ok((await deps.commands.progress(accountId, panelId, commandId, stage, reachedAt)) ? 'recorded' : 'ignored')
  }
  return untilFirst(deps, 'command', async () => {
    const command = await deps.commands.get(accountId, panelId, commandId)
    const now = deps.now()
    const settled = command && decideSettlement(command, receipt, now)
    if (!command || !settled) return ok('ignored')
    return (await deps.commands.settle(accountId, command, settled, settledEvent(settled, now))) ? ok('recorded') : raced
  })
}
