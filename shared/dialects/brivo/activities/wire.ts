import { z } from 'zod'
import type { Event, EventSubject } from '../../../domain/record/events/entity.ts'
import { definedOf } from '../../../lib/defined.ts'
import { codedType } from '../events/types.ts'
import { objectTypes } from '../events/wire.ts'
import { formatInstant } from '../wire-time.ts'

export const ActivityWire = z
  .object({
    id: z.number(),
    occurred: z.string(),
    siteId: z.number().optional(),
    siteName: z.string().optional(),
    userId: z.number().optional(),
    objectId: z.number().optional(),
    objectType: z.string().optional(),
    objectName: z.string().optional(),
    actionTypeId: z.number().meta({ description: 'A code of `GET /event-types`' }),
    description: z.string(),
  })
  .meta({
    id: 'Activity',
    example: {
      id: 11111111,
      occurred: '2015-05-01T14:35:50Z',
      siteId: 9999,
      siteName: 'Site 1',
      userId: 333333,
      objectId: 444444,
      objectType: 'ACCESS-POINT',
      objectName: 'Front door',
      actionTypeId: 5018,
      description: 'Failed Access by John Smith: Unauthorized Access Attempt',
    },
  })

/** An event as Activity Listing has it (API document). */
export const activityWire = (event: Event): z.infer<typeof ActivityWire> => {
  const { site, actor, subject } = event
  return {
    id: idOf(event),
    occurred: formatInstant(event.occurredAt),
    ...(site ? { siteId: site.id, siteName: site.name } : {}),
    ...(actor?.kind === 'user' || actor?.kind === 'visitor' ? definedOf({ userId: actor.id }) : {}),
    ...(subject ? { objectId: subject.id, objectType: typeOf(subject), ...definedOf({ objectName: subject.name }) } : {}),
    actionTypeId: codedType(event.type).code,
    description: descriptionOf(event),
  }
}

/** Events have UUIDs and activities numbers: 52 bits of the UUID, which every reading makes the same of it. */
const idOf = ({ uuid }: Event): number => Number.parseInt(uuid.replaceAll('-', '').slice(-13), 16)

/** As events name it, with a hyphen, as the document's example has it. */
const typeOf = ({ kind }: EventSubject): string => objectTypes[kind].replaceAll('_', '-')

/** The sentences of the document's examples, and for anything else what the action is called. */
const descriptionOf = ({ type, actor, facts }: Event): string => {
  const { action } = codedType(type)
  if (type === 'access.granted') return facts.side === 2 ? 'User Exit' : 'User Entry'
  if (!type.startsWith('access.denied.') || actor?.name === undefined) return action
  return `Failed Access by ${actor.name}: ${action.replace(/^Failed Access /, '')}`
}
