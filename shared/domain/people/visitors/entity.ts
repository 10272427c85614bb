import { z } from 'zod'
import type { Instant } from '../../../lib/clock.ts'
import { afterChange, definedOf } from '../../../lib/defined.ts'
import { UserId } from '../../../lib/ids.ts'
import { isWithin } from '../../../lib/validity.ts'

/**
 * When a visitor may pass doors: from `startsAt` to `endsAt`, both included (epoch milliseconds), unless the visit was `stopped`
 * before. A visit that was stopped never goes on.
 */
export const Visit = z.object({
  startsAt: z.number(),
  endsAt: z.number(),
  stopped: z.object({ at: z.number(), as: z.enum(['ended', 'cancelled']) }).optional(),
})
export type Visit = z.infer<typeof Visit>

/**
 * What people know of a visit and doors need not: when the visitor arrived (epoch milliseconds), the user who is visited, why,
 * and the company that the visitor comes from.
 */
export const VisitDetails = z.object({
  arrivedAt: z.number().optional(),
  hostId: UserId.optional(),
  purpose: z.string().optional(),
  companyName: z.string().optional(),
})
export type VisitDetails = z.infer<typeof VisitDetails>

/**
 * How a visit stands, in the words of the developer API: before its start, during it without and with an arrival, after it with
 * and without one, and called off. It follows from what is stored and the time, so nothing has to be written when time passes.
 */
export const visitStates = ['upcoming', 'active', 'visiting', 'visited', 'no_visit', 'cancelled'] as const
export type VisitState = (typeof visitStates)[number]

/** The state of a visit at `now`. */
export const visitState = ({ startsAt, endsAt, stopped }: Visit, arrivedAt: Instant | undefined, now: Instant): VisitState => {
  const hasArrived = arrivedAt !== undefined
  if (stopped?.as === 'cancelled') return 'cancelled'
  if (stopped || endsAt < now) return hasArrived ? 'visited' : 'no_visit'
  if (hasArrived) return 'visiting'
  return now < startsAt ? 'upcoming' : 'active'
}

/** Whether a visitor may pass doors at an instant, as far as the visit goes. */
export const visitAdmits = ({ startsAt, endsAt, stopped }: Visit, at: Instant): boolean =>
  isWithin({ effectiveFrom: startsAt, effectiveTo: endsAt }, at) && (stopped === undefined || at < stopped.at)

/** Whether a visit was stopped, or its end has passed. */
export const isVisitOver = ({ endsAt, stopped }: Visit, at: Instant): boolean =>
  endsAt < at || (stopped !== undefined && stopped.at <= at)

/** What to change of a visit: what is left out stays as it is, and `null` clears a field. Instants are epoch milliseconds. */
export type VisitChanges = {
  startsAt?: Instant
  endsAt?: Instant
  hostId?: UserId | null
  purpose?: string | null
  companyName?: string | null
}

/** What people know of a visit, with the changes that were asked for. */
export const applyDetailChanges = (details: VisitDetails, { hostId, purpose, companyName }: VisitChanges): VisitDetails =>
  definedOf({
    arrivedAt: details.arrivedAt,
    hostId: afterChange(details.hostId, hostId),
    purpose: afterChange(details.purpose, purpose),
    companyName: afterChange(details.companyName, companyName),
  })
