import type { Event, EventParty } from '../../record/events/schema.ts'
import type { Criterion, Subscription } from './schema.ts'

type Condition = Pick<Criterion, 'criteriaType' | 'criteriaOperationType' | 'criteriaValue'>

/**
 * Whether a subscription is told of an event: every criterion must hold, so two EQ on different sites never do. Without an
 * AUDIT criterion only access events count (API document, Create New Event Subscription).
 */
export const matches = ({ criteria }: Pick<Subscription, 'criteria'>, event: Event): boolean => {
  const all: readonly Condition[] = criteria.some(({ criteriaType }) => criteriaType === 'AUDIT')
    ? criteria
    : [...criteria, accessOnly]
  return all.every((condition) => holds(condition, event))
}

const accessOnly: Condition = { criteriaType: 'AUDIT', criteriaOperationType: 'EQ', criteriaValue: 0 }

const holds = ({ criteriaType, criteriaOperationType, criteriaValue }: Condition, event: Event): boolean =>
  valuesOf(criteriaType, event).includes(criteriaValue) === (criteriaOperationType === 'EQ')

/** What of an event a kind of criterion looks at: none when the event has no such thing, so that EQ fails and NE holds. */
const valuesOf = (type: Criterion['criteriaType'], event: Event): number[] => {
  if (type === 'AUDIT') return [event.kind === 'audit' ? 1 : 0]
  if (type === 'SITE') return event.site ? [event.site.id] : []
  if (type === 'USER') return [...idOf(event.actor, 'USER'), ...idOf(event.eventObject, 'USER')]
  return idOf(event.eventObject, 'ACCESS_POINT')
}

/** The id of a party that is of a kind, or of which nobody said what kind it is. */
const idOf = (party: Pick<EventParty, 'id' | 'objectType'> | undefined, objectType: string): number[] =>
  party?.id !== undefined && (party.objectType ?? objectType) === objectType ? [party.id] : []
