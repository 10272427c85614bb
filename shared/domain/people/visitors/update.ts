import type { UserId } from '../../../lib/ids.ts'
import { err, ok, type Result } from '../../../lib/result.ts'
import type { ChangedMeanwhile, NotFound } from '../../common-errors.ts'
import type { Principal } from '../../identity/principals/principal.ts'
import type { Visitor } from '../users/entity.ts'
import type { DatesReversed } from '../users/errors.ts'
import { type ChangeVisitorDeps, changeVisitor, visitChanges } from './change.ts'
import { applyDetailChanges, type VisitChanges } from './entity.ts'
import type { HostNotFound, VisitOver } from './errors.ts'
import { isHost } from './host.ts'

export type UpdateVisitError = NotFound<'visitor'> | VisitOver | DatesReversed | HostNotFound | ChangedMeanwhile

/** The visitor with another visit; undefined when it stays as it is. One that was ended or cancelled is not changed any more. */
export const decideVisit = (visitor: Visitor, changes: VisitChanges): Result<Visitor, VisitOver | DatesReversed> | undefined => {
  const { startsAt = visitor.visit.startsAt, endsAt = visitor.visit.endsAt } = changes
  if (visitor.visit.stopped) return err({ kind: 'visit_over' })
  if (endsAt < startsAt) return err({ kind: 'dates_reversed' })
  const next: Visitor = {
    ...visitor,
    effectiveFrom: startsAt,
    effectiveTo: endsAt,
    visit: { startsAt, endsAt },
    visitDetails: applyDetailChanges(visitor.visitDetails, changes),
  }
  return visitChanges(visitor, next).length === 0 ? undefined : ok(next)
}

/** Changes when a visit is, whom it is to, or what is known of it. The name of the visitor is changed as that of a user. */
export const updateVisit = async (
  deps: ChangeVisitorDeps,
  principal: Principal,
  visitorId: UserId,
  changes: VisitChanges,
): Promise<Result<Visitor, UpdateVisitError>> => {
  const { hostId } = changes
  if (hostId && !(await isHost(deps, principal, hostId))) return err({ kind: 'host_not_found', hostId })
  return changeVisitor(deps, principal, visitorId, 'visitor.updated', (visitor) => decideVisit(visitor, changes))
}
