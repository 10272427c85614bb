import type { UserId } from '../../../lib/ids.ts'
import type { Language } from '../../../lib/language.ts'
import { err, ok, type Result } from '../../../lib/result.ts'
import type { NotFound } from '../../common-errors.ts'
import type { Deps } from '../../deps.ts'
import type { Principal } from '../../identity/principals/principal.ts'
import type { Invitation } from './entity.ts'
import type { NoMailAddress } from './errors.ts'
import { pendingOf } from './list.ts'
import { invitationMail, mailAddressOf } from './mail.ts'

export type MailDeps = Pick<Deps, 'users' | 'accounts' | 'invitations' | 'mailer' | 'now'>

/** Sends an invitation by mail. Throws when the mail was not accepted. */
export const sendInvitation = async (
  deps: MailDeps,
  { accountId }: Principal,
  invitation: Invitation,
  language: Language,
): Promise<Result<Invitation, NotFound<'holder'> | NoMailAddress>> => {
  const [user, account] = await Promise.all([deps.users.get(accountId, invitation.userId), deps.accounts.get(accountId)])
  if (!user) return err({ kind: 'not_found', what: 'holder', id: invitation.userId })
  const to = mailAddressOf(invitation.referenceId, user)
  if (to === undefined) return err({ kind: 'no_mail_address' })
  const names = { firstName: user.firstName, accountName: account?.name ?? '' }
  await deps.mailer.send(invitationMail(to, language, invitation, names))
  return ok(invitation)
}

/** Sends the pending invitation of a user again, with the same code. */
export const resendInvitation = async (
  deps: MailDeps & Pick<Deps, 'credentials'>,
  principal: Principal,
  userId: UserId,
  language: Language,
): Promise<Result<Invitation, NotFound<'holder' | 'invitation'> | NoMailAddress>> => {
  const pending = await pendingOf(deps, principal, userId)
  return pending.ok ? sendInvitation(deps, principal, pending.value.invitation, language) : pending
}
