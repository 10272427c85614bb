import type { Context } from 'hono'
import { authenticateClient, type PresentedClient } from '../../shared/domain/identity/oauth/authenticate-client.ts'
import type { Application } from '../../shared/domain/identity/oauth/entity.ts'
import type { OauthError } from '../../shared/domain/identity/oauth/errors.ts'
import { sourceOf } from '../../shared/http/gateway-event.ts'
import { rangeOf } from '../../shared/lib/ip-address.ts'
import { err, ok, type Result } from '../../shared/lib/result.ts'
import type { AuthDeps } from './env.ts'

/** The application that calls, by Basic or by form fields; both may be given when they say the same. */
export const callingApplication = async (
  deps: AuthDeps,
  c: Context,
  parameters: ReadonlyMap<string, string>,
): Promise<Result<Application, OauthError>> => {
  const presented = presentedClient(c.req.header('authorization'), parameters)
  return presented.ok ? authenticateClient(deps, { ...presented.value, from: rangeOf(sourceOf(c.env)) }) : presented
}

const presentedClient = (
  authorization: string | undefined,
  parameters: ReadonlyMap<string, string>,
): Result<Omit<PresentedClient, 'from'>, OauthError> => {
  const [clientId, secret] = [parameters.get('client_id'), parameters.get('client_secret')]
  const [, encoded] = /^basic(?:\s+(.*))?$/i.exec(authorization?.trim() ?? '') ?? [undefined, undefined]
  if (encoded === undefined && !/^basic$/i.test(authorization?.trim() ?? '')) {
    return clientId === undefined ? err({ kind: 'client_missing' }) : ok({ clientId, secret, how: 'form' })
  }
  const basic = readBasic(encoded ?? '')
  if (!basic) return err({ kind: 'client_refused', how: 'basic' })
  if ((clientId ?? basic.clientId) !== basic.clientId || (secret ?? basic.secret) !== basic.secret) {
    const description = 'The client credentials of the Authorization header and of the form differ'
    return err({ kind: 'invalid_request', description })
  }
  return ok({ ...basic, how: 'basic' })
}

const readBasic = (encoded: string): { clientId: string; secret: string } | undefined => {
  const text = Buffer.from(encoded.trim(), 'base64').toString()
  const colon = text.indexOf(':')
  return colon < 1 ? undefined : { clientId: formDecoded(text.slice(0, colon)), secret: formDecoded(text.slice(colon + 1)) }
}

/** RFC 6749, 2.3.1, form-encodes both parts before base64. Clients that do not are understood too: ours hold no `%` and no `+`. */
const formDecoded = (text: string): string => {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '))
  } catch {
    return text
  }
}
