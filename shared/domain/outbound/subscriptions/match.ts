import { everywhere } from '../../identity/principals/permission.ts'
import { type Event, type EventActor, EventKind, type EventSubject } from '../../record/events/entity.ts'
import { isEventVisible } from '../../record/events/visible.ts'
import type { Criterion, Subscription } from './entity.ts'

type Condition = Omit<Criterion, 'id'>

/**
 * Whether an event is sent to a subscription: every criterion must hold, so two `is` on different sites never do. Without a
 * criterion on `audit` only access events count (API document, Create New Event Subscription). Nothing is sent of what is not
 * assigned to the administrator who made it.
 */
export const matches = ({ criteria, limits }: Pick<Subscription, 'criteria' | 'limits'>, event: Event): boolean => {
  if (limits && !isEventVisible({ ...everywhere, ...limits })(event)) return false
  return conditionsOf(criteria).every((condition) => holds(condition, event))
}

/** Which kind of events a subscription can be sent; undefined when its criteria contradict each other. */
export const kindSent = (criteria: readonly Condition[]): EventKind | undefined =>
  EventKind.options.find((kind) => {
    const ofKind = conditionsOf(criteria).filter(({ field }) => field === 'audit')
    return ofKind.every(({ operator, value }) => (value === numberOf(kind)) === (operator === 'is'))
  })

const conditionsOf = (criteria: readonly Condition[]): readonly Condition[] =>
  criteria.some(({ field }) => field === 'audit') ? criteria : [...criteria, accessOnly]

const numberOf = (kind: EventKind): number => (kind === 'audit' ? 1 : 0)

const accessOnly: Condition = { field: 'audit', operator: 'is', value: 0 }

const holds = ({ field, operator, value }: Condition, event: Event): boolean =>
  valuesOf(field, event).includes(value) === (operator === 'is')

/** What of an event a kind of criterion looks at: none when the event has no such thing, so that `is` fails and `not` holds. */
const valuesOf = (field: Criterion['field'], { kind, site, actor, subject }: Event): number[] => {
  switch (field) {
    case 'audit':
      return [numberOf(kind)]
    case 'site':
      return site ? [site.id] : []
    case 'user':
      return [actor, subject].flatMap((party) => [...idOf(party, 'user'), ...idOf(party, 'visitor')])
    case 'accessPoint':
      return idOf(subject, 'access_point')
  }
}

/** The id of a party, if it is of a kind. */
const idOf = (party: EventActor | EventSubject | undefined, kind: EventSubject['kind']): number[] =>
  party?.id !== undefined && party.kind === kind ? [party.id] : []
