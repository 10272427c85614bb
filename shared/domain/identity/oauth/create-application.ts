import { type AccountId, ApplicationId } from '../../../lib/ids.ts'
import { err, ok, type Result } from '../../../lib/result.ts'
import { lettersFrom } from '../../../lib/secrets.ts'
import type { Deps } from '../../deps.ts'
import { secretMacOf } from './authenticate-client.ts'
import { type Application, accessTokenSeconds, refreshTokenSeconds } from './schema.ts'

/**
 * A new application. `partner` acts for whoever allows it, and keeps a secret; `public` does too but cannot keep one (an
 * application on people's own devices); `password` signs in with passwords, to its own account only.
 */
export type ApplicationInput = {
  name: string
  description?: string
  kind: 'partner' | 'public' | 'password'
  redirectUris?: string[]
  accessTokenSeconds?: number
}
/** `clientSecret` is shown this once. */
export type CreatedApplication = { application: Application; clientSecret?: string }
export type InvalidRedirectUri = { kind: 'invalid_redirect_uri'; redirectUri: string; reason: string }

const secretLetters = 32

/** Registers an application of an account. */
export const createApplication = async (
  deps: Pick<Deps, 'applications' | 'now' | 'newId' | 'newUuid' | 'randomBytes'> & { clientSecretKey: Uint8Array },
  accountId: AccountId,
  input: ApplicationInput,
): Promise<Result<CreatedApplication, InvalidRedirectUri>> => {
  const redirectUris = input.kind === 'password' ? [] : (input.redirectUris ?? [])
  if (input.kind !== 'password' && redirectUris.length === 0) {
    return err({ kind: 'invalid_redirect_uri', redirectUri: '', reason: 'a redirect URI is needed' })
  }
  for (const redirectUri of redirectUris) {
    const reason = wrongInRedirectUri(redirectUri)
    if (reason) return err({ kind: 'invalid_redirect_uri', redirectUri, reason })
  }
  const now = deps.now()
  const secret = input.kind === 'public' ? undefined : lettersFrom(deps.randomBytes(secretLetters * 2)).slice(0, secretLetters)
  const application: Application = {
    id: ApplicationId.parse(deps.newId()),
    version: 1,
    accountId,
    name: input.name,
    ...(input.description ? { description: input.description } : {}),
    clientId: deps.newUuid(),
    ...(secret ? { secretMac: secretMacOf(deps.clientSecretKey, secret) } : {}),
    grantTypes: [input.kind === 'password' ? 'password' : 'authorization_code', 'refresh_token'],
    redirectUris,
    accessTokenSeconds: input.accessTokenSeconds ?? accessTokenSeconds,
    refreshTokenSeconds,
    createdAt: now,
    updatedAt: now,
  }
  const added = await deps.applications.add(accountId, application)
  if (!added.ok) throw new Error('The client id of the new application is taken')
  return ok(secret ? { application, clientSecret: secret } : { application })
}

const loopback = ['localhost', '127.0.0.1', '[::1]']
/** Schemes by which a browser would run or read what stands in the URI instead of leaving for somewhere. */
const forbidden = ['javascript:', 'data:', 'vbscript:', 'file:', 'blob:', 'about:', 'view-source:', 'ws:', 'wss:', 'ftp:']

/** Why a URI may not be registered. A scheme of an application's own is allowed, as phones have them. */
const wrongInRedirectUri = (text: string): string | undefined => {
  const uri = URL.canParse(text) ? new URL(text) : undefined
  if (!uri) return 'it is not an absolute URI'
  if (text.includes('#')) return 'it has a fragment'
  if (/[^\x21-\x7e]/.test(text)) return 'it has characters that must be encoded'
  if (uri.username || uri.password) return 'it has a username or a password'
  if (forbidden.includes(uri.protocol)) return `${uri.protocol} is not a scheme to go back by`
  if (uri.protocol === 'http:' && !loopback.includes(uri.hostname)) return 'http is for this machine only: use https'
  return undefined
}
