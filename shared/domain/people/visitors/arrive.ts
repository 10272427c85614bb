import type { UserId } from '../../../lib/ids.ts'
import { err, ok, type Result } from '../../../lib/result.ts'
import type { ChangedMeanwhile, NotFound } from '../../common-errors.ts'
import type { Principal } from '../../identity/principals/principal.ts'
import type { Visitor } from '../users/entity.ts'
import { type ChangeVisitorDeps, changeVisitor } from './change.ts'
import type { VisitOver } from './errors.ts'

/** Notes that a visitor arrived. The first arrival counts; it changes nothing at doors. */
export const recordArrival = (
  deps: ChangeVisitorDeps,
  principal: Principal,
  visitorId: UserId,
): Promise<Result<Visitor, NotFound<'visitor'> | VisitOver | ChangedMeanwhile>> =>
  changeVisitor<VisitOver>(deps, principal, visitorId, 'visitor.arrived', (visitor, now) => {
    if (visitor.visitDetails.arrivedAt !== undefined) return undefined
    if (visitor.visit.stopped) return err({ kind: 'visit_over' })
    return ok({ ...visitor, visitDetails: { ...visitor.visitDetails, arrivedAt: now } })
  })
