import type { SQSBatchResponse, SQSRecord } from 'aws-lambda'
import { NameCopies } from '../../shared/domain/places/name-copies/renamed.ts'
import { type NameCopiesDeps, updateNameCopies } from '../../shared/domain/places/name-copies/update.ts'
import { describeError, log } from '../../shared/lib/log.ts'

/**
 * Brings the copies of each name into step, one message after the other. A message with a copy that failed comes back alone; the
 * copies that have the name by then cost a read.
 */
export const workOnBatch = async (deps: NameCopiesDeps, records: readonly SQSRecord[]): Promise<SQSBatchResponse> => {
  const failed: string[] = []
  for (const { messageId, body } of records) {
    try {
      const message = NameCopies.parse(JSON.parse(body))
      const { written, failures } = await updateNameCopies(deps, message)
      log('info', 'copies of a name were updated', { ...message, written, failures: failures.length })
      if (failures.length > 0) throw failures[0]
    } catch (thrown) {
      log('error', 'a message of the name copier failed', { messageId, ...describeError(thrown) })
      failed.push(messageId)
    }
  }
  return { batchItemFailures: failed.map((itemIdentifier) => ({ itemIdentifier })) }
}
