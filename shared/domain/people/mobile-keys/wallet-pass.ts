import type { CredentialId, UserId } from '../../../lib/ids.ts'
import { err, ok, type Result } from '../../../lib/result.ts'
import { raced } from '../../../lib/retry.ts'
import { untilFirst } from '../../change.ts'
import type { ChangedMeanwhile } from '../../common-errors.ts'
import type { Deps } from '../../deps.ts'
import type { Principal } from '../../identity/principals/principal.ts'
import { allotmentsOf } from '../../places/accounts/entity.ts'
import { auditEvent, propertyChanges } from '../../record/events/audit.ts'
import { credentialAsObject } from '../credentials/as-object.ts'
import type { Credential, ValueCredential } from '../credentials/entity.ts'
import type { AllotmentUsedUp, InvitationPending, MobileKeyNotValid } from './errors.ts'
import { expireLate } from './expire.ts'

/** As many keys as one transaction changes with their events. */
export const maxWalletPasses = 30

/** A key, whose it has to be, and what people call it from now on. */
export type WalletPassOf = { userId: UserId; credentialId: CredentialId; referenceId: string }

/** What became of a key: `isChanged` is false of one that had, or had not, its wallet pass before. */
export type WalletPassSet = WalletPassOf & { isChanged: boolean }

/**
 * Gives keys in phones a pass in the wallet too, or takes it away (API document, Assign/revoke brivo wallet passes): all of them or
 * none. A key that waits to be redeemed has to be invited with one.
 */
export const setWalletPasses = async (
  deps: Pick<Deps, 'accounts' | 'credentials' | 'invitations' | 'now' | 'newUuid' | 'pause'>,
  principal: Principal,
  wanted: readonly WalletPassOf[],
  walletPass: boolean,
): Promise<Result<WalletPassSet[], MobileKeyNotValid | InvitationPending | AllotmentUsedUp | ChangedMeanwhile>> => {
  const { accountId } = principal
  return untilFirst(deps, 'credential', async () => {
    const ids = wanted.map(({ credentialId }) => credentialId)
    const [account, found] = await Promise.all([deps.accounts.get(accountId), deps.credentials.getMany(accountId, ids)])
    const now = deps.now()
    const decided = decideWalletPasses(found, wanted, walletPass, now)
    if (!decided.ok) return decided
    const changes = decided.value
    const answer = wanted.map((one) => ({ ...one, isChanged: changes.some(({ before }) => before.id === one.credentialId) }))
    if (changes.length === 0) return ok(answer)
    const events = changes.map(({ before, next }) =>
      auditEvent(
        { now, uuid: deps.newUuid() },
        principal,
        'credential.updated',
        credentialAsObject(next),
        propertyChanges(before, next, ['walletPass', 'referenceId']),
      ),
    )
    const set = await deps.credentials.setWalletPasses(accountId, changes, allotmentsOf(account), events)
    if (set.ok) return ok(answer)
    if (set.reason === 'changed') return raced
    // Places of invitations that nobody redeemed are free.
    if ((await expireLate(deps, accountId, now)) > 0) return raced
    return err({ kind: 'allotment_used_up', of: 'walletPasses' })
  })
}

type Change = { before: ValueCredential; next: ValueCredential }

/** The keys that change. Refuses one that is no key of its user, or is named twice, and one that is not redeemed yet. */
export const decideWalletPasses = (
  found: readonly Credential[],
  wanted: readonly WalletPassOf[],
  walletPass: boolean,
  now: number,
): Result<Change[], MobileKeyNotValid | InvitationPending> => {
  const changes: Change[] = []
  for (const [index, { userId, credentialId, referenceId }] of wanted.entries()) {
    const before = found.find(({ id }) => id === credentialId)
    const isTwice = wanted.findIndex((one) => one.credentialId === credentialId) !== index
    if (before?.kind !== 'mobile_key' || before.userId !== userId || isTwice)
      return err({ kind: 'mobile_key_not_valid', credentialId, userId })
    if (before.state === 'pending') return err({ kind: 'invitation_pending' })
    if ((before.walletPass ?? false) === walletPass && before.referenceId === referenceId) continue
    changes.push({ before, next: { ...before, walletPass, referenceId, version: before.version + 1, updatedAt: now } })
  }
  return ok(changes)
}
