import type { PanelId } from '../../shared/lib/ids.ts'
import type { PanelMessage } from '../../shared/panel-protocol/message.ts'
import type { ReceiptPayload } from '../../shared/panel-protocol/receipt.ts'
import { type SigningKey, signReceipt } from '../../shared/panel-protocol/signing.ts'
import { resultReceipt } from './commands.ts'
import type { Memory } from './memory.ts'
import { createTurns } from './turns.ts'

/**
 * Sends receipts, and remembers which results the cloud is known to have: those sent on this connection before a heartbeat that
 * was acknowledged. All others are sent again on the next connection.
 */
export const createReceipts = (key: SigningKey, panelId: PanelId, memory: Memory, send: (message: PanelMessage) => boolean) => {
  const inTurn = createTurns()
  let sentResults: string[] = []

  const report = (receipt: ReceiptPayload): Promise<void> =>
    inTurn(async () => {
      const isSent = send({ type: 'receipt', jws: await signReceipt(key, receipt) })
      if (isSent && receipt.stage === 'result') sentResults.push(receipt.commandId)
    })

  return {
    /** In the order of the calls. Without a connection nothing is sent: results are remembered, and sent with the next. */
    report,
    /** A new connection is there. */
    reportAgain() {
      sentResults = []
      for (const { commandId, result } of memory.commands.unreported()) {
        if (result) void report(resultReceipt(commandId, panelId, result))
      }
    },
    /** A heartbeat is being sent; call the answer when it was acknowledged. */
    coverByHeartbeat(): () => Promise<void> {
      const covered = sentResults
      sentResults = []
      return async () => {
        if (covered.length > 0) await memory.keepReported(covered)
      }
    },
  }
}
