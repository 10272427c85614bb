import { err, ok, type Result } from '../../../lib/result.ts'
import { keyedSha256, sameText } from '../../../lib/secrets.ts'
import type { Deps } from '../../deps.ts'
import type { Guess } from '../guesses/entity.ts'
import { countGuess, mayGuess } from '../guesses/guess.ts'
import type { Application } from './entity.ts'
import type { OauthError } from './errors.ts'

/** What a client says of itself, by Basic or as form fields, and the network that it says so from. */
export type PresentedClient = { clientId: string; secret?: string | undefined; how: 'basic' | 'form'; from: string }

/** What is stored of a client's secret. `key` is the service's client-secret key. */
export const secretMacOf = (key: Uint8Array, secret: string): string =>
  keyedSha256(key, 'client-secret', secret).toString('base64url')

/**
 * The application that a client is, if it says the right secret; a public one has none to say. Wrong ones are counted by client id and
 * network, whether there is such a client or not.
 */
export const authenticateClient = async (
  deps: Pick<Deps, 'applications' | 'guesses' | 'now'> & { clientSecretKey: Uint8Array },
  { clientId, secret, how, from }: PresentedClient,
): Promise<Result<Application, OauthError>> => {
  const guess: Guess = { secret: 'client-secret', owner: clientId, from }
  const [application, taken] = await Promise.all([
    deps.applications.findByClientId(clientId),
    secret ? mayGuess(deps, guess) : ok(undefined),
  ])
  if (!taken.ok) return taken
  if (application && application.secretMac === undefined && !secret) return ok(application)
  if (application && !secret) return err(how === 'basic' ? { kind: 'client_refused', how } : { kind: 'client_missing' })
  // The same is done for a client that does not exist.
  const right = sameText(secretMacOf(deps.clientSecretKey, secret ?? ''), application?.secretMac ?? '')
  if (application && right) return ok(application)
  if (secret) await countGuess(deps, guess)
  return err({ kind: 'client_refused', how })
}
