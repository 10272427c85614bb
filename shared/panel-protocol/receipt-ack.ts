import { z } from 'zod'

/**
 * Cloud → panel, for each `receipt` that it believed: what the receipt said is stored, or changes nothing any more, also when there
 * is no such command. The panel need not send it again; a result that was not acknowledged it sends again, until it is.
 */
export const ReceiptAck = z.object({
  type: z.literal('receipt.ack'),
  commandId: z.uuid(),
  stage: z.enum(['received', 'executing', 'result']),
})
export type ReceiptAck = z.infer<typeof ReceiptAck>
