import type { JobRow } from '../../domain/people/batch-jobs/entity.ts'
import { type Credential, familyOf } from '../../domain/people/credentials/entity.ts'
import type { FieldValues } from '../../domain/people/custom-fields/entity.ts'
import { findOfUser, maxTextLength, type PersonKind, User, type UserFind } from '../../domain/people/users/entity.ts'
import type { Instant } from '../../lib/clock.ts'
import { type AccountId, firstVisitorId, type GroupId, type UserId } from '../../lib/ids.ts'
import type { Page, PageRequest } from '../../lib/page.ts'
import { entityKey, uniqueKey } from '../keys/common.ts'
import { suspendedUserIndex, suspendedUsersPartition } from '../keys/people.ts'
import type { AuditEvents } from '../record/event-writes.ts'
import { type ChangeResult, collection, type Listing } from '../table/collection.ts'
import type { Table, Write } from '../table/types.ts'
import { allotmentWrites } from './allotment-writes.ts'
import { outcomeWrites } from './batch-writes.ts'
import { codeWrites } from './code-claims.ts'
import { claimAlone, claimKey } from './credential-claims.ts'
import { releaseWrites } from './credential-writes.ts'
import { type MembershipWrite, membershipWrites } from './memberships.ts'
import { photoWrites } from './photo-sweeps.ts'

/** What of a user nobody else in the account may have. */
export type UniqueOfUser = 'externalId' | 'pin'

/**
 * How a change of a user ended. `taken`: another user has that external id or PIN. `neighbour`: somebody has the PIN one lower or one higher, which
 * would be taken for a silent alarm. `missing-group`: a group to join is gone.
 * `missing-field`: a custom field to give a value for is gone. `row-done`: the row of a job is done already, or the job is
 * over. `changed`: another writer was first, so read again and retry.
 */
export type UserChange =
  | { ok: true }
  | { ok: false; reason: 'missing' | 'changed' | 'missing-field' | 'row-done' | 'neighbour' }
  | { ok: false; reason: 'taken'; what: UniqueOfUser }
  | { ok: false; reason: 'missing-group'; groupId: GroupId }

/** A write beside the user's own, and what it means that its condition did not hold. */
type Attached = {
  write: Write
  refused: { taken: UniqueOfUser } | 'missing-field' | 'row-done' | 'neighbour' | MembershipWrite['refused']
}

/** What is attached to a user, before and after a change; nothing is, before it exists and after it is gone. */
type Attachments = Pick<User, 'externalId' | 'pin' | 'groupIds' | 'customFields' | 'photo'>
const nothing: Attachments = { groupIds: [] }

/** Users and visitors are kept together, so that a person is one read by id, and listed apart. */
const listings = {
  USER: { name: 'user', to: firstVisitorId },
  VISITOR: { name: 'visitor', from: firstVisitorId },
} as const satisfies Record<PersonKind, Listing>

/**
 * Users of an account, and its visitors. The store keeps in step with a user, in the same transaction: the items that make its external id and
 * PIN unique, its memberships, which follow from `groupIds`, and the notes of which images of photos are to be deleted.
 */
