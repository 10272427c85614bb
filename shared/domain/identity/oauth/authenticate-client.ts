import { err, ok, type Result } from '../../../lib/result.ts'
import { keyedSha256, sameText } from '../../../lib/secrets.ts'
import type { Deps } from '../../deps.ts'
import type { Application } from './entity.ts'
import type { OauthError } from './errors.ts'

/** What a client says of itself, by Basic or as form fields. */
export type PresentedClient = { clientId: string; secret?: string | undefined; how: 'basic' | 'form' }

/** What is stored of a client's secret. `key` is the service's client-secret key. */
export const secretMacOf = (key: Uint8Array, secret: string): string =>
  keyedSha256(key, 'client-secret', secret).toString('base64url')

/** The application that a client is, if it says the right secret; a public one has none to say. */
export const authenticateClient = async (
  deps: Pick<Deps, 'applications'> & { clientSecretKey: Uint8Array },
  { clientId, secret, how }: PresentedClient,
): Promise<Result<Application, OauthError>> => {
  const application = await deps.applications.findByClientId(clientId)
  if (!application) return err({ kind: 'client_refused', how })
  if (application.secretMac === undefined) return secret ? err({ kind: 'client_refused', how }) : ok(application)
  if (!secret) return err(how === 'basic' ? { kind: 'client_refused', how } : { kind: 'client_missing' })
  const right = sameText(secretMacOf(deps.clientSecretKey, secret), application.secretMac)
  return right ? ok(application) : err({ kind: 'client_refused', how })
}
