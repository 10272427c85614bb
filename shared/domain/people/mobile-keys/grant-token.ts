import { second } from '../../../lib/clock.ts'
import { AccountId, CredentialId } from '../../../lib/ids.ts'
import { err, ok, type Result } from '../../../lib/result.ts'
import { sameText } from '../../../lib/secrets.ts'
import { isWithin } from '../../../lib/validity.ts'
import type { Deps } from '../../deps.ts'
import type { Guess } from '../../identity/guesses/entity.ts'
import { countGuess, mayGuess } from '../../identity/guesses/guess.ts'
import type { AccessClaims } from '../../identity/oauth/claims.ts'
import { type Application, onlyScope } from '../../identity/oauth/entity.ts'
import type { OauthError } from '../../identity/oauth/errors.ts'
import { isOpen } from '../../places/accounts/entity.ts'
import { fullName } from '../users/change.ts'
import { isVisitOver } from '../visitors/entity.ts'

/** The grant by which a phone gets tokens for its holder, in the form that RFC 6749, 4.5, asks of other grants. */
export const mobileKeyGrantType = 'urn:sallyport:grant-type:digital-credential'

/** What a phone presents: the account, and the id and value of its key, as the redemption of the invitation gave them. */
export type PresentedKey = {
  accountId: string | undefined
  credentialId: string | undefined
  credentialValue: string | undefined
  /** The network that it is presented from. */
  from: string
}

const unreadable = (name: string, given: string | undefined): OauthError => ({
  kind: 'invalid_request',
  description: given === undefined ? `Missing parameter: ${name}` : `Parameter that is no id: ${name}`,
})

/**
 * The claims of a token for the person whose phone holds a key: it acts for that person alone and is granted nothing else. There is no
 * refresh token, as the key itself is presented again. A key that is not active or not valid now, and the key of a person who is
 * suspended or whose visit is over, gets none, nor does anybody in a closed account. An application with the password grant acts in its own account only.
 */
export const grantByMobileKey = async (
  deps: Pick<Deps, 'accounts' | 'users' | 'credentials' | 'guesses' | 'now' | 'newUuid'> & { issuer: string },
  application: Application,
  { accountId: account, credentialId, credentialValue, from }: PresentedKey,
): Promise<Result<{ claims: AccessClaims }, OauthError>> => {
  const [accountId, id] = [AccountId.safeParse(account).data, CredentialId.safeParse(credentialId).data]
  if (accountId === undefined) return err(unreadable('account_id', account))
  if (id === undefined) return err(unreadable('credential_id', credentialId))
  if (!credentialValue) return err(unreadable('credential_value', undefined))
  const invalid = err<OauthError>({ kind: 'invalid_grant', description: 'Invalid digital credential' })
  if (application.grantTypes.includes('password') && application.accountId !== accountId) return invalid
  const guess: Guess = { secret: 'mobile-key', owner: `${accountId} ${id}`, from }
  const [key, taken] = await Promise.all([deps.credentials.get(accountId, id), mayGuess(deps, guess)])
  if (!taken.ok) return taken
  const now = deps.now()
  const isOwn = key?.kind === 'mobile_key' && sameText(key.encoded, credentialValue)
  if (!isOwn) {
    await countGuess(deps, guess)
    return invalid
  }
  if (key.state !== 'active' || key.userId === undefined || !isWithin(key, now)) return invalid
  const [holders, user] = await Promise.all([deps.accounts.get(accountId), deps.users.get(accountId, key.userId)])
  if (!isOpen(holders) || !user || user.suspended) return invalid
  if (user.kind === 'VISITOR' && isVisitOver(user.visit, now)) return invalid
  const issuedAt = Math.floor(now / second)
  return ok({
    claims: {
      kind: 'cardHolder',
      iss: deps.issuer,
      sub: String(user.id),
      jti: deps.newUuid(),
      iat: issuedAt,
      exp: issuedAt + application.accessTokenSeconds,
      client_id: application.clientId,
      scope: onlyScope,
      account_id: accountId,
      name: fullName(user),
      grant: deps.newUuid(),
    },
  })
}
