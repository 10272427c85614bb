import type { SQSBatchResponse, SQSRecord } from 'aws-lambda'
import { DeliveryMessage } from '../../shared/domain/subscriptions/schema.ts'
import { describeError, log } from '../../shared/lib/log.ts'
import { deliver, type SenderDeps } from './deliver.ts'

/**
 * Makes the attempts of a batch, all at once. Only messages that met a fault of our own are given back to the queue: a
 * receiver's failure would make Lambda slow down for everybody.
 */
export const deliverBatch = async (deps: SenderDeps, records: readonly SQSRecord[]): Promise<SQSBatchResponse> => {
  /** One attempt may be in a batch twice; it is made once, and both messages share how it ends. */
  const made = new Map<string, Promise<void>>()
  const failed = await Promise.all(
    records.map(async (record) => {
      try {
        const message = DeliveryMessage.parse(JSON.parse(record.body))
        const name = `${message.deliveryId} ${message.attempt}`
        const attempt = made.get(name) ?? deliver(deps, message, Number(record.attributes.ApproximateReceiveCount))
        made.set(name, attempt)
        await attempt
        return []
      } catch (thrown) {
        log('error', 'a delivery met a fault of our own', { messageId: record.messageId, ...describeError(thrown) })
        return [{ itemIdentifier: record.messageId }]
      }
    }),
  )
  return { batchItemFailures: failed.flat() }
}
