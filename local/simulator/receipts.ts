import type { PanelId } from '../../shared/lib/ids.ts'
import type { PanelMessage } from '../../shared/panel-protocol/message.ts'
import type { ReceiptPayload } from '../../shared/panel-protocol/receipt.ts'
import type { ReceiptAck } from '../../shared/panel-protocol/receipt-ack.ts'
import { type SigningKey, signReceipt } from '../../shared/panel-protocol/signing.ts'
import { resultReceipt } from './commands.ts'
import type { Memory } from './memory.ts'
import { createTurns } from './turns.ts'

/**
 * Sends receipts, and results again until the cloud acknowledges them. Nothing else will do for that: the cloud hears what was
 * sent on one connection in any order, and may fail at one message while it answers the next.
 */
export const createReceipts = (key: SigningKey, panelId: PanelId, memory: Memory, send: (message: PanelMessage) => void) => {
  const inTurn = createTurns()
  const say = async (receipt: ReceiptPayload) => send({ type: 'receipt', jws: await signReceipt(key, receipt) })

  return {
    /** In the order of the calls. Without a connection nothing is sent: results are remembered, and sent with the next. */
    report: (receipt: ReceiptPayload): Promise<void> => inTurn(() => say(receipt)),
    /** A new connection is there, or it is time for a heartbeat. */
    reportAgain: (): Promise<void> =>
      inTurn(async () => {
        for (const { commandId, result } of memory.commands.unreported()) {
          if (result) await say(resultReceipt(commandId, panelId, result))
        }
      }),
    /** The cloud has what a receipt said. Only of results anything is kept. */
    async acknowledged({ commandId, stage }: ReceiptAck): Promise<void> {
      const command = memory.commands.get(commandId)
      if (stage === 'result' && command?.result && !command.reported) await memory.keepReported([commandId])
    },
  }
}
