import type { ContentfulStatusCode } from 'hono/utils/http-status'

/** How an API answers an expected error: its status, and the message for the caller. */
type Answer<E> = { status: ContentfulStatusCode; message: (error: E) => string }

/** An answer for each kind of error of `E`: without a line for each, it does not compile. */
export type Answers<E extends { kind: string }> = { [K in E['kind']]: Answer<Extract<E, { kind: K }>> }
