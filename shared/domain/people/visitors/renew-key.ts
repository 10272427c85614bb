import type { UserId } from '../../../lib/ids.ts'
import type { Language } from '../../../lib/language.ts'
import { err, type Result } from '../../../lib/result.ts'
import type { ChangedMeanwhile, NotFound } from '../../common-errors.ts'
import type { Principal } from '../../identity/principals/principal.ts'
import { removeCredential } from '../credentials/remove.ts'
import { cancelInvitation } from '../mobile-keys/cancel.ts'
import type { Invitation } from '../mobile-keys/entity.ts'
import type { NoMailAddress } from '../mobile-keys/errors.ts'
import { type InviteDeps, type InviteError, invite } from '../mobile-keys/invite.ts'
import type { NoMobileKey } from './errors.ts'
import { visitorOf } from './remove.ts'

/**
 * Invites a visitor again who was invited to take a key into the phone before, and mails the new code (API document, Regenerate the
 * Digital Invitation for the Guest). The code and the key of before are worthless from then on.
 */
export const renewVisitorKey = async (
  deps: InviteDeps,
  principal: Principal,
  visitorId: UserId,
  language: Language,
): Promise<Result<Invitation, NotFound<'visitor'> | NoMobileKey | NoMailAddress | InviteError | ChangedMeanwhile>> => {
  const visitor = await visitorOf(deps, principal, visitorId)
  if (!visitor.ok) return visitor
  const [invitations, held] = await Promise.all([
    deps.invitations.ofUser(principal.accountId, visitorId),
    deps.credentials.ofUser(principal.accountId, visitorId),
  ])
  const last = invitations.at(-1)
  if (!last) return err({ kind: 'no_mobile_key' })
  const [email] = visitor.value.emails
  if (!email) return err({ kind: 'no_mail_address' })
  const key = held.find(({ kind }) => kind === 'mobile_key')
  // What is gone meanwhile needs no removing: the invitation is refused if another was made.
  if (key?.state === 'pending') await cancelInvitation(deps, principal, visitorId)
  else if (key) await removeCredential(deps, principal, key.id)
  return invite(deps, principal, visitorId, {
    referenceId: email.address,
    walletPass: last.walletPass,
    mailLanguage: language,
  })
}
