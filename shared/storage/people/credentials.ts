import { type Credential, type CredentialFamily, familyOf, type ValueCredential } from '../../domain/people/credentials/entity.ts'
import type { Places } from '../../domain/people/mobile-keys/entity.ts'
import type { Instant } from '../../lib/clock.ts'
import { type AccountId, CredentialId, type UserId } from '../../lib/ids.ts'
import { isWithin } from '../../lib/validity.ts'
import { entityKey, relationKey, relationPartition } from '../keys/common.ts'
import { type AuditEvents, eventWrites } from '../record/event-writes.ts'
import type { ChangeResult } from '../table/collection.ts'
import type { Table, Write } from '../table/types.ts'
import { allotmentWrites, readPlaces } from './allotment-writes.ts'
import { neighbourChecks } from './code-claims.ts'
import { claimKey, claimValue, ownersOfValue, releaseSharedNumber, releaseValue } from './credential-claims.ts'
import { credentialCollection } from './credential-collection.ts'
import { releaseWrites, walletPassWrite } from './credential-writes.ts'

/** How adding a credential ended; `duplicate`: the account has one of the family with the same value (a card: in the same or an unknown length). */
export type CredentialAdded = { ok: true } | { ok: false; reason: 'duplicate' | 'changed' }

/** How assigning ended; `missing-user`: there is no such user any more. */
export type CredentialAssigned = { ok: true } | { ok: false; reason: 'missing' | 'changed' | 'missing-user' }

/**
 * Credentials of an account. The store keeps in step with a credential, in the same transaction: the item that
 * says whose its value is, and the item under the user that it is assigned to.
 */
