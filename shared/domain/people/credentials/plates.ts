import { CredentialId, type UserId } from '../../../lib/ids.ts'
import { err, ok, type Result } from '../../../lib/result.ts'
import { raced } from '../../../lib/retry.ts'
import { untilFirst } from '../../change.ts'
import type { ChangedMeanwhile, NotFound } from '../../common-errors.ts'
import type { Deps } from '../../deps.ts'
import type { Principal } from '../../identity/principals/principal.ts'
import { auditEvent, propertyChanges } from '../../record/events/audit.ts'
import type { DatesReversed } from '../users/errors.ts'
import { credentialAsObject } from './as-object.ts'
import { type AssignmentDates, decideAssignment } from './assign.ts'
import { comparedValue } from './compared-value.ts'
import type { Credential } from './entity.ts'
import type { DuplicatePlate, NotAPlate } from './errors.ts'
import { removeCredential } from './remove.ts'

/** A number plate as people write it, and when it may be used. */
export type CreatePlate = { referenceId: string } & AssignmentDates

/**
 * Adds a number plate that a camera reads, as a credential of a user (API document, Create New EEN License Plate Credential). Plates
 * that differ in capitals, spaces and hyphens only are the same.
 */
export const createPlate = async (
  deps: Pick<Deps, 'users' | 'credentials' | 'now' | 'newId' | 'newUuid' | 'pause'>,
  principal: Principal,
  userId: UserId,
  { referenceId, ...dates }: CreatePlate,
): Promise<Result<Credential, NotFound<'holder'> | NotAPlate | DuplicatePlate | DatesReversed | ChangedMeanwhile>> => {
  const missing = err<NotFound<'holder'>>({ kind: 'not_found', what: 'holder', id: userId })
  const encoded = comparedValue('plate', referenceId)
  return untilFirst(deps, 'credential', async () => {
    if (!(await deps.users.get(principal.accountId, userId))) return missing
    if (encoded === undefined) return err({ kind: 'not_a_plate' })
    const now = deps.now()
    const id = CredentialId.parse(deps.newId())
    const unassigned: Credential = {
      ...{ id, version: 0, kind: 'plate', state: 'active', encoded, referenceId },
      ...{ createdAt: now, updatedAt: now },
    }
    const decided = decideAssignment(unassigned, userId, dates, now)
    if (!decided.ok) return decided
    const plate = decided.value ?? unassigned
    const changes = propertyChanges({}, plate, ['userId', 'effectiveFrom', 'effectiveTo'])
    const events = (['credential.created', 'credential.assigned'] as const).map((type) =>
      auditEvent({ now, uuid: deps.newUuid() }, principal, type, credentialAsObject(plate), changes),
    )
    const added = await deps.credentials.addToUser(principal.accountId, plate, events)
    if (added.ok) return ok(plate)
    if (added.reason === 'duplicate') return err({ kind: 'duplicate_plate' })
    return added.reason === 'missing-user' ? missing : raced
  })
}

/** Takes a number plate from its user and deletes it (API document, Revoke and Delete an EEN License Plate Credential). */
export const removePlate = async (
  deps: Pick<Deps, 'users' | 'credentials' | 'now' | 'newUuid' | 'pause'>,
  principal: Principal,
  { userId, credentialId }: { userId: UserId; credentialId: CredentialId },
): Promise<Result<void, NotFound<'holder' | 'plate'> | ChangedMeanwhile>> => {
  if (!(await deps.users.get(principal.accountId, userId))) return err({ kind: 'not_found', what: 'holder', id: userId })
  const removed = await removeCredential(
    deps,
    principal,
    credentialId,
    (credential) => credential.kind === 'plate' && credential.userId === userId,
  )
  if (removed.ok) return removed
  return removed.error.kind === 'not_found'
    ? err({ kind: 'not_found', what: 'plate', id: credentialId })
    : err({ kind: 'changed_meanwhile', what: 'credential' })
}
