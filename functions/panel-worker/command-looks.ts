import type { Queue } from '../../shared/adapters/queue.ts'
import type { Command, PanelWorkMessage } from '../../shared/domain/devices/commands/entity.ts'
import { isReceiptOverdue } from '../../shared/domain/devices/commands/lifecycle.ts'
import type { looksAgain } from '../../shared/domain/devices/commands/look-again.ts'
import { asciiJson } from '../../shared/lib/ascii-json.ts'
import type { Instant } from '../../shared/lib/clock.ts'
import type { AccountId, PanelId } from '../../shared/lib/ids.ts'
import { log } from '../../shared/lib/log.ts'

/** Says in the log which of the commands the panel ought to have confirmed by now. */
export const logOverdue = (accountId: AccountId, panelId: PanelId, watched: readonly Command[], now: Instant): void => {
  for (const command of watched) {
    if (!isReceiptOverdue(command, now)) continue
    log('warn', 'a panel does not say that it has a command', { accountId, panelId, commandId: command.id, sends: command.sends })
  }
}

/** Lets the queue wait until commands are looked at again. A message that it does not take costs one time of sending again. */
export const lookLater = async (
  { panelWork }: { panelWork: Queue },
  accountId: AccountId,
  panelId: PanelId,
  looks: ReturnType<typeof looksAgain>,
): Promise<void> => {
  if (looks.size === 0) return
  await panelWork.send(
    [...looks].map(([delaySeconds, commandIds]) => ({
      group: String(accountId),
      body: asciiJson({ accountId, panelId, commandIds: [...commandIds] } satisfies PanelWorkMessage),
      delaySeconds,
    })),
  )
}
