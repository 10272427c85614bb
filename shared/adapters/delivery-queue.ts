import type { DeliveryMessage } from '../domain/outbound/subscriptions/entity.ts'
import type { Lane } from '../domain/outbound/subscriptions/lane.ts'
import { asciiJson } from '../lib/ascii-json.ts'
import { type Queue, sqsQueue } from './queue.ts'

/** An attempt for the queue of its lane (the fast one unless named), and how long it waits there: up to 15 minutes. */
export type QueuedDelivery = { message: DeliveryMessage; delaySeconds?: number; lane?: Lane }

/** The queues of deliveries, fair by account. */
export type DeliveryQueue = {
  /** Sends messages, and gives back those that the queue did not take; it does not throw. */
  send(deliveries: readonly QueuedDelivery[]): Promise<QueuedDelivery[]>
}

export const maxDelaySeconds = 900

/** The queues behind the AWS client. Who sends by the fast lane alone needs only its queue. */
export const sqsDeliveryQueue = (queueUrl: string, slowQueueUrl = queueUrl): DeliveryQueue => {
  const fast = sqsQueue(queueUrl)
  const slow = slowQueueUrl === queueUrl ? fast : sqsQueue(slowQueueUrl)
  return {
    send: async (deliveries) => {
      const refused = await Promise.all([
        sendTo(
          fast,
          deliveries.filter(({ lane }) => lane !== 'slow'),
        ),
        sendTo(
          slow,
          deliveries.filter(({ lane }) => lane === 'slow'),
        ),
      ])
      return refused.flat()
    },
  }
}

const sendTo = async (queue: Queue, deliveries: readonly QueuedDelivery[]): Promise<QueuedDelivery[]> => {
  const messages = deliveries.map((delivery) => ({
    group: String(delivery.message.accountId),
    body: asciiJson(delivery.message),
    delaySeconds: delivery.delaySeconds ?? 0,
    delivery,
  }))
  return (await queue.send(messages)).map(({ message }) => message.delivery)
}
