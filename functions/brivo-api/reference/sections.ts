import type { OperationId } from '../mounts.ts'
import type { CallText, Section } from './section.ts'
import { accessPoints } from './sections/access-points.ts'
import { accounts } from './sections/accounts.ts'
import { administrators, roles } from './sections/administrators.ts'
import { applications, serviceTokens } from './sections/applications.ts'
import { areas } from './sections/areas.ts'
import { cameras } from './sections/cameras.ts'
import { controlPanels } from './sections/control-panels.ts'
import { credentials } from './sections/credentials.ts'
import { customFields } from './sections/custom-fields.ts'
import { decisions } from './sections/decisions.ts'
import { emergencies } from './sections/emergencies.ts'
import { eventSubscriptions, events } from './sections/events.ts'
import { groups } from './sections/groups.ts'
import { publicPages, time } from './sections/other.ts'
import { phoneKeys } from './sections/phone-keys.ts'
import { holidays, schedules } from './sections/schedules.ts'
import { sites } from './sections/sites.ts'
import { users } from './sections/users.ts'
import { visitors } from './sections/visitors.ts'

/** The chapters of the reference, in the order in which they are read. */
export const sections = [
  users,
  groups,
  credentials,
  customFields,
  phoneKeys,
  visitors,
  accessPoints,
  areas,
  decisions,
  schedules,
  holidays,
  sites,
  controlPanels,
  cameras,
  emergencies,
  events,
  eventSubscriptions,
  accounts,
  administrators,
  roles,
  applications,
  serviceTokens,
  time,
  publicPages,
] as const

type Described<Chapter> = Chapter extends Section<infer Id> ? Id : never

/** Calls that no chapter describes. There are none: one that is forgotten does not compile here, and the error names it. */
export const undescribed: Record<Exclude<OperationId, Described<(typeof sections)[number]>>, never> = {}

/** What is said of a call, and the name of its chapter. */
type Text = CallText & { section: string }

const texts: ReadonlyMap<string, Text> = new Map(
  sections.flatMap(({ name, calls }) => Object.entries<CallText>(calls).map(([id, text]) => [id, { ...text, section: name }])),
)

/** What the reference says of a call. Throws for one that it does not describe. */
export const textOf = (operationId: string): Text => {
  const text = texts.get(operationId)
  if (!text) throw new Error(`The reference does not describe ${operationId}`)
  return text
}
