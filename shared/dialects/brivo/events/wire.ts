import { z } from 'zod'
import {
  type Event,
  type EventActor,
  type EventFacts,
  type EventSubject,
  PropertyChange,
} from '../../../domain/record/events/entity.ts'
import { definedOf } from '../../../lib/defined.ts'
import type { AccountId } from '../../../lib/ids.ts'
import { deviceTypeWire } from '../access-points/types.ts'
import { formatInstantMs } from '../wire-time.ts'
import { codedType } from './types.ts'

const SecurityAction = z.object({
  securityActionId: z.number(),
  action: z.string(),
  exception: z.boolean(),
  securityActionType: z.object({ typeKey: z.string(), description: z.string() }),
  priority: z.enum(['HIGH', 'MEDIUM', 'LOW']),
})

/** Who acted, or what was acted on. */
const PartyWire = z.object({ id: z.number().optional(), objectType: z.string().optional(), name: z.string().optional() })

const EventDataWire = z.object({
  actorName: z.string().optional(),
  objectName: z.string().optional(),
  objectGroupName: z.string().optional(),
  objectTypeId: z.number().optional(),
  deviceTypeId: z.number().optional(),
  actionAllowed: z.boolean().optional(),
  credentialObjectId: z.number().optional(),
  credentials: z
    .array(z.object({ id: z.number().optional(), reference_id: z.string().optional(), disabled: z.boolean() }))
    .optional(),
  unknownWeigand: z.string().optional(),
  credentialBitLength: z.number().optional(),
  floorIds: z.array(z.number()).optional(),
  propertyChanges: z.array(PropertyChange).optional(),
  detail: z.string().optional(),
})
type EventDataWire = z.infer<typeof EventDataWire>

/** One event as the listings answer it and as webhooks carry it (API document, Event json structure). Times are to the millisecond. */
export const EventWire = z
  .object({
    accountId: z.number(),
    objectType: z.string().optional(),
    uuid: z.string(),
    securityAction: SecurityAction,
    actor: PartyWire.optional(),
    eventObject: PartyWire.extend({ deviceType: z.object({ id: z.number(), name: z.string() }).optional() }).optional(),
    site: z.object({ id: z.number(), siteName: z.string() }).optional(),
    occurred: z.string(),
    processed: z.string(),
    eventData: EventDataWire,
  })
  .meta({ id: 'Event' })
export type EventWire = z.infer<typeof EventWire>

/** The event in the API's one shape, its fields in the order of the document. */
export const eventWire = (event: Event, accountId: AccountId): EventWire => {
  const { actor, subject, site } = event
  return {
    accountId,
    ...(subject ? { objectType: objectTypes[subject.kind] } : {}),
    uuid: event.uuid,
    securityAction: securityAction(event),
    ...(actor ? { actor: actorWire(actor) } : {}),
    ...(subject ? { eventObject: objectWire(subject) } : {}),
    ...(site ? { site: { id: site.id, siteName: site.name } } : {}),
    occurred: formatInstantMs(event.occurredAt),
    processed: formatInstantMs(event.processedAt),
    eventData: eventData(event),
  }
}

const securityAction = ({ type }: Event): EventWire['securityAction'] => {
  const { code, action, exception, typeKey, description, priority } = codedType(type)
  return { securityActionId: code, action, exception, securityActionType: { typeKey, description }, priority }
}

/** What each kind of thing is called. */
export const objectTypes = {
  access_point: 'ACCESS_POINT',
  panel: 'CONTROL_PANEL',
  site: 'SITE',
  door_set: 'DOOR_SET',
  emergency_scenario: 'EMERGENCY_SCENARIO',
  area: 'AREA',
  reader: 'READER',
  camera: 'CAMERA',
  user: 'USER',
  visitor: 'VISITOR',
  credential: 'CREDENTIAL',
  custom_field: 'CUSTOM_FIELD',
  group: 'GROUP',
  schedule: 'SCHEDULE',
  holiday: 'HOLIDAY',
  role: 'ROLE',
  subscription: 'EVENT_SUBSCRIPTION',
  administrator: 'ADMINISTRATOR',
  account: 'ACCOUNT',
  application: 'APPLICATION',
  api_key: 'API_KEY',
} as const satisfies Record<EventSubject['kind'], string>

const actorTypes = {
  administrator: 'ADMINISTRATOR',
  user: 'USER',
  visitor: 'VISITOR',
  token: 'APPLICATION',
  system: 'SYSTEM',
  panel: 'CONTROL_PANEL',
} as const satisfies Record<EventActor['kind'], string>

const actorWire = ({ kind, id, name }: EventActor) => ({ ...definedOf({ id, name }), objectType: actorTypes[kind] })

/** What `objectTypeId` says of a door, and of an event that is about no object. */
const doorObjectTypeId = 2
const noObjectTypeId = 0

const objectWire = ({ kind, id, name, deviceType }: EventSubject) => ({
  id,
  ...definedOf({ name }),
  objectType: objectTypes[kind],
  ...(kind === 'access_point' ? { deviceType: deviceTypeWire(deviceType) } : {}),
})

/** `objectTypeId` is known of doors and sign-ins only, so it is left out for everything else. */
const eventData = ({ kind, type, actor, subject, site, facts }: Event): EventDataWire => {
  const isDoor = kind === 'access' && subject?.kind === 'access_point'
  return definedOf({
    actorName: actor?.name,
    objectName: subject?.name,
    objectGroupName: site?.name,
    objectTypeId: isDoor ? doorObjectTypeId : type === 'administrator.signed_in' ? noObjectTypeId : undefined,
    deviceTypeId: isDoor ? deviceTypeWire(subject.deviceType).id : undefined,
    actionAllowed: isAllowed(type, kind),
    ...credentialWire(facts),
    floorIds: facts.floorIds,
    propertyChanges: facts.changes,
    detail: detailOf(facts),
  })
}

/** Whether what was tried was done; undefined for what nobody tried. */
const isAllowed = (type: Event['type'], kind: Event['kind']): boolean | undefined => {
  if (type.endsWith('_failed')) return false
  if (kind === 'audit' || type === 'access.granted' || type === 'door.pulsed') return true
  return type.startsWith('access.') ? false : undefined
}

/** A credential by its id, or by what was read when the account does not know it: then it cannot be disabled either. */
const credentialWire = ({ credential }: EventFacts): Partial<EventDataWire> => {
  if (!credential) return {}
  const { id, value, bits, disabled = false } = credential
  if (id !== undefined) return { credentialObjectId: id, credentials: [{ id, disabled }] }
  if (value === undefined) return {}
  return { credentials: [{ reference_id: value, disabled }], unknownWeigand: value, ...definedOf({ credentialBitLength: bits }) }
}

const detailOf = ({ reason, lost }: EventFacts): string | undefined =>
  reason !== undefined && lost ? `${reason}: ${lost.from} to ${lost.to}` : reason
