import type { Instant } from '../../../lib/clock.ts'
import { definedOf } from '../../../lib/defined.ts'
import { isVisitorId, type PanelId, type UserId } from '../../../lib/ids.ts'
import { uuidOf } from '../../../lib/uuid.ts'
import { isWithin } from '../../../lib/validity.ts'
import type { Panel } from '../../devices/panels/entity.ts'
import type { Credential } from '../../people/credentials/entity.ts'
import type { User } from '../../people/users/entity.ts'
import { visitAdmits } from '../../people/visitors/entity.ts'
import type { AccessPoint } from '../../places/access-points/entity.ts'
import { deviceTypeOf } from '../../places/access-points/types.ts'
import { kindOfEvent } from './catalogue/catalogue.ts'
import type { Event, EventActor, EventCredential, EventSubject } from './entity.ts'
import { accessType, doorType, isUnknownCredential, panelType } from './report-type.ts'
import type { ReportedAccess, ReportedDoor, ReportedEvent } from './reported.ts'

/** Where a report came from, and when it reached us. */
export type Origin = { panelId: PanelId; epoch: string; receivedAt: Instant }

/**
 * What the account knows of a card that its panel did not: whose it is, if anybody's, and whether one of that person's groups has
 * a permission at the door.
 */
export type CardOwner = { credential: Credential; user?: User; isPermitted: boolean }

/** What the account knows of the things that a report names. What it does not know is absent, which is no error. */
export type ReportFacts = {
  point?: AccessPoint
  /** The door is another panel's, so the report says nothing about it. */
  isDoorOfAnother?: true
  user?: Pick<User, 'firstName' | 'lastName'>
  owner?: CardOwner
  panel?: Panel
}

/** No panel was made before this; a clock that shows less was never set. */
const firstInstant = Date.UTC(2020, 0, 1)

/**
 * The event of a panel's report: what happened, in the account's own words for the door, the site and the person. The uuid
 * follows from the panel, its numbering and the sequence, so a report that comes again is the same event.
 */
export const recordEvent = (report: ReportedEvent, known: ReportFacts, origin: Origin): Event => {
  const at = occurredAt(report, origin.receivedAt)
  const { type, actor, facts } = happeningOf(report, known, at)
  return {
    uuid: uuidOf('event', origin.panelId, origin.epoch, report.sequence),
    kind: kindOfEvent(type),
    type,
    ...placeOf(report, known),
    ...(actor ? { actor } : {}),
    occurredAt: at,
    processedAt: origin.receivedAt,
    facts: { reason: report.reason, ...facts, ...definedOf({ rulesVersion: report.configVersion }) },
    panel: { panelId: origin.panelId, epoch: origin.epoch, sequence: report.sequence },
  }
}

/** A clock that was never set, or runs ahead of us, does not date an event: its arrival does. */
const occurredAt = ({ occurredAt: claimed }: ReportedEvent, receivedAt: Instant): Instant =>
  claimed < firstInstant ? receivedAt : Math.min(claimed, receivedAt)

type Happening = Pick<Event, 'type' | 'facts'> & { actor?: EventActor }

const happeningOf = (report: ReportedEvent, known: ReportFacts, at: Instant): Happening => {
  if (report.kind === 'lost') return { type: 'panel.events_lost', facts: { lost: report.lost } }
  if (report.kind === 'panel') return { type: panelType(report.reason), facts: {} }
  if (report.kind === 'door') return ofDoor(report, known)
  const { side = 1, readerId, presented, floorIds } = report
  const decided = known.owner && isUnknownCredential(report) ? ownedCard(known.owner, at) : asDecided(report, known)
  const facts = {
    ...decided.facts,
    ...definedOf({ side, readerId, floorIds: floorIds && [...floorIds], pinUsed: presented.pinUsed }),
  }
  return { ...decided, facts }
}

const ofDoor = ({ reason, credentialId, userId }: ReportedDoor, { user }: ReportFacts): Happening => ({
  type: doorType(reason),
  ...(userId === undefined ? {} : { actor: actorOfPerson(userId, user) }),
  facts: credentialId === undefined ? {} : { credential: { id: credentialId, disabled: false } },
})

/** What the panel decided, as it decided it. */
const asDecided = (report: ReportedAccess, { user }: ReportFacts): Happening => {
  const { credentialId, userId, reason } = report
  const credential =
    credentialId === undefined ? unknownCredential(report) : { id: credentialId, disabled: reason === 'credential_not_active' }
  return {
    type: accessType(report),
    ...(userId === undefined ? {} : { actor: actorOfPerson(userId, user) }),
    facts: credential ? { credential } : {},
  }
}

/**
 * A card that the panel does not hold, but the account knows. Nobody's card stays unknown. Otherwise the panel was right to
 * refuse (no permission at this door, or the person or the card is not valid now), or it has not received the card yet.
 */
export const ownedCard = ({ credential, user, isPermitted }: CardOwner, at: Instant): Happening => {
  const isActive = credential.state === 'active'
  const facts = { credential: { id: credential.id, kind: credential.kind, disabled: !isActive } }
  if (!user) return { type: 'access.denied.unknown_credential', facts }
  const isValid = isActive && !user.suspended && isWithin(credential, at) && isAdmitted(user, at)
  const refused = isValid ? 'access.denied.not_downloaded' : 'access.denied.not_valid'
  return { type: isPermitted ? refused : 'access.denied.not_permitted', actor: actorOfPerson(user.id, user), facts }
}

const isAdmitted = (user: User, at: Instant): boolean => user.kind === 'USER' || visitAdmits(user.visit, at)

const unknownCredential = ({
  presented: { kind, encodedCredential: value, bits },
}: ReportedAccess): EventCredential | undefined => (value === undefined ? undefined : { value, ...definedOf({ kind, bits }) })

/** A person at a door, as events name them. */
export const actorOfPerson = (id: UserId, user: ReportFacts['user']): EventActor => ({
  kind: isVisitorId(id) ? 'visitor' : 'user',
  id,
  ...(user ? { name: `${user.firstName} ${user.lastName}` } : {}),
})

/**
 * Where it happened. Of a door that the account does not have (any more) its number is all that is known, and of one that is another
 * panel's not even that: those who wait for events of that door must not hear of this one.
 */
const placeOf = (report: ReportedEvent, { point, panel, isDoorOfAnother }: ReportFacts): Pick<Event, 'subject' | 'site'> => {
  if (report.kind === 'lost' || report.kind === 'panel') return panel ? placed('panel', panel) : {}
  if (isDoorOfAnother) return {}
  if (point) {
    const { subject, site } = placed('access_point', point)
    return { subject: { ...subject, ...deviceTypeOf(point) }, site }
  }
  return { subject: { kind: 'access_point', id: report.accessPointId } }
}

const placed = (kind: EventSubject['kind'], { id, name, siteId, siteName }: AccessPoint | Panel) => ({
  subject: { kind, id, name },
  site: { id: siteId, name: siteName },
})
