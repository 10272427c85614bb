import type { Queue } from '../../shared/adapters/queue.ts'
import type { PanelWorkMessage } from '../../shared/domain/devices/commands/entity.ts'
import type { looksAgain } from '../../shared/domain/devices/commands/look-again.ts'
import { asciiJson } from '../../shared/lib/ascii-json.ts'
import type { AccountId, PanelId } from '../../shared/lib/ids.ts'

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
