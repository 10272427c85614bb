import { UserId, visitorIdFrom } from '../../../lib/ids.ts'
import { err, type Result } from '../../../lib/result.ts'
import type { Deps } from '../../deps.ts'
import type { Principal } from '../../identity/principals/principal.ts'
import { addPerson } from '../users/create.ts'
import type { CreateUser, Visitor } from '../users/entity.ts'
import type { CreateUserError } from '../users/errors.ts'
import { newPerson } from '../users/write.ts'
import { visitChanges } from './change.ts'
import { applyDetailChanges, type VisitChanges } from './entity.ts'
import type { HostNotFound } from './errors.ts'
import { isHost } from './host.ts'

/** What a new visitor is made of: a person, and when the visit is. */
export type CreateVisitor = Omit<CreateUser, 'effectiveFrom' | 'effectiveTo'> &
  VisitChanges &
  Required<Pick<VisitChanges, 'startsAt' | 'endsAt'>>

/** Adds a visitor, who is in no group and has no rule yet. Cards, PIN, groups and rules are given as users are given them. */
export const createVisitor = async (
  deps: Pick<Deps, 'accounts' | 'users' | 'now' | 'newId' | 'newUuid'>,
  principal: Principal,
  wanted: CreateVisitor,
): Promise<Result<Visitor, CreateUserError | HostNotFound>> => {
  const { startsAt, endsAt, hostId } = wanted
  if (endsAt < startsAt) return err({ kind: 'dates_reversed' })
  if (hostId && !(await isHost(deps, principal, hostId))) return err({ kind: 'host_not_found', hostId })
  const now = deps.now()
  const blank: Visitor = {
    ...newPerson(UserId.parse(visitorIdFrom(deps.newId())), wanted, now),
    kind: 'VISITOR',
    effectiveFrom: startsAt,
    effectiveTo: endsAt,
    visit: { startsAt, endsAt },
    visitDetails: applyDetailChanges({}, wanted),
  }
  return addPerson(deps, principal, { blank, wanted, type: 'visitor.created', now, changes: visitChanges(undefined, blank) })
}
