/** How a request with an idempotency key can be refused before it runs. */
export type IdempotencyError =
  /** The text is no key. */
  | { kind: 'invalid_idempotency_key' }
  /** The caller used the key for another request. */
  | { kind: 'idempotency_key_reused' }
  /** The first request with the key has no answer yet. */
  | { kind: 'request_under_way' }
  /** The request was done, and its answer had a body that is not kept. */
  | { kind: 'answer_not_kept'; status: number }
