import { z } from 'zod'
import { accessEvents } from './access.ts'
import { administrationEvents } from './administration.ts'
import { doorsEvents } from './doors.ts'
import type { EventKind } from './entry.ts'
import { panelsEvents } from './panels.ts'
import { peopleEvents } from './people.ts'
import { placesEvents } from './places.ts'
import { schedulesEvents } from './schedules.ts'

/** Every type of event that is recorded, by its name: `<subject>.<what happened>`. Each dialect draws its own words from these. */
export const eventCatalogue = {
  ...accessEvents,
  ...doorsEvents,
  ...panelsEvents,
  ...peopleEvents,
  ...placesEvents,
  ...schedulesEvents,
  ...administrationEvents,
} as const
export type EventType = keyof typeof eventCatalogue

/** Every name of the catalogue. */
// The keys of the object are exactly those of its type: it is written out in the files of this folder.
export const eventTypes = Object.keys(eventCatalogue) as EventType[]
export const EventType = z.enum(eventTypes)

export const kindOfEvent = (type: EventType): EventKind => eventCatalogue[type].kind
