import type { AuditObject } from '../../record/events/audit.ts'
import type { Group } from './entity.ts'

/** What an audit event says of a group. */
export const groupAsObject = (group: Group): AuditObject => ({ id: group.id, kind: 'group', name: group.name })
