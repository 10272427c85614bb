import { err, ok, type Result } from '../../../lib/result.ts'
import { type KeptAnswer, maxKeptBytes } from './entity.ts'
import type { IdempotencyError } from './errors.ts'

/**
 * What a request is answered that finds its key taken: the answer that the first one had, when both are the same request. `taken` is
 * what is kept under the key, its fingerprint opened.
 */
export const decide = (
  taken: { fingerprint: string; answer?: KeptAnswer | undefined },
  fingerprint: string,
): Result<KeptAnswer, IdempotencyError> => {
  if (taken.fingerprint !== fingerprint) return err({ kind: 'idempotency_key_reused' })
  if (!taken.answer) return err({ kind: 'request_under_way' })
  if (taken.answer.body === 'not kept') return err({ kind: 'answer_not_kept', status: taken.answer.status })
  return ok(taken.answer)
}

/**
 * What becomes of an answer: kept with its body, kept without it, or not at all. After an outage or a limit the same request may be
 * answered otherwise, so it is free to run again.
 */
export const keeping = (answer: { status: number; contentType: string; bytes: number }): 'whole' | 'without body' | 'nothing' => {
  if (answer.status >= 500 || answer.status === 429) return 'nothing'
  return answer.bytes > maxKeptBytes || answer.contentType.startsWith('image/') ? 'without body' : 'whole'
}