export const credentialStore = (table: Table) => {
  const { add, replace, remove, ...reads } = credentialCollection(table)
  /** Takes the value of a new credential; of one that is typed like a PIN also only where nobody has the code beside it. */
  const claims = async (accountId: AccountId, credential: Credential): Promise<Write[]> => {
    const isCode = familyOf(credential.kind) === 'code'
    return [claimValue(accountId, credential), ...(isCode ? await neighbourChecks(table, accountId, credential.encoded) : [])]
  }

  return {
    ...reads,

    /** The credentials of a family with this value, in the form in which it is stored: several cards, if their lengths differ. Two reads, one after the other. */
    findByEncoded: async (accountId: AccountId, family: CredentialFamily, encoded: string): Promise<Credential[]> => {
      const claimed = await table.get(claimKey(accountId, family, encoded))
      const found = await reads.getMany(
        accountId,
        (claimed ? ownersOfValue(claimed) : []).map(({ id }) => id),
      )
      return found.filter((one) => one.encoded === encoded && familyOf(one.kind) === family)
    },

    /** The users who hold a credential that is valid at `now`. */
    holders: async (accountId: AccountId, now: Instant): Promise<Set<number>> => {
      const holders = new Set<number>()
      await reads.visitFinds(accountId, ({ userId, from, to }) => {
        if (userId !== undefined && isWithin({ effectiveFrom: from, effectiveTo: to }, now)) holders.add(userId)
      })
      return holders
    },

    /** The credentials that are assigned to the user, oldest first. */
    ofUser: async (accountId: AccountId, userId: UserId): Promise<Credential[]> => {
      const pk = relationPartition(accountId, 'user-credentials', userId)
      const ids = (await table.query({ pk, consistent: true })).map(({ sk }) => CredentialId.parse(sk))
      return (await reads.getMany(accountId, ids)).filter((credential) => credential.userId === userId)
    },

    add: async (accountId: AccountId, credential: Credential, event: AuditEvents): Promise<CredentialAdded> => {
      const added = await add(accountId, credential, event, await claims(accountId, credential))
      return added.ok ? added : { ok: false, reason: added.reason === 'refused' ? 'duplicate' : 'changed' }
    },

    /** Adds a credential that is its user's from the beginning. */
    addToUser: async (
      accountId: AccountId,
      credential: Credential,
      event: AuditEvents,
    ): Promise<CredentialAdded | { ok: false; reason: 'missing-user' }> => {
      const claim = await claims(accountId, credential)
      const assigned = assignWrites(accountId, { userId: undefined }, credential)
      const added = await add(accountId, credential, event, [
        ...claim,
        ...assigned,
        ...allotmentWrites(accountId, [], [credential]),
      ])
      if (added.ok) return added
      if (added.reason !== 'refused') return { ok: false, reason: 'changed' }
      return { ok: false, reason: added.extra.some((position) => position < claim.length) ? 'duplicate' : 'missing-user' }
    },

    /**
     * Puts `next`, which belongs to a user, in place of `before`: assigns it, moves it from another user, or changes its dates.
     * The user's version counts the assignment, so that the user cannot be deleted without it.
     */
    assign: async (
      accountId: AccountId,
      before: Credential,
      next: Credential,
      event: AuditEvents,
    ): Promise<CredentialAssigned> => {
      const assigned = [...assignWrites(accountId, before, next), ...allotmentWrites(accountId, [before], [next])]
      const replaced = await replace(accountId, next, event, assigned)
      if (replaced.ok) return replaced
      return { ok: false, reason: replaced.reason === 'refused' ? 'missing-user' : replaced.reason }
    },

    /** Takes credentials, as they were read, from their users: all or none, at most 30 at once. */
    release: async (
      accountId: AccountId,
      credentials: readonly Credential[],
      now: Instant,
      event: AuditEvents,
    ): Promise<{ ok: true } | { ok: false; reason: 'changed' }> => {
      const writes = credentials.flatMap((credential) => releaseWrites(accountId, credential, now))
      const places = allotmentWrites(accountId, credentials, [])
      const result = await table.write([...writes, ...places, ...eventWrites(accountId, event)])
      return result.ok ? result : { ok: false, reason: 'changed' }
    },

    /** How many places of the account's allotments are taken. */
    places: (accountId: AccountId): Promise<Places> => readPlaces(table, accountId),

    /**
     * Gives phones' keys, as they were read, their wallet passes or takes them away, and their references: all or none, at most 30
     * at once. No more places are taken than `limits`.
     */
    setWalletPasses: async (
      accountId: AccountId,
      changes: readonly { before: ValueCredential; next: ValueCredential }[],
      limits: Places,
      event: AuditEvents,
    ): Promise<{ ok: true } | { ok: false; reason: 'changed' | 'used-up' }> => {
      const [before, next] = [changes.map((one) => one.before), changes.map((one) => one.next)]
      const writes = next.map((one) => walletPassWrite(accountId, one))
      const places = allotmentWrites(accountId, before, next, limits)
      const result = await table.write([...writes, ...places, ...eventWrites(accountId, event)])
      if (result.ok) return result
      return { ok: false, reason: result.failed.some(({ index }) => index < writes.length) ? 'changed' : 'used-up' }
    },

    /** Deletes the credential as it was read. */
    remove: async (accountId: AccountId, credential: Credential, event: AuditEvents): Promise<ChangeResult> => {
      const { id, userId } = credential
      const relation = userId === undefined ? [] : [{ delete: relationKey(accountId, 'user-credentials', userId, id) }]
      const held = [...relation, ...allotmentWrites(accountId, [credential], [])]
      const removed = await remove(accountId, credential, event, [releaseValue(accountId, credential), ...held])
      if (removed.ok || removed.reason !== 'refused') return removed
      return remove(accountId, credential, event, [releaseSharedNumber(accountId, credential), ...held])
    },
  }
}

const assignWrites = (accountId: AccountId, before: { userId?: UserId | undefined }, { id, userId }: Credential): Write[] => {
  if (userId === undefined || userId === before.userId) return []
  return [
    {
      update: entityKey(accountId, 'user', userId),
      add: { version: 1 },
      when: [{ attribute: 'pk', is: 'present' }],
    },
    {
      put: {
        ...relationKey(accountId, 'user-credentials', userId, id),
        entity: 'user-credential',
        userId,
        credentialId: id,
      },
    },
    ...(before.userId === undefined ? [] : [{ delete: relationKey(accountId, 'user-credentials', before.userId, id) }]),
  ]
}
