import type { Instant } from '../../../lib/clock.ts'
import type { GroupId } from '../../../lib/ids.ts'
import type { Language } from '../../../lib/language.ts'
import { err, ok, type Result } from '../../../lib/result.ts'
import type { ChangedMeanwhile, NotPermitted } from '../../common-errors.ts'
import type { Deps } from '../../deps.ts'
import { may } from '../../identity/principals/may.ts'
import type { AdministratorPrincipal, TokenPrincipal } from '../../identity/principals/principal.ts'
import { type InviteDeps, type InviteError, invite } from '../mobile-keys/invite.ts'
import { maxTextLength, type User, type Visitor } from '../users/entity.ts'
import type { CreateUserError } from '../users/errors.ts'
import { changeMemberships, type MembershipError } from '../users/memberships.ts'
import { removeUser } from '../users/remove.ts'
import { createVisitor } from './create.ts'
import type { GroupNotForVisitors, HostNotFound } from './errors.ts'
import { visitorPinMail } from './mail.ts'

/**
 * What a visitor is made of whom a host welcomes: the first name, when the visit is (epoch milliseconds), where the PIN is sent (the first address), and the
 * groups whose doors the visitor may pass. With `mobileKey` the visitor is also invited to take a key into the phone.
 */
export type WelcomeVisitor = {
  firstName: string
  startsAt: Instant
  endsAt: Instant
  emails: User['emails']
  groupIds: readonly GroupId[]
  mobileKey: boolean
  language: Language
}

/** A host: the visitor is named after it. */
export type Host = AdministratorPrincipal | TokenPrincipal

export type WelcomeError =
  | GroupNotForVisitors
  | CreateUserError
  | HostNotFound
  | MembershipError
  | InviteError
  | NotPermitted
  | ChangedMeanwhile
type Needed = InviteDeps & Pick<Deps, 'groups'>

/** So often a PIN, and an id, are drawn that nobody has: of both there are enough. */
const maxDraws = 8

/**
 * Adds a visitor of a host with a PIN of six digits, in the groups that were named, and mails the PIN, or the invitation that brings a key
 * into the phone (API document, Create new Guest by Admin host). When anything of this fails there is no visitor. The key is a
 * credential, which not everybody assigns who adds people.
 */
export const welcomeVisitor = async (
  deps: Needed,
  host: Host,
  wanted: WelcomeVisitor,
): Promise<Result<Visitor, WelcomeError>> => {
  const [email] = wanted.emails
  if (wanted.mobileKey && !may(host, 'credentials:edit')) return err({ kind: 'not_permitted', permission: 'credentials:edit' })
  if (!email) return err({ kind: 'no_mail_address' })
  const allowed = await groupsFor(deps, host, wanted.groupIds)
  if (!allowed.ok) return allowed
  const created = await createWithPin(deps, host, wanted)
  if (!created.ok) return created
  const visitor = created.value
  try {
    const settled = await settleIn(deps, host, visitor, { ...wanted, address: email.address })
    if (!settled.ok) await removeUser(deps, host, visitor.id)
    return settled.ok ? ok(settled.value) : settled
  } catch (thrown) {
    // Nobody was sent anything: the caller may try again.
    await removeUser(deps, host, visitor.id)
    throw thrown
  }
}

/** Groups that exist, and in which the host may have people. */
const groupsFor = async (deps: Needed, host: Host, groupIds: readonly GroupId[]): Promise<Result<void, GroupNotForVisitors>> => {
  const found = await deps.groups.getMany(host.accountId, [...new Set(groupIds)])
  const isAllowed = (id: GroupId) => found.some((group) => group.id === id) && may(host, 'users:edit', { group: id })
  return groupIds.every(isAllowed) ? ok(undefined) : err({ kind: 'group_not_for_visitors' })
}

const createWithPin = async (deps: Needed, host: Host, { firstName, startsAt, endsAt, emails }: WelcomeVisitor) => {
  const named = { firstName, lastName: `(${host.name.slice(0, maxTextLength - 2)})`, emails }
  const draw = () => createVisitor(deps, host, { ...named, startsAt, endsAt, pin: drawnPin(deps.randomBytes(6)) })
  let created = await draw()
  for (let draws = 1; draws < maxDraws && !created.ok && isTaken(created.error); draws += 1) created = await draw()
  return created
}

const isTaken = ({ kind }: { kind: string }): boolean => ['pin_taken', 'pin_beside_another', 'changed_meanwhile'].includes(kind)

/** Six digits, each of the million about as likely. */
const drawnPin = (bytes: Uint8Array): string =>
  String(bytes.reduce((number, byte) => (number * 256 + byte) % 1_000_000_000, 0) % 1_000_000).padStart(6, '0')

const settleIn = async (
  deps: Needed,
  host: Host,
  visitor: Visitor,
  { groupIds, address, mobileKey, language }: WelcomeVisitor & { address: string },
): Promise<Result<Visitor, MembershipError | InviteError>> => {
  const joined = await changeMemberships(deps, host, visitor.id, { addGroups: groupIds, removeGroups: [] })
  if (!joined.ok) return joined
  const { user } = joined.value
  if (user.kind !== 'VISITOR') return err({ kind: 'changed_meanwhile', what: 'user' })
  if (mobileKey) {
    const invited = await invite(deps, host, visitor.id, { referenceId: address, walletPass: false, mailLanguage: language })
    return invited.ok ? ok(user) : invited
  }
  const account = await deps.accounts.get(host.accountId)
  await deps.mailer.send(visitorPinMail(address, language, user, { accountName: account?.name ?? '', hostName: host.name }))
  return ok(user)
}
