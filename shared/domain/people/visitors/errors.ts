import type { UserId } from '../../../lib/ids.ts'

/** The host of a visit is no user of the account. */
export type HostNotFound = { kind: 'host_not_found'; hostId: UserId }
/** The visit was ended or cancelled, and does not go on. */
export type VisitOver = { kind: 'visit_over' }
