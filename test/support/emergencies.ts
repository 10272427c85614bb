import type { SQSRecord } from 'aws-lambda'
import { routeChanges } from '../../functions/change-router/route-changes.ts'
import { type WorkerDeps, workOnBatch } from '../../functions/panel-worker/work.ts'
import type { testGateway } from './gateway.ts'
import { keepingQueue } from './queues.ts'
import { streamOf } from './stream-of.ts'

type Gateway = Pick<Awaited<ReturnType<typeof testGateway>>, 'table' | 'workerDeps'>

/** What the table's stream says to the queue posture-work since the last call: the messages, in order. */
export const postureMessages = ({ table, workerDeps }: Gateway) => {
  const stream = streamOf(table)
  return async (): Promise<unknown[]> => {
    const [posture, other] = [keepingQueue(), keepingQueue()]
    const rest = { events: other.queue, configUrgent: other.queue, configWork: other.queue, nameCopies: other.queue }
    const queues = { ...rest, jobs: other.queue, failures: other.queue, postureWork: posture.queue }
    await routeChanges({ ...queues, now: workerDeps.now }, stream())
    return posture.sent
  }
}

/** Works on messages as one batch; the message of what failed by its place. */
export const workOnAll = async (deps: WorkerDeps, messages: readonly unknown[]): Promise<string[]> => {
  const records = messages.map((message, index) => ({ messageId: String(index), body: JSON.stringify(message) }) as SQSRecord) // only what is read
  return (await workOnBatch(deps, records)).batchItemFailures.map(({ itemIdentifier }) => itemIdentifier)
}
