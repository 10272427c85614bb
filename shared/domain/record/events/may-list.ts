import { may } from '../../identity/principals/may.ts'
import type { Permission } from '../../identity/principals/permission.ts'
import type { Principal } from '../../identity/principals/principal.ts'
import type { EventKind } from './entity.ts'

/** What lists events of each kind; a subscription sends them to nobody else. */
export const listsEvents = { access: 'events:view', audit: 'events:view' } as const satisfies Record<EventKind, Permission>

/** Whether somebody may list events of a kind. */
export const mayListEvents = (principal: Pick<Principal, 'grants'>, kind: EventKind): boolean => may(principal, listsEvents[kind])
