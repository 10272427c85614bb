import type { Context } from 'hono'
import { getCookie, setCookie } from 'hono/cookie'
import type { Session } from '../../shared/domain/identity/oauth/entity.ts'
import { base64url, keyedSha256, sameText, sha256 } from '../../shared/lib/secrets.ts'
import type { AuthDeps } from './env.ts'

/** Lax: a link from an application brings the session along, a form on a foreign page does not. */
const options = ({ secureCookies }: AuthDeps) => ({ path: '/', httpOnly: true, sameSite: 'Lax', secure: secureCookies }) as const
/** `__Host-` makes browsers refuse the cookie from anywhere but this very host, over TLS. */
const nameOf = ({ secureCookies }: AuthDeps, name: 'session' | 'form') => `${secureCookies ? '__Host-' : ''}sallyport-${name}`

/** Draws a secret for a new session and gives it to the browser; what is stored is its hash. */
export const startSession = (deps: AuthDeps, c: Context): string => {
  const secret = base64url(deps.randomBytes(32))
  setCookie(c, nameOf(deps, 'session'), secret, options(deps))
  return sha256(secret)
}

/** Who is signed in at this browser. */
export const currentSession = async (deps: AuthDeps, c: Context): Promise<Session | undefined> => {
  const secret = getCookie(c, nameOf(deps, 'session'))
  return secret ? deps.signIns.getSession(sha256(secret), deps.now()) : undefined
}

export const endSession = async (deps: AuthDeps, c: Context): Promise<void> => {
  const secret = getCookie(c, nameOf(deps, 'session'))
  if (secret) await deps.signIns.removeSession(sha256(secret))
  setCookie(c, nameOf(deps, 'session'), '', { ...options(deps), maxAge: 0 })
}

type FormName = 'sign-in' | 'password' | 'consent' | 'sign-out'

/**
 * The token of a form of our own pages: only a page that this browser got from us has it, and only for the same request. The
 * sign-in has no session yet, so a cookie that says nothing stands in for one.
 */
export const formToken = (deps: AuthDeps, c: Context, form: FormName, query: string): string =>
  tokenFor(deps, browserSecret(deps, c, form), form, query)

/** Whether a form came from our own page. */
export const isOwnForm = (deps: AuthDeps, c: Context, form: FormName, query: string, given: string | undefined): boolean => {
  const secret = getCookie(c, nameOf(deps, form === 'sign-in' ? 'form' : 'session'))
  return secret !== undefined && given !== undefined && sameText(tokenFor(deps, secret, form, query), given)
}

const tokenFor = ({ clientSecretKey }: AuthDeps, secret: string, form: FormName, query: string) =>
  base64url(keyedSha256(clientSecretKey, 'form-token', [secret, form, query].join('\n')))

const browserSecret = (deps: AuthDeps, c: Context, form: FormName): string => {
  const name = nameOf(deps, form === 'sign-in' ? 'form' : 'session')
  const known = getCookie(c, name)
  if (known || form !== 'sign-in') return known ?? ''
  const secret = base64url(deps.randomBytes(16))
  setCookie(c, name, secret, options(deps))
  return secret
}
