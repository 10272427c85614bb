import type { UserId } from '../../../lib/ids.ts'
import type { Page, PageRequest } from '../../../lib/page.ts'
import { err, ok, type Result } from '../../../lib/result.ts'
import type { NotFound } from '../../common-errors.ts'
import type { Deps } from '../../deps.ts'
import type { Principal } from '../../identity/principals/principal.ts'
import type { Credential } from '../credentials/entity.ts'
import { type Invitation, type InvitationState, isLate, isWaiting, stateAt } from './entity.ts'

type Needed = Pick<Deps, 'users' | 'invitations' | 'credentials' | 'now'>

/** An invitation as it stands now, which follows from its key and the time too. */
export type InvitationNow = { invitation: Invitation; state: InvitationState }

/** What a listing of invitations may be narrowed by: any of these states. */
export type InvitationCriterion = { anyOf: readonly InvitationState[] }

/** A page of the invitations of a user that meet every criterion, oldest first. */
export const listInvitations = async (
  deps: Needed,
  principal: Principal,
  userId: UserId,
  criteria: readonly InvitationCriterion[],
  { offset, pageSize }: PageRequest,
): Promise<Result<Page<InvitationNow>, NotFound<'holder'>>> => {
  const read = await invitationsOf(deps, principal, userId)
  if (!read.ok) return read
  const now = deps.now()
  const all = read.value.map(({ invitation, key }) => ({ invitation, state: stateAt(invitation, key, now) }))
  const meeting = all.filter(({ state }) => criteria.every(({ anyOf }) => anyOf.includes(state)))
  return ok({ data: meeting.slice(offset, offset + pageSize), count: meeting.length })
}

type Kept = { invitation: Invitation; key: Credential | undefined }

/** The invitations of a user, each with its key as far as there is one. */
const invitationsOf = async (
  deps: Needed,
  { accountId }: Principal,
  userId: UserId,
): Promise<Result<Kept[], NotFound<'holder'>>> => {
  const [user, invitations, held] = await Promise.all([
    deps.users.get(accountId, userId),
    deps.invitations.ofUser(accountId, userId),
    deps.credentials.ofUser(accountId, userId),
  ])
  if (!user) return err({ kind: 'not_found', what: 'holder', id: userId })
  return ok(invitations.map((invitation) => ({ invitation, key: held.find(({ id }) => id === invitation.credentialId) })))
}

/** The invitation that a user may redeem now, and its key. */
export const pendingOf = async (
  deps: Needed,
  principal: Principal,
  userId: UserId,
): Promise<Result<{ invitation: Invitation; key: Credential }, NotFound<'holder' | 'invitation'>>> => {
  const read = await invitationsOf(deps, principal, userId)
  if (!read.ok) return read
  const now = deps.now()
  for (const { invitation, key } of read.value)
    if (key && isWaiting(invitation, key) && !isLate(invitation, now)) return ok({ invitation, key })
  return err({ kind: 'not_found', what: 'invitation', id: userId })
}
