import type { SignInAttempts } from '../../domain/identity/oauth/entity.ts'
import type { Credential } from '../../domain/people/credentials/entity.ts'
import { Invitation, invitationMemory, type Places } from '../../domain/people/mobile-keys/entity.ts'
import type { User } from '../../domain/people/users/entity.ts'
import type { Instant } from '../../lib/clock.ts'
import { AccountId, InvitationId, UserId } from '../../lib/ids.ts'
import { sha256 } from '../../lib/secrets.ts'
import { failureCounts } from '../identity/failure-counts.ts'
import { entityKey, globalKey, paddedInstant, relationKey } from '../keys/common.ts'
import { invitationKey, invitationPartition, pendingInvitationIndex, pendingInvitationsPartition } from '../keys/people.ts'
import { type AuditEvents, eventWrites } from '../record/event-writes.ts'
import type { Item, Table, Write } from '../table/types.ts'
import { allotmentWrites } from './allotment-writes.ts'
import { claimValue, releaseValue } from './credential-claims.ts'
import { credentialCollection } from './credential-collection.ts'

/** How inviting ended; `changed`: another writer was first, or the code is taken, so read, draw and try again. */
export type Invited = { ok: true } | { ok: false; reason: 'changed' | 'used-up' }

/** How a change of an invitation ended; `changed`: another writer was first. */
export type InvitationChange = { ok: true } | { ok: false; reason: 'changed' }

/**
 * Invitations to take a key into a phone, under their users. An invitation, its key, the item that finds it by its code and the places
 * of the allotment change in one transaction.
 */
export const invitationStore = (table: Table) => {
  const credentials = credentialCollection(table)
  const wrongCodes = failureCounts(table, 'wrong-codes')

  return {
    /** Every invitation of a user that is still listed, oldest first. */
    ofUser: async (accountId: AccountId, userId: UserId): Promise<Invitation[]> =>
      (await table.query({ pk: invitationPartition(accountId, userId), consistent: true })).map((item) => Invitation.parse(item)),

    /** The invitation with this code, whatever its state, and its account: two reads, one after the other. */
    findByCode: async (accessCode: string): Promise<{ accountId: AccountId; invitation: Invitation } | undefined> => {
      const found = await table.get(codeKey(accessCode))
      if (!found) return undefined
      // `invite` below is the only writer of these items.
      const accountId = AccountId.parse(found.accountId)
      const item = await table.get(invitationKey(accountId, UserId.parse(found.userId), InvitationId.parse(found.invitationId)))
      return item && { accountId, invitation: Invitation.parse(item) }
    },

    /** Up to `limit` invitations of the account that expired before `now` and are still kept as pending, oldest first. */
    lateOf: async (accountId: AccountId, now: Instant, limit: number): Promise<Invitation[]> => {
      const to = paddedInstant(now + 1)
      const items = await table.query({ index: 'GSI1', pk: pendingInvitationsPartition(accountId), to, limit })
      return items.map((item) => Invitation.parse(item))
    },

    /**
     * Adds an invitation with its key, which is the user's and pending; the user has to be as it was read, so that of two
     * invitations at once one is refused. No more places are taken than `limits`.
     */
    invite: async (
      accountId: AccountId,
      { user, key, invitation }: { user: User; key: Credential; invitation: Invitation },
      limits: Places,
      event: AuditEvents,
    ): Promise<Invited> => {
      const attached = [
        claimValue(accountId, key),
        {
          update: entityKey(accountId, 'user', user.id),
          add: { version: 1 },
          when: [{ attribute: 'version', is: '=', value: user.version }],
        },
        { put: { ...keyRelation(accountId, key, user.id), entity: 'user-credential', userId: user.id, credentialId: key.id } },
        { put: itemOf(accountId, invitation) },
        { put: codeItem(accountId, invitation), when: [{ attribute: 'pk', is: 'absent' }] },
      ] as const satisfies Write[]
      const places = allotmentWrites(accountId, [], [key], limits)
      const added = await credentials.add(accountId, key, event, [...attached, ...places])
      if (added.ok) return added
      const others = added.reason === 'refused' ? added.extra.filter((position) => position < attached.length) : [0]
      return { ok: false, reason: others.length === 0 ? 'used-up' : 'changed' }
    },

    /** Puts `next` in place of the invitation, and the key as `active` in place of the pending one that was read. */
    redeem: async (accountId: AccountId, next: Invitation, active: Credential, event: AuditEvents): Promise<InvitationChange> =>
      changed(await credentials.replace(accountId, active, event, [replacing(accountId, next)])),

    /** Puts `next` in place of the invitation, and deletes its key as it was read, if it still has one. */
    withdraw: async (
      accountId: AccountId,
      next: Invitation,
      key: Credential | undefined,
      event: AuditEvents,
    ): Promise<InvitationChange> => {
      const own: Write[] = [replacing(accountId, next), { delete: codeKey(next.accessCode) }]
      if (!key) return changed(await table.write([...own, ...eventWrites(accountId, event)]))
      const held = [
        releaseValue(accountId, key),
        { delete: keyRelation(accountId, key, next.userId) },
        ...allotmentWrites(accountId, [key], []),
      ]
      return changed(await credentials.remove(accountId, key, event, [...own, ...held]))
    },

    /** How many wrong codes came from a place recently. */
    wrongCodesFrom: (source: string): Promise<SignInAttempts | undefined> => wrongCodes.get(sourceKey(source)),
    countWrongCode: (source: string, now: Instant): Promise<SignInAttempts> => wrongCodes.count(sourceKey(source), now),
  }
}

const changed = ({ ok }: { ok: boolean }): InvitationChange => (ok ? { ok: true } : { ok: false, reason: 'changed' })

const keyRelation = (accountId: AccountId, { id }: Credential, userId: UserId) =>
  relationKey(accountId, 'user-credentials', userId, id)

const seconds = (at: Instant): number => Math.ceil(at / 1000)

const itemOf = (accountId: AccountId, invitation: Invitation): Item => ({
  ...invitation,
  ...invitationKey(accountId, invitation.userId, invitation.id),
  ...(invitation.state === 'pending' ? pendingInvitationIndex(accountId, invitation.expiresAt, invitation.id) : {}),
  entity: 'invitation',
  ttl: seconds(invitation.createdAt + invitationMemory),
})

const replacing = (accountId: AccountId, next: Invitation): Write => ({
  put: itemOf(accountId, next),
  when: [{ attribute: 'version', is: '=', value: next.version - 1 }],
})

/** Codes are kept as their SHA-256, as other codes are: whoever reads the keys of the table cannot redeem them. */
const codeKey = (accessCode: string) => globalKey('access-code', sha256(accessCode))
const codeItem = (accountId: AccountId, { accessCode, userId, id, expiresAt }: Invitation): Item => ({
  ...codeKey(accessCode),
  entity: 'access-code',
  accountId,
  userId,
  invitationId: id,
  ttl: seconds(expiresAt),
})
const sourceKey = (source: string) => globalKey('wrong-codes', sha256(source))
