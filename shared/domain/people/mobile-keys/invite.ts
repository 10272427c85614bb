import type { Instant } from '../../../lib/clock.ts'
import { CredentialId, InvitationId, type UserId } from '../../../lib/ids.ts'
import type { Language } from '../../../lib/language.ts'
import { err, ok, type Result } from '../../../lib/result.ts'
import { raced } from '../../../lib/retry.ts'
import { hex, lettersFrom } from '../../../lib/secrets.ts'
import { untilFirst } from '../../change.ts'
import type { ChangedMeanwhile, NotFound } from '../../common-errors.ts'
import type { Deps } from '../../deps.ts'
import type { Principal } from '../../identity/principals/principal.ts'
import { allotmentsOf } from '../../places/accounts/entity.ts'
import type { ValueCredential } from '../credentials/entity.ts'
import type { User } from '../users/entity.ts'
import { cancelInvitation } from './cancel.ts'
import { accessCodeLength, type Invitation, invitationLifetime, isLate, isWaiting } from './entity.ts'
import type { AllotmentUsedUp, HasMobileKey, InvitationPending, NoMailAddress } from './errors.ts'
import { invitationEvent, keyEvent } from './events.ts'
import { expireInvitation, expireLate } from './expire.ts'
import { mailAddressOf } from './mail.ts'
import { type MailDeps, sendInvitation } from './send.ts'

/** What an invitation is made of; with a `mailLanguage` it is sent by mail, in that language. */
export type CreateInvitation = { referenceId: string; walletPass: boolean; mailLanguage?: Language | undefined }

export type InviteError =
  | NotFound<'holder'>
  | InvitationPending
  | HasMobileKey
  | AllotmentUsedUp
  | NoMailAddress
  | ChangedMeanwhile
export type InviteDeps = MailDeps & Pick<Deps, 'credentials' | 'randomBytes' | 'newId' | 'newUuid' | 'pause'>

/**
 * Invites a user to take a key into the phone (API document, Create User Digital Invitation). A user has one key or one invitation
 * at a time. An invitation whose mail could not be sent is cancelled, and the fault thrown.
 */
export const invite = async (
  deps: InviteDeps,
  principal: Principal,
  userId: UserId,
  wanted: CreateInvitation,
): Promise<Result<Invitation, InviteError>> => {
  const invited = await untilFirst(deps, 'user', () => inviteOnce(deps, principal, userId, wanted))
  if (!invited.ok || wanted.mailLanguage === undefined) return invited
  try {
    const sent = await sendInvitation(deps, principal, invited.value, wanted.mailLanguage)
    return sent.ok ? invited : sent
  } catch (thrown) {
    // Nobody has the code now: the caller may try again.
    await cancelInvitation(deps, principal, userId)
    throw thrown
  }
}

const inviteOnce = async (deps: InviteDeps, principal: Principal, userId: UserId, wanted: CreateInvitation) => {
  const { accountId } = principal
  const now = deps.now()
  const [user, account, invitations, held] = await Promise.all([
    deps.users.get(accountId, userId),
    deps.accounts.get(accountId),
    deps.invitations.ofUser(accountId, userId),
    deps.credentials.ofUser(accountId, userId),
  ])
  if (!user) return err<NotFound<'holder'>>({ kind: 'not_found', what: 'holder', id: userId })
  if (wanted.mailLanguage !== undefined && mailAddressOf(wanted.referenceId, user) === undefined)
    return err<NoMailAddress>({ kind: 'no_mail_address' })
  for (const one of invitations) {
    if (
      !isWaiting(
        one,
        held.find(({ id }) => id === one.credentialId),
      )
    )
      continue
    if (!isLate(one, now)) return err<InvitationPending>({ kind: 'invitation_pending' })
    await expireInvitation(deps, accountId, one, now)
    return raced
  }
  const other = held.find(({ kind }) => kind === 'mobile_key')
  if (other) return err<HasMobileKey>({ kind: 'has_mobile_key', credentialId: other.id })
  const { key, invitation } = drawn(deps, user, wanted, now)
  const events = [
    keyEvent(deps, principal, 'credential.created', key, now),
    invitationEvent(deps, principal, 'invitation.created', { after: invitation }, now),
  ]
  const limits = allotmentsOf(account)
  const added = await deps.invitations.invite(accountId, { user, key, invitation }, limits, events)
  if (added.ok) return ok(invitation)
  if (added.reason === 'changed') return raced
  // Places of invitations that nobody redeemed are free.
  if ((await expireLate(deps, accountId, now)) > 0) return raced
  const { mobilePasses } = await deps.credentials.places(accountId)
  return err<AllotmentUsedUp>({
    kind: 'allotment_used_up',
    of: mobilePasses >= limits.mobilePasses ? 'mobilePasses' : 'walletPasses',
  })
}

/** A new invitation and its key, whose value nobody can guess. */
const drawn = (
  deps: InviteDeps,
  user: User,
  { referenceId, walletPass }: CreateInvitation,
  now: Instant,
): { key: ValueCredential; invitation: Invitation } => {
  const key: ValueCredential = {
    id: CredentialId.parse(deps.newId()),
    version: 1,
    kind: 'mobile_key',
    state: 'pending',
    encoded: hex(deps.randomBytes(20)),
    referenceId,
    userId: user.id,
    walletPass,
    effectiveFrom: now,
    createdAt: now,
    updatedAt: now,
  }
  const invitation: Invitation = {
    id: InvitationId.parse(deps.newId()),
    version: 1,
    userId: user.id,
    credentialId: key.id,
    referenceId,
    accessCode: lettersFrom(deps.randomBytes(accessCodeLength * 3)).slice(0, accessCodeLength),
    walletPass,
    state: 'pending',
    createdAt: now,
    expiresAt: now + invitationLifetime,
  }
  return { key, invitation }
}
