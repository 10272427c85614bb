import { type EventCategory, type EventTypeData, recordedEventTypes, reservedEventTypes } from './event-types.ts'

/**
 * One kind of event: what `securityAction` says on the wire. `kind` tells in which listing such events stand; `typeKey` is
 * its name in capitals; `category` answers the `event_type` filter of the listings (see `matchesEventType`).
 */
export type EventType = EventTypeData & { kind: 'access' | 'audit'; typeKey: string }

/** The codes of the events that this product records, by name: `eventCode.accessGranted` is 2004. */
export const eventCode = Object.fromEntries(
  Object.entries(recordedEventTypes).map(([name, { code }]) => [name, code]),
  // The entries are exactly those of the data, so every name has its own code.
) as { readonly [Name in keyof typeof recordedEventTypes]: (typeof recordedEventTypes)[Name]['code'] }

const kindOf = (category: EventCategory): EventType['kind'] =>
  category === 'access' || category === 'camera' ? 'access' : 'audit'

const typeKeyOf = (name: string): string => name.replace(/(?<=[a-z])(?=[A-Z])/g, '_').toUpperCase()

const recorded = Object.entries(recordedEventTypes).map(
  ([name, data]): EventType => ({ ...data, kind: kindOf(data.category), typeKey: typeKeyOf(name) }),
)

const reserved = reservedEventTypes.flatMap(({ codes, category, carries }) =>
  codes.map(
    (code): EventType => ({
      code,
      category,
      kind: kindOf(category),
      typeKey: `RESERVED_${code}`,
      action: `Reserved ${code}`,
      exception: false,
      priority: 3,
      description: `Kept for an event that carries ${carries}; not recorded here`,
    }),
  ),
)

/** Every event type, in order of its code: the answer of `GET /v1/api/event-types`. */
export const eventTypes: readonly EventType[] = [...recorded, ...reserved].sort((one, other) => one.code - other.code)

const byCode = new Map(eventTypes.map((type) => [type.code, type]))

/** The type with this code; undefined when the catalogue has none. */
export const eventType = (code: number): EventType | undefined => byCode.get(code)

/** What the `event_type` filter of Access Events Listing takes; the count takes `countedAccessEventTypes`. */
export const accessEventTypes = ['non_exception', 'exception', 'camera'] as const
export const countedAccessEventTypes = [...accessEventTypes, 'video_linkable'] as const

/** What the `event_type` filter of Audit Events Listing and Count takes. */
export const auditEventTypes = [
  'account',
  'administrator',
  'badge',
  'control_panel',
  'credential',
  'custom_field',
  'device',
  'group',
  'holiday',
  'ipac',
  'notification',
  'permission_template',
  'report',
  'schedule',
  'site',
  'user',
  'video',
] as const

/**
 * Whether events of this type answer to one value of the `event_type` filter: an audit type by its category, an access type
 * by whether it is an exception, a camera's by `camera` alone. Case-insensitive. False for a value that is no event type, and
 * for `video_linkable`, since nothing here links video to an event.
 */
export const matchesEventType = (type: EventType, wanted: string): boolean => {
  const value = wanted.toLowerCase()
  if (type.kind === 'audit' || type.category === 'camera') return type.category === value
  return value === (type.exception ? 'exception' : 'non_exception')
}
