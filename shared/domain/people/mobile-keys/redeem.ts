import { type Instant, second } from '../../../lib/clock.ts'
import type { AccountId } from '../../../lib/ids.ts'
import { err, ok, type Result } from '../../../lib/result.ts'
import { raced } from '../../../lib/retry.ts'
import { untilFirst } from '../../change.ts'
import type { ChangedMeanwhile } from '../../common-errors.ts'
import type { Deps } from '../../deps.ts'
import { lockDuration } from '../../identity/oauth/entity.ts'
import type { Credential } from '../credentials/entity.ts'
import { fullName } from '../users/change.ts'
import { accessCodeLength, ended, type Invitation, isLate, isWaiting, redeemedAgainWithin } from './entity.ts'
import type { TooManyCodes, UnknownAccessCode } from './errors.ts'
import { holderPrincipal, invitationEvent } from './events.ts'
import { withinVisit } from './own.ts'

/** So many wrong codes from one place are answered, and no more until as much time has passed as a wrong password locks for. */
const wrongCodesToLock = 10

/** The key that a phone is given for a code, and the account whose doors it opens. */
export type RedeemedKey = { accountId: AccountId; accountName: string; key: Credential }

/**
 * Gives the key of an invitation to whoever has its code, and makes it active: panels learn it then. Once, except that a phone which
 * lost the answer may ask again for two minutes. What is wrong with a code is not said. `source` is where the request came
 * from: wrong codes are counted by it.
 */
export const redeemInvitation = async (
  deps: Pick<Deps, 'invitations' | 'credentials' | 'users' | 'accounts' | 'now' | 'newUuid' | 'pause'>,
  accessCode: string,
  source: string,
): Promise<Result<RedeemedKey, UnknownAccessCode | TooManyCodes | ChangedMeanwhile>> => {
  const [attempts, known] = await Promise.all([
    deps.invitations.wrongCodesFrom(source),
    accessCode.length === accessCodeLength ? deps.invitations.findByCode(accessCode) : undefined,
  ])
  const leftMs = attempts && attempts.failures >= wrongCodesToLock ? attempts.lastFailedAt + lockDuration - deps.now() : 0
  if (leftMs > 0) return err({ kind: 'too_many_codes', retryAfterSeconds: Math.ceil(leftMs / second) })
  const redeemed = known ? await redeemKnown(deps, accessCode, known.accountId) : undefined
  if (redeemed && (redeemed.ok || redeemed.error.kind !== 'unknown_access_code')) return redeemed
  await deps.invitations.countWrongCode(source, deps.now())
  return err({ kind: 'unknown_access_code' })
}

type Needed = Parameters<typeof redeemInvitation>[0]

const redeemKnown = (deps: Needed, accessCode: string, accountId: AccountId) =>
  untilFirst(deps, 'invitation', async () => {
    const invitation = (await deps.invitations.findByCode(accessCode))?.invitation
    if (!invitation) return unknown
    const [user, key, account] = await Promise.all([
      deps.users.get(accountId, invitation.userId),
      deps.credentials.get(accountId, invitation.credentialId),
      deps.accounts.get(accountId),
    ])
    if (!user || !key || account?.closedAt !== undefined) return unknown
    const now = deps.now()
    const given = { accountId, accountName: account?.name ?? '' }
    if (mayRepeat(invitation, key, now)) return ok({ ...given, key: withinVisit(user, key) })
    if (!isWaiting(invitation, key) || isLate(invitation, now)) return unknown
    const after = ended(invitation, 'redeemed', now)
    const active: Credential = { ...key, version: key.version + 1, state: 'active', updatedAt: now }
    const holder = holderPrincipal({ accountId, userId: user.id }, fullName(user))
    const event = invitationEvent(deps, holder, 'invitation.redeemed', { before: invitation, after }, now)
    return (await deps.invitations.redeem(accountId, after, active, event)).ok
      ? ok({ ...given, key: withinVisit(user, active) })
      : raced
  })

const unknown = err<UnknownAccessCode>({ kind: 'unknown_access_code' })

/** Whether this may be a phone that lost the answer. */
const mayRepeat = ({ state, userId, endedAt = 0 }: Invitation, key: Credential, now: Instant): boolean =>
  state === 'redeemed' && now < endedAt + redeemedAgainWithin && key.userId === userId && key.state === 'active'