export const userStore = (table: Table) => {
  const suspended = (accountId: AccountId, { kind, id, suspended }: User) =>
    suspended && kind === 'USER' ? suspendedUserIndex(accountId, id) : {}
  const { add, replace, remove, ...reads } = collection(table, 'user', User, findOfUser, suspended, [
    listings.USER,
    listings.VISITOR,
  ])
  const memberships = membershipWrites(table)
  const pinWrites = async (
    accountId: AccountId,
    userId: UserId,
    before: string | undefined,
    next: string | undefined,
  ): Promise<Attached[]> =>
    (await codeWrites(table, accountId, userId, before, next)).map(({ write, refused }) => ({
      write,
      refused: refused === 'taken' ? { taken: 'pin' } : refused,
    }))
  const attached = async (
    accountId: AccountId,
    userId: UserId,
    before: Attachments,
    next: Attachments,
    now: Instant,
  ): Promise<Attached[]> => [
    ...claims(accountId, userId, before, next),
    ...(await pinWrites(accountId, userId, before.pin, next.pin)),
    ...fieldChecks(accountId, before.customFields, next.customFields),
    ...photoWrites({ accountId, userId }, before.photo, next.photo, now).map((write) => ({ write, refused: 'raced' as const })),
    ...(await memberships.changing(accountId, userId, before.groupIds, next.groupIds)),
  ]

  return {
    ...reads,

    /** One page of the people of a kind in order of id, and the count of them. */
    page: (accountId: AccountId, page: PageRequest, kind: PersonKind = 'USER'): Promise<Page<User>> =>
      reads.page(accountId, page, listings[kind]),

    /** One page of the people of these kinds whose projection passes `test`, and the count of those. */
    search: (
      accountId: AccountId,
      test: (found: UserFind, id: number) => boolean,
      page: PageRequest,
      kinds: readonly PersonKind[] = ['USER'],
    ): Promise<Page<User>> =>
      reads.search(
        accountId,
        test,
        page,
        kinds.map((kind) => listings[kind]),
      ),

    /** How many users are suspended. */
    countSuspended: (accountId: AccountId): Promise<number> =>
      table.count({ index: 'GSI1', pk: suspendedUsersPartition(accountId) }),

    /** The user with this external id: two reads, one after the other. */
    findByExternalId: async (accountId: AccountId, externalId: string): Promise<User | undefined> => {
      if (externalId.length > maxTextLength) return undefined
      const claimed = await table.get(uniqueKey(accountId, 'external-id', externalId))
      const user = claimed && (await reads.get(accountId, Number(claimed.ownerId)))
      return user?.externalId === externalId ? user : undefined
    },

    /** The user with this PIN: two reads, one after the other. */
    findByPin: async (accountId: AccountId, pin: string): Promise<User | undefined> => {
      const claimed = await table.get(claimKey(accountId, familyOf('pin'), pin))
      const user = claimed && (await reads.get(accountId, Number(claimed.ownerId)))
      return user?.pin === pin ? user : undefined
    },

    /** Adds a user; with a `row` of a job, as the outcome of it. */
    add: async (accountId: AccountId, user: User, event: AuditEvents, row?: JobRow): Promise<UserChange> => {
      const attachments = [
        ...(row ? rowWrites(accountId, row, user) : []),
        ...(await attached(accountId, user.id, nothing, user, user.createdAt)),
      ]
      return outcome(attachments, await add(accountId, user, event, writesOf(attachments)))
    },

    /** Puts `next` in place of `before`, as it was read. */
    replace: async (accountId: AccountId, before: User, next: User, event: AuditEvents): Promise<UserChange> => {
      const attachments = await attached(accountId, next.id, before, next, next.updatedAt)
      return outcome(attachments, await replace(accountId, next, event, writesOf(attachments)))
    },

    /** Deletes the user as it was read, and its memberships; its `credentials` (a few: all in one transaction) become free. */
    remove: async (
      accountId: AccountId,
      user: User,
      credentials: readonly Credential[],
      now: Instant,
      event: AuditEvents,
    ): Promise<UserChange> => {
      const released = [
        ...credentials.flatMap((credential) => releaseWrites(accountId, credential, now)),
        ...allotmentWrites(accountId, credentials, []),
      ]
      const attachments: Attached[] = [
        ...(await attached(accountId, user.id, user, nothing, now)),
        ...released.map((write) => ({ write, refused: 'raced' as const })),
      ]
      return outcome(attachments, await remove(accountId, user, event, writesOf(attachments)))
    },
  }
}

/** Takes a new external id for the user alone, and gives up the one that it no longer has. */
const claims = (
  accountId: AccountId,
  ownerId: UserId,
  { externalId: old }: Attachments,
  { externalId: wanted }: Attachments,
): Attached[] => {
  if (old === wanted) return []
  const keyOf = (id: string) => uniqueKey(accountId, 'external-id', id)
  const given: Attached[] = old === undefined ? [] : [{ write: { delete: keyOf(old) }, refused: 'raced' }]
  if (wanted === undefined) return given
  return [...given, { write: claimAlone(keyOf(wanted), ownerId), refused: { taken: 'externalId' } }]
}

const rowWrites = (accountId: AccountId, row: JobRow, { id, createdAt }: User): Attached[] =>
  outcomeWrites(accountId, row, { userId: id }, createdAt).map((write) => ({ write, refused: 'row-done' }))

/** A field has to be there when a value of it is given: its deletion sweeps no values that come later. */
const fieldChecks = (accountId: AccountId, before: FieldValues | undefined, next: FieldValues | undefined): Attached[] =>
  Object.entries(next ?? {})
    .filter(([id, value]) => before?.[id] !== value)
    .map(([id]) => ({
      write: { check: entityKey(accountId, 'custom-field', Number(id)), when: [{ attribute: 'pk', is: 'present' }] },
      refused: 'missing-field',
    }))

const writesOf = (all: Attached[]): Write[] => all.map(({ write }) => write)

/** What a refused change means: the first refusal that says something; otherwise that others were first. */
const outcome = (all: Attached[], result: ChangeResult): UserChange => {
  if (result.ok || result.reason !== 'refused') return result
  for (const position of result.extra) {
    const refused = all[position]?.refused
    if (refused === undefined || refused === 'raced') continue
    if (refused === 'missing-field' || refused === 'row-done' || refused === 'neighbour') return { ok: false, reason: refused }
    if ('taken' in refused) return { ok: false, reason: 'taken', what: refused.taken }
    return { ok: false, reason: 'missing-group', groupId: refused.missingGroup }
  }
  return { ok: false, reason: 'changed' }
}
