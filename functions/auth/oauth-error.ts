import type { Context } from 'hono'
import type { OauthError } from '../../shared/domain/identity/oauth/errors.ts'

/** Answers a refused OAuth request as the API document's table of error codes has it, and else as RFC 6749, 5.2. */
export const oauthError = (c: Context, error: OauthError): Response => {
  switch (error.kind) {
    case 'client_missing':
      return challenge(c, { error: 'unauthorized', error_description: 'Full authentication is required to access this resource' })
    case 'client_refused':
      return error.how === 'basic'
        ? challenge(c, { status: 401, error: 'Unauthorized', message: 'Bad credentials', path: c.req.path })
        : c.json({ error: 'invalid_client', error_description: 'Bad client credentials' }, 401)
    case 'bad_credentials': {
      const { retryCount, locked, retryAfterSeconds } = error
      if (retryAfterSeconds !== undefined) c.header('Retry-After', String(retryAfterSeconds))
      return c.json({ error: 'invalid_grant', error_description: 'Bad credentials', retryCount, locked }, 401)
    }
    case 'too_many_guesses': {
      const { retryAfterSeconds } = error
      c.header('Retry-After', String(retryAfterSeconds))
      // RFC 6749 has no code for this on the token endpoint. Not `invalid_client`: whether it is, was not looked at.
      const error_description = `Too many wrong secrets came from this network; try again in ${retryAfterSeconds} seconds`
      return c.json({ error: 'temporarily_unavailable', error_description }, 429)
    }
    case 'changed_meanwhile':
      // RFC 6749 has no code for this on the token endpoint. Not `invalid_grant`: clients would drop a token that is still good.
      return c.json({ error: 'temporarily_unavailable', error_description: `The ${error.what} kept changing; try again` }, 503)
    default:
      return c.json({ error: error.kind, error_description: error.description }, 400)
  }
}

const challenge = (c: Context, body: Record<string, string | number>) => {
  c.header('WWW-Authenticate', 'Basic realm="sallyport", charset="UTF-8"')
  return c.json(body, 401)
}

/** A request that is not even one: no operation is asked about it. */
export const badRequest = (c: Context, description: string, status: 400 | 413 | 415 = 400): Response =>
  c.json({ error: 'invalid_request', error_description: description }, status)

/** The beginning of a caller's text, as an error description may have it: printable ASCII without quotes (RFC 6749, 5.2). */
export const printable = (text: string) => text.replace(/[^\x20-\x21\x23-\x5b\x5d-\x7e]/g, '?').slice(0, 60)
