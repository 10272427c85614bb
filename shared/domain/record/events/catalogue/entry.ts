import { z } from 'zod'

/** Access events are what happens at doors and panels; audit events are what administrators do. */
export const EventKind = z.enum(['access', 'audit'])
export type EventKind = z.infer<typeof EventKind>

/** One type of event: in which listing it stands, and in one sentence what happened. */
export type EventEntry = { kind: EventKind; description: string }
