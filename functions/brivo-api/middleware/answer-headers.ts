import { createMiddleware } from 'hono/factory'

/** What every answer of the API says of itself, as clients of this API know it. */
const apiVersion = '1'

/** Sets the headers that clients of this API know: its version, and the charset of successes. */
export const answerHeaders = createMiddleware(async (c, next) => {
  await next()
  // Not by `c.header`, which makes a new answer each time.
  if (/^\/v1\/(api|public)/.test(c.req.path)) c.res.headers.set('Brivo-Api-Version', apiVersion)
  if (c.res.status < 300 && c.res.headers.get('content-type') === 'application/json') {
    c.res.headers.set('Content-Type', 'application/json;charset=UTF-8')
  }
})
