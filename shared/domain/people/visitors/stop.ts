import type { UserId } from '../../../lib/ids.ts'
import { ok, type Result } from '../../../lib/result.ts'
import type { ChangedMeanwhile, NotFound } from '../../common-errors.ts'
import type { Principal } from '../../identity/principals/principal.ts'
import type { Visitor } from '../users/entity.ts'
import { type ChangeVisitorDeps, changeVisitor } from './change.ts'

type Stopped = Promise<Result<Visitor, NotFound<'visitor'> | ChangedMeanwhile>>

/**
 * Ends a visit at once: panels are given this before other changes, and then refuse the visitor's cards and PIN whatever their
 * clocks say. That holds for a visit past its end too. One that was stopped before stays as it was.
 */
export const endVisit = (deps: ChangeVisitorDeps, principal: Principal, visitorId: UserId): Stopped =>
  stop(deps, principal, visitorId, 'ended')

/** Calls a visit off; at doors it is as one that was ended. */
export const cancelVisit = (deps: ChangeVisitorDeps, principal: Principal, visitorId: UserId): Stopped =>
  stop(deps, principal, visitorId, 'cancelled')

const eventTypes = { ended: 'visitor.visit_ended', cancelled: 'visitor.visit_cancelled' } as const

const stop = (deps: ChangeVisitorDeps, principal: Principal, visitorId: UserId, as: keyof typeof eventTypes): Stopped =>
  changeVisitor<never>(deps, principal, visitorId, eventTypes[as], (visitor, now) =>
    visitor.visit.stopped ? undefined : ok({ ...visitor, visit: { ...visitor.visit, stopped: { at: now, as } } }),
  )
