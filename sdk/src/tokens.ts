import { ApiError } from './errors.ts'
import { canRepeat, type Grant, type Tokens } from './grants.ts'

/**
 * Where tokens are kept between runs, or shared by several processes. Every refresh gives a new refresh token, and an old one that is
 * used later than 30 seconds after that ends the grant: so what was saved last is what counts.
 */
export type TokenStore = {
  /** What was saved last, if anything. */
  load: () => Promise<Tokens | undefined>
  /** Keeps new tokens; undefined when the grant has ended and somebody has to sign in again. */
  save: (tokens: Tokens | undefined) => Promise<void>
}

/** Keeps tokens as long as the program runs. */
export const memoryStore = (): TokenStore => {
  let kept: Tokens | undefined
  return {
    load: async () => kept,
    save: async (tokens) => {
      kept = tokens
    },
  }
}

/** Gives access tokens to requests. */
export type TokenSource = {
  /** An access token that is good for a while. */
  current: () => Promise<string>
  /** Another one than `rejected`, which the API refused; undefined when there is no other. */
  instead: (rejected: string) => Promise<string | undefined>
}

/** A token that cannot be refreshed, such as a service token. */
export const fixedToken = (accessToken: string): TokenSource => ({
  current: async () => accessToken,
  instead: async () => undefined,
})

/** A token this close to its end is not used: it would end on the way. */
const marginMs = 10_000

/** The tokens of a grant, refreshed when they end: once, however many requests wait. `ask` asks the OAuth server. */
export const grantedTokens = (
  ask: (grant: Grant) => Promise<Tokens>,
  grant: Grant | undefined,
  store: TokenStore,
  now: () => number,
): TokenSource => {
  let known: Tokens | undefined
  let renewing: Promise<Tokens> | undefined
  let presented = false
  let refused: ApiError | undefined

  const whenFresh = (tokens: Tokens | undefined, rejected?: string): Tokens | undefined =>
    tokens !== undefined && tokens.accessToken !== rejected && tokens.expiresAt - marginMs > now() ? tokens : undefined

  const keep = async (tokens: Tokens): Promise<Tokens> => {
    // Before it is saved: the refresh token before it has ended, so this one must not be lost when saving fails.
    known = tokens
    await store.save(tokens)
    return tokens
  }

  /** Undefined when the refresh token is not good any more. */
  const refreshed = async (tokens: Tokens | undefined): Promise<Tokens | undefined> => {
    if (tokens?.refreshToken === undefined) return undefined
    try {
      return await keep(await ask({ kind: 'refreshToken', refreshToken: tokens.refreshToken }))
    } catch (thrown) {
      if (thrown instanceof ApiError && thrown.code === 'invalid_grant') return undefined
      throw thrown
    }
  }

  const signedIn = async (): Promise<Tokens> => {
    // Wrong passwords are counted: what was refused once is not presented again.
    if (refused) throw refused
    if (!grant || (presented && !canRepeat(grant))) {
      await store.save(undefined)
      throw new ApiError(signInAgain)
    }
    try {
      const tokens = await ask(grant)
      presented = true
      return await keep(tokens)
    } catch (thrown) {
      if (thrown instanceof ApiError && (thrown.status === 400 || thrown.status === 401)) refused = thrown
      throw thrown
    }
  }

  const renewed = async (rejected: string | undefined): Promise<Tokens> => {
    // Another process may have refreshed meanwhile.
    const kept = later(await store.load(), known)
    const found = whenFresh(kept, rejected) ?? (await refreshed(kept))
    if (found) return found
    const latest = await store.load()
    if (latest?.refreshToken === kept?.refreshToken) return signedIn()
    return whenFresh(latest, rejected) ?? (await refreshed(latest)) ?? signedIn()
  }

  const renew = (rejected?: string): Promise<Tokens> => {
    renewing ??= renewed(rejected)
      .then((tokens) => {
        known = tokens
        return tokens
      })
      .finally(() => {
        renewing = undefined
      })
    return renewing
  }

  return {
    current: async () => (whenFresh(known) ?? (await renew())).accessToken,
    instead: async (rejected) => (whenFresh(known, rejected) ?? (await renew(rejected))).accessToken,
  }
}

const later = (one: Tokens | undefined, other: Tokens | undefined): Tokens | undefined =>
  (one?.expiresAt ?? 0) >= (other?.expiresAt ?? 0) ? one : other

const signInAgain = {
  status: 401,
  code: 'invalid_grant',
  message: 'There is no token that is good any more: sign in again',
  requestId: undefined,
  field: undefined,
  retryAfterMs: undefined,
  body: undefined,
}
