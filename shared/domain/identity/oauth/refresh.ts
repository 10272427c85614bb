import { second } from '../../../lib/clock.ts'
import { err, ok, type Result } from '../../../lib/result.ts'
import { raced } from '../../../lib/retry.ts'
import { untilFirst } from '../../change.ts'
import { isOpen } from '../../places/accounts/entity.ts'
import type { Application } from './entity.ts'
import type { OauthError } from './errors.ts'
import { type OauthDeps, type Tokens, tokensOf } from './issue-token.ts'
import { decideRefresh, isShared, readRefreshToken } from './refresh-token.ts'
import { isStillSignedIn } from './sign-in.ts'

/**
 * The `refresh_token` grant. Each refresh gives the next refresh token; the one before it is good for a moment longer, and
 * then gives the same next one. A token from further back ends the whole grant.
 */
export const refreshTokens = async (
  deps: OauthDeps,
  application: Application,
  token: string | undefined,
): Promise<Result<Tokens, OauthError>> => {
  if (!token) return err({ kind: 'invalid_request', description: 'Missing parameter: refresh_token' })
  const presented = readRefreshToken(token)
  if (!presented) return invalid
  return untilFirst(deps, 'grant', async () => {
    const grant = await deps.grants.get(presented.grantId)
    if (!grant || grant.clientId !== application.clientId) return invalid
    const now = deps.now()
    const decision = decideRefresh(deps.clientSecretKey, grant, presented, now)
    if (decision === 'reused') await deps.grants.revoke(grant, now)
    if (decision === 'reused' || decision === 'invalid') return invalid
    const expiresAt = now + application.refreshTokenSeconds * second
    const [current, administrator, account] = await Promise.all([
      decision === 'rotate' ? deps.grants.rotate(grant, now, expiresAt) : grant,
      // Read again each time, so that who was removed, demoted or renamed is so within one access token's life.
      deps.administrators.get(grant.accountId, grant.administratorId),
      deps.accounts.get(grant.accountId),
      decision === 'retry' && !isShared(grant, now) ? deps.grants.noteRetry(grant, now) : undefined,
    ])
    if (!isOpen(account) || !isStillSignedIn(administrator, grant, now)) return invalid
    return current ? ok(tokensOf(deps, current, application, { accountId: grant.accountId, administrator }, now)) : raced
  })
}

const invalid = err({ kind: 'invalid_grant', description: 'Invalid refresh token' } as const)
