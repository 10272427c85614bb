import { eventCatalogue, eventTypes } from '../../../domain/record/events/catalogue/catalogue.ts'
import type { EventKind } from '../../../domain/record/events/catalogue/entry.ts'
import type { EventType } from '../../../domain/record/events/entity.ts'
import { type Code, codes } from './codes.ts'
import { reservedCodes } from './reserved.ts'

/**
 * One kind of event as `securityAction` has it. `kind` says in which listing such events stand; `category` answers the
 * `event_type` filter of the listings (see `matchesEventType`). Several codes share a type key and its description.
 */
export type CodedType = Code & { kind: EventKind; typeKey: string; description: string }

/** The two type keys that are published, with their descriptions. */
const successfulAccess = {
  typeKey: 'security_event_type.successful_access',
  description: 'Access attempts that do result in granted access',
}
const failedAccess = {
  typeKey: 'security_event_type.failed_access',
  description: 'Access attempts that did not grant access',
}

const keyOf = (type: EventType): Pick<CodedType, 'typeKey' | 'description'> => {
  if (type === 'access.granted') return successfulAccess
  if (type.startsWith('access.')) return failedAccess
  return { typeKey: `security_event_type.${type.replaceAll('.', '_')}`, description: eventCatalogue[type].description }
}

/** What the API says of one of our types. */
export const codedType = (type: EventType): CodedType => ({ ...codes[type], kind: eventCatalogue[type].kind, ...keyOf(type) })

const reserved = reservedCodes.flatMap(({ codes: numbers, category, carries }) =>
  numbers.map(
    (code): CodedType => ({
      code,
      category,
      kind: category === 'access' ? 'access' : 'audit',
      typeKey: `security_event_type.reserved_${code}`,
      action: `Reserved ${code}`,
      exception: false,
      priority: 'LOW',
      description: `Kept for an event that carries ${carries}; not recorded here`,
    }),
  ),
)

/** Every code, in order: the answer of `GET /v1/api/event-types`. */
export const codedTypes: readonly CodedType[] = [...eventTypes.map(codedType), ...reserved].sort((a, b) => a.code - b.code)

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
export const matchesEventType = (type: CodedType, wanted: string): boolean => {
  const value = wanted.toLowerCase()
  if (type.kind === 'audit' || type.category === 'camera') return type.category === value
  return value === (type.exception ? 'exception' : 'non_exception')
}

/** The types that answer to one of the values of `event_type`. */
export const typesMatching = (values: readonly string[]): ReadonlySet<EventType> =>
  new Set(eventTypes.filter((type) => values.some((value) => matchesEventType(codedType(type), value))))
