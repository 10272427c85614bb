import { Code, Grant, listedBeyond, sharingMemory, usedCodeMemory } from '../../domain/identity/oauth/entity.ts'
import type { Event } from '../../domain/record/events/entity.ts'
import type { Instant } from '../../lib/clock.ts'
import type { AccountId } from '../../lib/ids.ts'
import { codeKey, grantKey } from '../keys/identity.ts'
import { eventWrites } from '../record/event-writes.ts'
import type { Condition, Item, Table, Write } from '../table/types.ts'
import { type Authorization, authorizationsOf, listingGrant, unlistingGrant } from './authorizations.ts'
import { announcing, readingNotices } from './notices.ts'
import { notingSignIn, type SignInNote } from './sign-ins.ts'

/** What administrators granted to applications, the codes that lead there, and the grants that were taken back. */
export const grantStore = (table: Table) => {
  const grantItem = (grant: Grant): Item => ({
    ...grant,
    ...grantKey(grant.id),
    entity: 'grant',
    ttl: ttl(grant.expiresAt),
  })

  return {
    /** Adds a grant, with the event and the note of the sign-in that gave it when there was one. */
    open: async (grant: Grant, event?: Event, signIn?: SignInNote): Promise<void> => {
      const result = await table.write([
        { put: grantItem(grant), when: isNew },
        listingGrant(grant),
        ...(signIn ? notingSignIn(signIn) : []),
        ...eventWrites(grant.accountId, event),
      ])
      if (!result.ok) throw new Error('A grant with this id exists')
    },

    get: async (grantId: string): Promise<Grant | undefined> => {
      const item = await table.get(grantKey(grantId))
      return item && Grant.parse(item)
    },

    /** Moves a grant to its next generation; undefined when another caller did, or when it is revoked. */
    rotate: async (grant: Grant, now: Instant, expiresAt: Instant): Promise<Grant | undefined> => {
      const listedUntil = expiresAt > grant.listedUntil ? expiresAt + listedBeyond : grant.listedUntil
      // Listed for longer first: a grant that holds must never be missing in the list.
      if (listedUntil > grant.listedUntil) await table.write([listingGrant({ ...grant, listedUntil }), isLive(grant)])
      const item = await table.update({
        update: grantKey(grant.id),
        set: { generation: grant.generation + 1, rotatedAt: now, expiresAt, listedUntil, ttl: ttl(expiresAt) },
        when: [
          { attribute: 'generation', is: '=', value: grant.generation },
          { attribute: 'revokedAt', is: 'absent' },
        ],
      })
      return item && Grant.parse(item)
    },

    /** Counts that a token just superseded came again, from one again when the last time was long ago. */
    noteRetry: async (grant: Grant, now: Instant): Promise<void> => {
      const isRecent = grant.retriedAt !== undefined && now < grant.retriedAt + sharingMemory
      const counted = isRecent ? { add: { retries: 1 }, set: { retriedAt: now } } : { set: { retries: 1, retriedAt: now } }
      await table.update({ update: grantKey(grant.id), ...counted, when: [{ attribute: 'pk', is: 'present' }] })
    },

    /** Ends a grant: no more refreshing, and its access tokens are refused as soon as everybody has read so. */
    revoke: async (grant: Pick<Grant, 'id' | 'accountId' | 'administratorId' | 'clientId'>, now: Instant): Promise<void> => {
      await table.write([
        {
          update: grantKey(grant.id),
          set: { revokedAt: now },
          when: [
            { attribute: 'pk', is: 'present' },
            { attribute: 'revokedAt', is: 'absent' },
          ],
        },
        unlistingGrant(grant),
        announcing({ subject: grant.id, version: 1, revokedAt: now }),
      ])
    },

    /** Which applications may act for which administrators of the account, each pair once. */
    authorizations: (accountId: AccountId, now: Instant): Promise<Authorization[]> => authorizationsOf(table, accountId, now),

    /** Ends the access token of a grant that is not kept. */
    revokeToken: async (grantId: string, now: Instant): Promise<void> => {
      await table.write([announcing({ subject: grantId, version: 1, revokedAt: now })])
    },

    revokedSince: readingNotices(table),

    addCode: async (hash: string, code: Code): Promise<void> => {
      const kept = ttl(code.expiresAt + usedCodeMemory)
      const result = await table.write([{ put: { ...code, ...codeKey(hash), entity: 'code', ttl: kept }, when: isNew }])
      if (!result.ok) throw new Error('This code exists')
    },

    getCode: async (hash: string): Promise<Code | undefined> => {
      const item = await table.get(codeKey(hash))
      return item && Code.parse(item)
    },

    /** Uses a code up and opens its grant; false when somebody used it first. */
    useCode: async (hash: string, grant: Grant): Promise<boolean> => {
      const used: Write = {
        update: codeKey(hash),
        set: { grantId: grant.id },
        when: [
          { attribute: 'pk', is: 'present' },
          { attribute: 'grantId', is: 'absent' },
        ],
      }
      return (await table.write([used, { put: grantItem(grant), when: isNew }, listingGrant(grant)])).ok
    },
  }
}

const isLive = ({ id }: Grant): Write => ({ check: grantKey(id), when: [{ attribute: 'revokedAt', is: 'absent' }] })
const isNew: Condition[] = [{ attribute: 'pk', is: 'absent' }]
/** DynamoDB deletes an item some time after this many seconds since 1970; until then it is still read, so code checks too. */
const ttl = (at: Instant): number => Math.ceil(at / 1000)
