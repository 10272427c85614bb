import type { Instant } from '../../../lib/clock.ts'
import { definedOf } from '../../../lib/defined.ts'
import type { CredentialId, UserId } from '../../../lib/ids.ts'
import { err, ok, type Result } from '../../../lib/result.ts'
import { raced } from '../../../lib/retry.ts'
import { untilFirst } from '../../change.ts'
import type { ChangedMeanwhile, NotFound } from '../../common-errors.ts'
import type { Deps } from '../../deps.ts'
import type { Principal } from '../../identity/principals/principal.ts'
import { auditEvent, propertyChanges } from '../../record/events/audit.ts'
import type { DatesReversed } from '../users/errors.ts'
import { credentialAsObject } from './as-object.ts'
import type { Credential } from './entity.ts'
import type { CredentialNotValid } from './errors.ts'

/** From when until when the credential is to be valid: left out they stay as they are, and `null` takes the end away. */
export type AssignmentDates = { effectiveFrom?: Instant | undefined; effectiveTo?: Instant | null | undefined }

/**
 * The credential as the user's, or undefined when nothing changes. Dates that are not given stay as they are for the user who
 * has it; for a new user it is valid from now on, without an end (API document, Assign Credential and Dates).
 */
export const decideAssignment = (
  credential: Credential,
  userId: UserId,
  { effectiveFrom, effectiveTo }: AssignmentDates,
  now: Instant,
): Result<Credential | undefined, DatesReversed> => {
  const { effectiveFrom: oldFrom, effectiveTo: oldTo, ...rest } = credential
  const held = credential.userId === userId
  const from = effectiveFrom ?? (held ? oldFrom : undefined) ?? now
  const to = effectiveTo === null ? undefined : (effectiveTo ?? (held ? oldTo : undefined))
  if (to !== undefined && to < from) return err({ kind: 'dates_reversed' })
  if (held && from === (oldFrom ?? from) && to === oldTo) return ok(undefined)
  return ok({
    ...rest,
    userId,
    ...definedOf({ effectiveFrom: from, effectiveTo: to }),
    version: credential.version + 1,
    updatedAt: now,
  })
}

/** A key stays in the phone that it was given to, and a face is that of its person. */
const isPersonal = ({ kind }: Credential): boolean => kind === 'mobile_key' || kind === 'face'

/** Assigns a credential to a user, takes it from another one, or changes its dates. */
export const assignCredential = async (
  deps: Pick<Deps, 'users' | 'credentials' | 'now' | 'newUuid' | 'pause'>,
  principal: Principal,
  { userId, credentialId }: { userId: UserId; credentialId: CredentialId },
  dates: AssignmentDates,
): Promise<Result<void, NotFound<'user'> | CredentialNotValid | DatesReversed | ChangedMeanwhile>> => {
  const { accountId } = principal
  return untilFirst(deps, 'credential', async () => {
    const [user, credential] = await Promise.all([
      deps.users.get(accountId, userId),
      deps.credentials.get(accountId, credentialId),
    ])
    if (!user) return err({ kind: 'not_found', what: 'user', id: userId })
    if (!credential || (isPersonal(credential) && credential.userId !== userId))
      return err({ kind: 'credential_not_valid', credentialId })
    const now = deps.now()
    const decided = decideAssignment(credential, userId, dates, now)
    if (!decided.ok) return decided
    if (!decided.value) return ok(undefined)
    const changes = propertyChanges(credential, decided.value, ['userId', 'effectiveFrom', 'effectiveTo'])
    const stamp = { now, uuid: deps.newUuid() }
    const event = auditEvent(stamp, principal, 'credential.assigned', credentialAsObject(credential), changes)
    const assigned = await deps.credentials.assign(accountId, credential, decided.value, event)
    return assigned.ok ? ok(undefined) : raced
  })
}
