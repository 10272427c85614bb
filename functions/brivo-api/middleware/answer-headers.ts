import { createMiddleware } from 'hono/factory'

/** What every answer of the API says of itself, as clients of this API know it. */
const apiVersion = '1'

/** Sets the headers that clients of this API know: its version, and the charset of successes. */
export const answerHeaders = createMiddleware(async (c, next) => {
  await next()
  if (/^\/v1\/(api|public)/.test(c.req.path)) c.header('Brivo-Api-Version', apiVersion)
  if (c.res.status < 300 && c.res.headers.get('content-type') === 'application/json') {
    c.header('Content-Type', 'application/json;charset=UTF-8')
  }
})
