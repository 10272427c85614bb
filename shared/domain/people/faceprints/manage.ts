import type { UserId } from '../../../lib/ids.ts'
import { err, ok, type Result } from '../../../lib/result.ts'
import { raced } from '../../../lib/retry.ts'
import { untilFirst } from '../../change.ts'
import type { ChangedMeanwhile, NotFound } from '../../common-errors.ts'
import type { Deps } from '../../deps.ts'
import type { Principal } from '../../identity/principals/principal.ts'
import { auditEvent, propertyChanges } from '../../record/events/audit.ts'
import { credentialAsObject } from '../credentials/as-object.ts'
import { type AssignmentDates, decideAssignment } from '../credentials/assign.ts'
import type { DatesReversed } from '../users/errors.ts'
import { type Face, isFace } from './entity.ts'
import type { NoFace } from './errors.ts'

type Needed = Pick<Deps, 'users' | 'credentials' | 'now' | 'newUuid' | 'pause'>

const faceOf = async (
  deps: Needed,
  { accountId }: Principal,
  userId: UserId,
): Promise<Result<Face, NotFound<'holder'> | NoFace>> => {
  const [user, held] = await Promise.all([deps.users.get(accountId, userId), deps.credentials.ofUser(accountId, userId)])
  if (!user) return err({ kind: 'not_found', what: 'holder', id: userId })
  const face = held.find(isFace)
  return face ? ok(face) : err({ kind: 'no_face' })
}

/** Deletes the face of a user (API document, Delete Faceprint Credential), whether the person consented or not. */
export const removeFace = (
  deps: Needed,
  principal: Principal,
  userId: UserId,
): Promise<Result<void, NotFound<'holder'> | NoFace | ChangedMeanwhile>> =>
  untilFirst(deps, 'credential', async () => {
    const found = await faceOf(deps, principal, userId)
    if (!found.ok) return found
    const stamp = { now: deps.now(), uuid: deps.newUuid() }
    const changes = propertyChanges(found.value, {}, ['userId'])
    const event = auditEvent(stamp, principal, 'credential.deleted', credentialAsObject(found.value), changes)
    return (await deps.credentials.remove(principal.accountId, found.value, event)).ok ? ok(undefined) : raced
  })

/** Changes when the face of a user opens doors (API document, Edit Dates for Faceprint Credential); a pending one may have dates too. */
export const updateFaceDates = (
  deps: Needed,
  principal: Principal,
  userId: UserId,
  dates: AssignmentDates,
): Promise<Result<void, NotFound<'holder'> | NoFace | DatesReversed | ChangedMeanwhile>> =>
  untilFirst(deps, 'credential', async () => {
    const found = await faceOf(deps, principal, userId)
    if (!found.ok) return found
    const now = deps.now()
    const decided = decideAssignment(found.value, userId, dates, now)
    if (!decided.ok) return decided
    const next = decided.value
    if (!next) return ok(undefined)
    const changes = propertyChanges(found.value, next, ['effectiveFrom', 'effectiveTo'])
    const event = auditEvent({ now, uuid: deps.newUuid() }, principal, 'credential.assigned', credentialAsObject(next), changes)
    return (await deps.credentials.assign(principal.accountId, found.value, next, event)).ok ? ok(undefined) : raced
  })
