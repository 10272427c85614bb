import { err, ok, type Result } from '../../../lib/result.ts'
import { sameText, sha256 } from '../../../lib/secrets.ts'
import { isOpen } from '../../places/accounts/entity.ts'
import type { Application, Code } from './entity.ts'
import type { OauthError } from './errors.ts'
import { newGrant, type OauthDeps, type Tokens, tokensOf } from './issue-token.ts'
import { isStillSignedIn } from './sign-in.ts'

/** What a client presents with a code. `redirectUri` may be left out, as clients of this API do; a wrong one is refused. */
export type PresentedCode = { code: string | undefined; redirectUri: string | undefined; codeVerifier: string | undefined }

/** The `authorization_code` grant: a code once, by the client it was made for. A code that comes twice ends what it gave. */
export const exchangeCode = async (
  deps: OauthDeps,
  application: Application,
  presented: PresentedCode,
): Promise<Result<Tokens, OauthError>> => {
  if (!application.grantTypes.includes('authorization_code')) {
    return err({ kind: 'unauthorized_client', description: 'Unauthorized grant type: authorization_code' })
  }
  if (!presented.code) return err({ kind: 'invalid_request', description: 'Missing parameter: code' })
  const hash = sha256(presented.code)
  const code = await deps.grants.getCode(hash)
  const now = deps.now()
  if (!code || code.clientId !== application.clientId) return invalid('Invalid authorization code')
  if (code.grantId !== undefined) return reused(deps, code)
  if (now >= code.expiresAt) return invalid('Invalid authorization code')
  const wrong = mismatch(code, presented)
  if (wrong) return invalid(wrong)
  const [account, administrator] = await Promise.all([
    deps.accounts.get(code.accountId),
    deps.administrators.get(code.accountId, code.administratorId),
  ])
  if (!isOpen(account) || !isStillSignedIn(administrator, code, now)) return invalid('Invalid authorization code')
  const grant = newGrant(deps, code, application, now)
  if (!(await deps.grants.useCode(hash, grant))) return reused(deps, (await deps.grants.getCode(hash)) ?? code)
  return ok(tokensOf(deps, grant, application, { accountId: code.accountId, administrator }, now))
}

const mismatch = (code: Code, { redirectUri, codeVerifier }: PresentedCode): string | undefined => {
  if (redirectUri !== undefined && redirectUri !== code.redirectUri) return 'Redirect URI mismatch'
  if (code.codeChallenge === undefined)
    return codeVerifier === undefined ? undefined : 'No code_challenge was given for this code'
  if (codeVerifier === undefined) return 'Missing parameter: code_verifier'
  return sameText(sha256(codeVerifier), code.codeChallenge) ? undefined : 'The code_verifier does not match the code_challenge'
}

const reused = async (deps: OauthDeps, { grantId, ...authority }: Code) => {
  if (grantId) await deps.grants.revoke({ ...authority, id: grantId }, deps.now())
  return invalid('Invalid authorization code')
}

const invalid = (description: string) => err({ kind: 'invalid_grant', description } as const)
