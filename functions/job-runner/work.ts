import type { SQSBatchResponse, SQSRecord } from 'aws-lambda'
import type { Queue } from '../../shared/adapters/queue.ts'
import { BatchWork } from '../../shared/domain/people/batch-jobs/entity.ts'
import { type RunDeps, runBatchJob } from '../../shared/domain/people/batch-jobs/run.ts'
import { asciiJson } from '../../shared/lib/ascii-json.ts'
import { describeError, log } from '../../shared/lib/log.ts'

/** `jobs` is the queue that the messages come from: what a run leaves goes to its end. */
export type RunnerDeps = RunDeps & { jobs: Queue }

/** Does rows of the job of each message, one message after the other. A message that failed comes back alone. */
export const workOnBatch = async (deps: RunnerDeps, records: readonly SQSRecord[]): Promise<SQSBatchResponse> => {
  const failed: string[] = []
  for (const { messageId, body } of records) {
    try {
      const work = BatchWork.parse(JSON.parse(body))
      const left = await runBatchJob(deps, work)
      log('info', 'rows of a job were done', { ...work, upTo: left?.after })
      if (left) await sendAgain(deps.jobs, left)
    } catch (thrown) {
      log('error', 'a message of the job runner failed', { messageId, ...describeError(thrown) })
      failed.push(messageId)
    }
  }
  return { batchItemFailures: failed.map((itemIdentifier) => ({ itemIdentifier })) }
}

const sendAgain = async (jobs: Queue, left: BatchWork): Promise<void> => {
  const refused = await jobs.send([{ group: String(left.accountId), body: asciiJson(left) }])
  if (refused.length > 0) throw new Error('The queue did not take what is left of a job')
}
