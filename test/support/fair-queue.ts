import { fairOrder } from '../../local/stand-ins/fair-order.ts'

/** A queue in memory that gives first what belongs to the group with the fewest messages at its consumers, as SQS does. */
export const fairQueue = <Message>(groupOf: (message: Message) => string) => {
  let waiting: Message[] = []
  const atConsumers = new Map<string, number>()
  const count = (message: Message, by: number) => atConsumers.set(groupOf(message), (atConsumers.get(groupOf(message)) ?? 0) + by)
  return {
    add: (message: Message) => void waiting.push(message),
    receive: (most: number): Message[] => {
      const order = fairOrder(waiting, groupOf, atConsumers, most)
      waiting = order.slice(most)
      const batch = order.slice(0, most)
      for (const message of batch) count(message, 1)
      return batch
    },
    done: (batch: readonly Message[]) => {
      for (const message of batch) count(message, -1)
    },
  }
}
