import type { Queue } from '../../shared/adapters/queue.ts'

/** A queue that keeps the values of the bodies it is given; `refuses` says which of them it does not take this time. */
export const keepingQueue = (refuses: (value: unknown) => boolean = () => false, permanent = false) => {
  const sent: unknown[] = []
  const queue: Queue = {
    send: async (messages) => {
      const refused = messages.filter(({ body }) => refuses(JSON.parse(body)))
      sent.push(...messages.filter((message) => !refused.includes(message)).map(({ body }) => JSON.parse(body)))
      return refused.map((message) => ({ message, permanent }))
    },
  }
  return { queue, sent }
}
