import { recordReceipt } from '../../../shared/domain/devices/commands/settle.ts'
import type { ReceiptMessage } from '../../../shared/panel-protocol/receipt.ts'
import { verifyReceipt } from '../../../shared/panel-protocol/signing.ts'
import type { GatewayDeps } from '../deps.ts'
import type { Heard, Speaker } from '../speaker.ts'

/**
 * The panel reports, signed, how far one of its commands came. What is recorded is acknowledged, and what changes nothing too, or
 * the panel would repeat it for ever. What is not believed is not: an acknowledgement makes the panel forget.
 */
export const receipt = async (
  deps: Pick<GatewayDeps, 'commands' | 'now' | 'pause'>,
  { accountId, panelId, keys, say }: Speaker,
  { jws }: ReceiptMessage,
): Promise<Heard> => {
  const verified = await verifyReceipt(keys, jws)
  if (!verified.ok || verified.value.panelId !== panelId) {
    const why = verified.ok ? "it is another panel's" : verified.error.message
    await say({ type: 'error', message: `The receipt is not believed: ${why}`.slice(0, 1_000) })
    return 'heard'
  }
  const { commandId, at, stage } = verified.value
  const result = verified.value.stage === 'result' ? resultOf(verified.value) : {}
  const recorded = await recordReceipt(deps, accountId, panelId, { commandId, at, stage, ...result })
  if (!recorded.ok) {
    await say({ type: 'error', message: `The state of command ${commandId} kept changing; send the receipt again` })
    return 'heard'
  }
  await say({ type: 'receipt.ack', commandId, stage })
  return 'heard'
}

const resultOf = (payload: { outcome: 'succeeded' | 'failed' | 'rejected'; reason?: string }) => ({
  outcome: payload.outcome,
  ...(payload.reason === undefined ? {} : { reason: payload.reason }),
})
