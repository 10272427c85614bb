import type { Instant } from '../../../lib/clock.ts'
import type { Principal } from '../../identity/administrators/principal.ts'
import type { Event, EventActor, PropertyChange } from './schema.ts'

/** When and under which id an operation happens: drawn once, so that the operation itself stays pure. */
export type Stamp = { now: Instant; uuid: string }

/** What an audited change was done to. */
export type AuditObject = {
  id: number
  objectType: string
  name: string
  site?: { id: number; siteName: string }
  scheduleId?: number
  holidayId?: number
}

/** Who acts, as events name them: by id and kind; the cloud itself has no id, and an application none that is a number. */
export const actorOf = (principal: Principal): EventActor => {
  switch (principal.kind) {
    case 'administrator':
      return { id: principal.administratorId, name: principal.name, objectType: 'ADMINISTRATOR' }
    case 'token':
      return { name: principal.name, objectType: 'APPLICATION' }
    case 'cardHolder':
      return { id: principal.userId, name: principal.name, objectType: 'USER' }
    case 'panel':
      return { id: principal.panelId, name: principal.name, objectType: 'CONTROL_PANEL' }
    case 'system':
      return { name: principal.reason, objectType: 'SYSTEM' }
  }
}

/** The audit event of one change, whoever made it; every mutation stores one in the same transaction. */
export const auditEvent = (
  stamp: Stamp,
  principal: Principal,
  code: number,
  object: AuditObject,
  propertyChanges: PropertyChange[] = [],
): Event => ({
  uuid: stamp.uuid,
  kind: 'audit',
  code,
  objectType: object.objectType,
  actor: actorOf(principal),
  eventObject: { id: object.id, name: object.name, objectType: object.objectType },
  ...(object.site ? { site: object.site } : {}),
  ...(object.scheduleId === undefined ? {} : { scheduleId: object.scheduleId }),
  ...(object.holidayId === undefined ? {} : { holidayId: object.holidayId }),
  occurredAt: stamp.now,
  processedAt: stamp.now,
  eventData: {
    actorName: actorOf(principal).name,
    objectName: object.name,
    ...(object.site ? { objectGroupName: object.site.siteName } : {}),
    actionAllowed: true,
    ...(propertyChanges.length > 0 ? { propertyChanges } : {}),
  },
})

/**
 * What changed between two states of an object, property by property, in the words of an audit event. `secret` names
 * properties whose values are never written out (a PIN).
 */
export const propertyChanges = (
  before: Readonly<Record<string, unknown>>,
  after: Readonly<Record<string, unknown>>,
  properties: readonly string[],
  secret: readonly string[] = [],
): PropertyChange[] =>
  properties.flatMap((property) => {
    const previous = asText(before[property])
    const current = asText(after[property])
    if (previous === current) return []
    const hidden = secret.includes(property)
    return [
      {
        property,
        ...(previous === undefined ? {} : { previousValue: hidden ? '****' : previous }),
        ...(current === undefined ? {} : { currentValue: hidden ? '****' : current }),
      },
    ]
  })

const asText = (value: unknown): string | undefined => {
  if (value === undefined || value === null || value === '') return undefined
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}
