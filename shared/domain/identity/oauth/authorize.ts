import { err, ok, type Result } from '../../../lib/result.ts'
import { base64url, sha256 } from '../../../lib/secrets.ts'
import type { Deps } from '../../deps.ts'
import { type Application, codeLifetime, type Session } from './entity.ts'
import type { OauthDeps } from './issue-token.ts'
import { isRegisteredAs } from './redirect-uri.ts'

/** What an application asks for, once it is known to be sound. */
export type AuthorizationRequest = {
  application: Application
  redirectUri: string
  state?: string
  codeChallenge?: string
}

/**
 * Why an authorization request is refused. `page`: the person sees it, since it is not certain whose the redirect URI is.
 * `redirect`: the application gets it, by the error codes of RFC 6749, 4.1.2.1.
 */
export type AuthorizeError =
  | { kind: 'page'; reason: string }
  | { kind: 'redirect'; redirectUri: string; state?: string; error: string; description: string }

const maxStateLength = 2_000

/** Judges an authorization request. `parameters` are those of the query, as it came. */
export const readAuthorization = async (
  deps: Pick<Deps, 'applications'>,
  parameters: URLSearchParams,
): Promise<Result<AuthorizationRequest, AuthorizeError>> => {
  const clientId = only(parameters, 'client_id')
  const application = clientId === undefined ? undefined : await deps.applications.findByClientId(clientId)
  if (!application) return err({ kind: 'page', reason: 'The application that sent you here is not known to this server.' })
  const redirectUri = redirectUriOf(application, parameters)
  if (redirectUri === undefined) {
    const reason = `${application.name} asked to send you to an address that it has not registered.`
    return err({ kind: 'page', reason })
  }
  const state = only(parameters, 'state')
  const wrong = wrongIn(application, parameters)
  if (wrong) return err({ kind: 'redirect', redirectUri, ...(state === undefined ? {} : { state }), ...wrong })
  const codeChallenge = only(parameters, 'code_challenge')
  return ok({
    application,
    redirectUri,
    ...(state === undefined ? {} : { state }),
    ...(codeChallenge === undefined ? {} : { codeChallenge }),
  })
}

/** A parameter that was given once. A second value, or an empty one, is as good as none (RFC 6749, 3.1). */
const only = (parameters: URLSearchParams, name: string): string | undefined => {
  const [value, ...more] = parameters.getAll(name)
  return more.length === 0 && value ? value : undefined
}

/** The URI to redirect to: the given one when it is registered, or the only registered one when none is given. */
const redirectUriOf = ({ redirectUris }: Application, parameters: URLSearchParams): string | undefined => {
  if (!parameters.has('redirect_uri')) return redirectUris.length === 1 ? redirectUris[0] : undefined
  const given = only(parameters, 'redirect_uri')
  return given !== undefined && redirectUris.some((registered) => isRegisteredAs(registered, given)) ? given : undefined
}

const once = ['response_type', 'state', 'scope', 'code_challenge', 'code_challenge_method']

const wrongIn = (application: Application, parameters: URLSearchParams) => {
  const refuse = (error: string, description: string) => ({ error, description })
  const repeated = once.find((name) => parameters.getAll(name).length > 1)
  if (repeated) return refuse('invalid_request', `Parameter given more than once: ${repeated}`)
  const responseType = only(parameters, 'response_type')
  if (!responseType) return refuse('invalid_request', 'Missing parameter: response_type')
  if (responseType !== 'code') return refuse('unsupported_response_type', 'Only response_type=code is supported')
  if (!application.grantTypes.includes('authorization_code')) {
    return refuse('unauthorized_client', 'This application may not use authorization_code')
  }
  if ((only(parameters, 'state') ?? '').length > maxStateLength) {
    return refuse('invalid_request', `The state is longer than ${maxStateLength} characters`)
  }
  return wrongProof(application, only(parameters, 'code_challenge'), only(parameters, 'code_challenge_method'))
}

/** RFC 7636. `plain`, which is also what a missing method means, would protect nothing that the state does not. */
const wrongProof = (application: Application, challenge: string | undefined, method: string | undefined) => {
  const refuse = (description: string) => ({ error: 'invalid_request', description })
  if (challenge === undefined) {
    if (method !== undefined) return refuse('Missing parameter: code_challenge')
    return application.secretMac === undefined ? refuse('A public application must send a code_challenge') : undefined
  }
  if (method !== 'S256') return refuse('Only code_challenge_method=S256 is supported')
  return /^[\w-]{43}$/.test(challenge) ? undefined : refuse('The code_challenge is not a base64url SHA-256')
}

/** A code for what the signed-in person agreed to. */
export const issueCode = async (
  deps: Pick<OauthDeps, 'grants' | 'now' | 'randomBytes'>,
  { application, redirectUri, codeChallenge }: AuthorizationRequest,
  { accountId, administratorId, signInVersion }: Omit<Session, 'expiresAt'>,
): Promise<string> => {
  const code = base64url(deps.randomBytes(32))
  await deps.grants.addCode(sha256(code), {
    accountId,
    administratorId,
    signInVersion,
    clientId: application.clientId,
    redirectUri,
    ...(codeChallenge === undefined ? {} : { codeChallenge }),
    expiresAt: deps.now() + codeLifetime,
  })
  return code
}

/** Where the browser goes next: the redirect URI with these parameters added to those it has. */
export const redirectTo = (redirectUri: string, parameters: Record<string, string | undefined>): string => {
  const given = Object.entries(parameters).filter((entry): entry is [string, string] => entry[1] !== undefined)
  return `${redirectUri}${redirectUri.includes('?') ? '&' : '?'}${new URLSearchParams(given)}`
}
