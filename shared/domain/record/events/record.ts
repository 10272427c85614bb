import type { Instant } from '../../../lib/clock.ts'
import type { CredentialId, PanelId, UserId } from '../../../lib/ids.ts'
import { uuidOf } from '../../../lib/uuid.ts'
import { isWithin } from '../../../lib/validity.ts'
import type { Panel } from '../../devices/panels/schema.ts'
import type { Credential } from '../../people/credentials/schema.ts'
import type { User } from '../../people/users/schema.ts'
import type { AccessPoint } from '../../places/access-points/schema.ts'
import { eventCode } from './catalogue.ts'
import type { ReportedAccess, ReportedEvent } from './reported.ts'
import type { Event } from './schema.ts'

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
export const recordEvent = (report: ReportedEvent, facts: ReportFacts, origin: Origin): Event => {
  const told =
    report.kind === 'access' ? accessOf(report, facts, occurredAt(report, origin.receivedAt)) : { code: report.eventCode }
  const { point } = facts
  const place = point ? doorOf(point) : (panelOf(facts.panel) ?? unknownPlace(report))
  const { name: actorName } = told.actor ?? {}
  return {
    uuid: uuidOf('event', origin.panelId, origin.epoch, report.sequence),
    kind: 'access',
    code: told.code,
    ...place.event,
    ...(told.actor ? { actor: told.actor } : {}),
    occurredAt: occurredAt(report, origin.receivedAt),
    processedAt: origin.receivedAt,
    eventData: {
      ...(actorName === undefined ? {} : { actorName }),
      ...place.data,
      ...(report.kind === 'access' ? { actionAllowed: report.decision === 'granted' } : {}),
      ...told.data,
      detail: report.kind === 'lost' ? `${report.reason}: ${report.lost.from} to ${report.lost.to}` : report.reason,
    },
    panel: { panelId: origin.panelId, epoch: origin.epoch, sequence: report.sequence },
  }
}

/** A clock that was never set, or runs ahead of us, does not date an event: its arrival does. */
const occurredAt = ({ occurredAt: claimed }: ReportedEvent, receivedAt: Instant): Instant =>
  claimed < firstInstant ? receivedAt : Math.min(claimed, receivedAt)

type Told = { code: number; actor?: NonNullable<Event['actor']>; data?: Event['eventData'] }

const accessOf = (report: ReportedAccess, { user, owner }: ReportFacts, at: Instant): Told => {
  if (report.eventCode === eventCode.unknownCredential && owner) return ownedCard(owner, at)
  const { credentialId, userId, presented } = report
  return {
    code: report.eventCode,
    ...(userId === undefined ? {} : { actor: actorOf(userId, user) }),
    data: credentialId === undefined ? unknownCard(presented) : knownCard(credentialId),
  }
}

/**
 * A card that the panel does not hold, but the account knows. Nobody's card stays unknown. Otherwise the panel was right to
 * refuse (no permission at this door, or the person or the card is not valid now), or it has yet to hear of the card.
 */
const ownedCard = ({ credential, user, isPermitted }: CardOwner, at: Instant): Told => {
  if (!user) return { code: eventCode.unknownCredential, data: knownCard(credential.id) }
  const isValid = !user.suspended && isWithin(credential, at)
  const refused = isValid ? eventCode.undownloadedCredential : eventCode.userNotEnabled
  return {
    code: isPermitted ? refused : eventCode.unauthorizedAttempt,
    actor: actorOf(user.id, user),
    data: knownCard(credential.id),
  }
}

const knownCard = (id: CredentialId) => ({ credentials: [{ id }] })

const unknownCard = ({ encodedCredential, bits }: ReportedAccess['presented']) =>
  encodedCredential === undefined
    ? {}
    : {
        credentials: [{ reference_id: encodedCredential }],
        unknownWeigand: encodedCredential,
        ...(bits === undefined ? {} : { credentialBitLength: bits }),
      }

const actorOf = (id: UserId, user: ReportFacts['user']) => ({
  id,
  objectType: 'USER',
  ...(user ? { name: `${user.firstName} ${user.lastName}` } : {}),
})

type Place = { event: Pick<Event, 'objectType' | 'eventObject' | 'site'>; data: Event['eventData'] }

const doorOf = ({ id, name, siteId, siteName }: AccessPoint): Place => ({
  event: {
    objectType: 'ACCESS_POINT',
    eventObject: { id, name, objectType: 'ACCESS_POINT', deviceType: { id: 1, name: 'DOOR' } },
    site: { id: siteId, siteName },
  },
  data: { objectName: name, objectGroupName: siteName, deviceTypeId: 1 },
})

const panelOf = (panel: Panel | undefined): Place | undefined =>
  panel && {
    event: {
      objectType: 'CONTROL_PANEL',
      eventObject: { id: panel.id, name: panel.name, objectType: 'CONTROL_PANEL' },
      site: { id: panel.siteId, siteName: panel.siteName },
    },
    data: { objectName: panel.name, objectGroupName: panel.siteName },
  }

/** A door that the account does not have (any more): its number is all that is known. */
const unknownPlace = (report: ReportedEvent): Place =>
  report.kind === 'lost'
    ? { event: {}, data: {} }
    : {
        event: { objectType: 'ACCESS_POINT', eventObject: { id: report.accessPointId, objectType: 'ACCESS_POINT' } },
        data: {},
      }
