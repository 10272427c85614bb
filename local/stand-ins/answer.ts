/** What a hand-written stand-in answers. */
export type Answer = { readonly status: number; readonly type: string; readonly body: string }

/** A JSON answer. */
export const json = (status: number, body: unknown, type = 'application/json'): Answer => ({
  status,
  type,
  body: JSON.stringify(body),
})

/** An HTML page. */
export const page = (status: number, body: string): Answer => ({ status, type: 'text/html; charset=utf-8', body })
