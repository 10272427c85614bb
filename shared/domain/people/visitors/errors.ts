import type { UserId } from '../../../lib/ids.ts'

/** The host of a visit is no user of the account. */
export type HostNotFound = { kind: 'host_not_found'; hostId: UserId }
/** The visit was ended or cancelled, and does not go on. */
export type VisitOver = { kind: 'visit_over' }
/** A group that does not exist, or in which the host may not have people. */
export type GroupNotForVisitors = { kind: 'group_not_for_visitors' }
/** The visitor is in groups whose people the caller may not change. */
export type VisitorOfOtherGroups = { kind: 'visitor_of_other_groups' }
/** The visitor was never invited to take a key into the phone. */
export type NoMobileKey = { kind: 'no_mobile_key' }

/** What an operation of visitors can end in on an API's route, besides the errors that every module has. */
export type VisitorError = HostNotFound | VisitOver | GroupNotForVisitors | VisitorOfOtherGroups | NoMobileKey
