import { type RetryPolicy, type Sendable, sendOnce, withRetries } from './attempts.ts'
import { ApiError, apiErrorOf, ConnectionError } from './errors.ts'
import type { Runtime } from './runtime.ts'

/** How the client comes by its first tokens. */
export type Grant =
  | { kind: 'password'; username: string; password: string }
  /** The code that came to your redirect URI; each can be used once. */
  | { kind: 'code'; code: string; redirectUri?: string; codeVerifier?: string }
  | { kind: 'refreshToken'; refreshToken: string }
  /** The key in a phone, as the redemption of its invitation gave it. */
  | { kind: 'mobileKey'; accountId: number; credentialId: number; credentialValue: string }

/** The tokens of a grant. `expiresAt` is when the access token ends, in epoch milliseconds. */
export type Tokens = { accessToken: string; refreshToken?: string; expiresAt: number }

export type Application = {
  /** Where the OAuth server is, without `/oauth`. */
  authUrl: string
  clientId: string
  /** Left out by applications that cannot keep a secret. */
  clientSecret?: string
}

/** Whether a grant can be presented again when its tokens have ended. */
export const canRepeat = ({ kind }: Grant): boolean => kind === 'password' || kind === 'mobileKey'

const formOf = (grant: Grant): Record<string, string> => {
  switch (grant.kind) {
    case 'password':
      return { grant_type: 'password', username: grant.username, password: grant.password }
    case 'code':
      return {
        grant_type: 'authorization_code',
        code: grant.code,
        ...(grant.redirectUri === undefined ? {} : { redirect_uri: grant.redirectUri }),
        ...(grant.codeVerifier === undefined ? {} : { code_verifier: grant.codeVerifier }),
      }
    case 'refreshToken':
      return { grant_type: 'refresh_token', refresh_token: grant.refreshToken }
    case 'mobileKey':
      return {
        grant_type: 'urn:sallyport:grant-type:digital-credential',
        account_id: String(grant.accountId),
        credential_id: String(grant.credentialId),
        credential_value: grant.credentialValue,
      }
  }
}

/**
 * A refresh token that was superseded works for 30 seconds more, and ends its whole grant when it comes later: an attempt whose
 * answer was lost is repeated within this time or not at all.
 */
const repeatedForMs = 20_000
const attemptMs = 8_000

/** Asks the OAuth server for tokens. Throws ApiError when it refuses, ConnectionError when there is no answer. */
export const askForTokens = async (
  { authUrl, clientId, clientSecret }: Application,
  grant: Grant,
  policy: RetryPolicy,
  runtime: Runtime,
): Promise<Tokens> => {
  const basic =
    clientSecret === undefined ? undefined : btoa(`${encodeURIComponent(clientId)}:${encodeURIComponent(clientSecret)}`)
  const form = new URLSearchParams({ ...formOf(grant), ...(basic === undefined ? { client_id: clientId } : {}) })
  const request: Sendable = {
    url: `${authUrl.replace(/\/+$/, '')}/oauth/token`,
    method: 'POST',
    headers: new Headers({
      'Content-Type': 'application/x-www-form-urlencoded',
      ...(basic === undefined ? {} : { Authorization: `Basic ${basic}` }),
    }),
    body: new TextEncoder().encode(form.toString()).buffer,
  }
  const startedAt = runtime.now()
  const short = {
    ...policy,
    timeoutMs: Math.min(policy.timeoutMs, attemptMs),
    maxDelayMs: Math.min(policy.maxDelayMs, 1_000),
    maxRetryAfterMs: Math.min(policy.maxRetryAfterMs, 5_000),
  }
  // Tokens are for every caller that waits, so no one caller's signal ends this.
  const { signal } = new AbortController()
  const send = async () => {
    const leftMs = startedAt + repeatedForMs - runtime.now()
    if (leftMs <= 0) return new ConnectionError(`POST ${request.url}: no answer within ${repeatedForMs} ms`)
    return sendOnce(request, Math.min(short.timeoutMs, leftMs), runtime, signal)
  }
  const response = await withRetries(send, true, short, runtime, signal)
  if (!response.ok) throw await apiErrorOf(response, runtime.now())
  return tokensIn(response, startedAt)
}

/** Life counts from when the tokens were asked for: so they end here no later than there. */
const tokensIn = async (response: Response, askedAt: number): Promise<Tokens> => {
  const body: unknown = await response.json().catch(() => undefined)
  const { access_token, refresh_token, expires_in }: Partial<Record<string, unknown>> =
    typeof body === 'object' && body !== null ? body : {}
  if (typeof access_token !== 'string' || typeof expires_in !== 'number') {
    const { status } = response
    const unknown = { requestId: undefined, field: undefined, retryAfterMs: undefined }
    throw new ApiError({ status, code: 'invalid_answer', message: 'The OAuth server answered no tokens', body, ...unknown })
  }
  return {
    accessToken: access_token,
    expiresAt: askedAt + expires_in * 1000,
    ...(typeof refresh_token === 'string' ? { refreshToken: refresh_token } : {}),
  }
}
