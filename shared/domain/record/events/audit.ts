import type { Instant } from '../../../lib/clock.ts'
import { definedOf } from '../../../lib/defined.ts'
import type { Principal } from '../../identity/principals/principal.ts'
import { kindOfEvent } from './catalogue/catalogue.ts'
import type { Event, EventActor, EventSubject, EventType, PropertyChange } from './entity.ts'

/** When and under which id an operation happens: drawn once, so that the operation itself stays pure. */
export type Stamp = { now: Instant; uuid: string }

/** What an audited change was done to, and where. */
export type AuditObject = EventSubject & {
  name: string
  site?: { id: number; name: string }
  scheduleId?: number
  holidayId?: number
}

/** Who acts, as events name them. */
export const actorOf = (principal: Principal): EventActor => {
  switch (principal.kind) {
    case 'administrator':
      return { kind: 'administrator', id: principal.administratorId, name: principal.name }
    case 'token':
      return { kind: 'token', name: principal.name }
    case 'cardHolder':
      return { kind: 'user', id: principal.userId, name: principal.name }
    case 'panel':
      return { kind: 'panel', id: principal.panelId, name: principal.name }
    case 'system':
      return { kind: 'system', name: principal.reason }
  }
}

/** The audit event of one change, whoever made it; every mutation stores one in the same transaction. */
export const auditEvent = (
  stamp: Stamp,
  principal: Principal,
  type: EventType,
  object: AuditObject,
  changes: PropertyChange[] = [],
): Event => auditEventBy(stamp, actorOf(principal), type, object, changes)

/** The audit event of a change by somebody who is no principal, such as a panel that pairs. */
export const auditEventBy = (
  { now, uuid }: Stamp,
  actor: EventActor,
  type: EventType,
  { kind, id, name, deviceType, site, scheduleId, holidayId }: AuditObject,
  changes: PropertyChange[] = [],
): Event => ({
  uuid,
  kind: kindOfEvent(type),
  type,
  actor,
  subject: { kind, id, name, ...definedOf({ deviceType }) },
  ...(site ? { site } : {}),
  occurredAt: now,
  processedAt: now,
  facts: definedOf({ changes: changes.length > 0 ? changes : undefined, scheduleId, holidayId }),
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
