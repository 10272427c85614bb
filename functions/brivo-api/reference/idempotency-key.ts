import type { Parameter } from './document.ts'

/** The header that every call which writes may come with. */
export const idempotencyKeyParameter = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  description:
    'Names this request, so that it can be repeated safely for 24 hours: a repeat is not run again, and is answered as the first ' +
    'was, with the header `Idempotent-Replayed: true`. 409 says that the key was used for another request, that the first is still ' +
    'under way (with `Retry-After`), or that it was done and its answer is not kept.',
  schema: { type: 'string', minLength: 1, maxLength: 255, pattern: '^[ -~]+$' },
  example: '5f0c8f0e-3d1b-4c8e-9a55-2f1f4a3c7d10',
} satisfies Parameter
