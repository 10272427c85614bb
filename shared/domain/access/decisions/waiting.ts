import { isEscorted } from './companions.ts'
import type { Decision, DecisionMemory, DecisionReason, WaitingPerson } from './decision.ts'
import { areFactorsAsked, factorsSoFar } from './factors.ts'
import type { Presenting } from './presenting.ts'

/** Who waits at the reader after a decision about somebody. */
export const waitsAfter = (reason: DecisionReason, presenting: Presenting): WaitingPerson | undefined => {
  const { point, at, person, waiter } = presenting
  const waits = (state: WaitingPerson['state']): WaitingPerson => ({ userId: person.user.id, since: at, factors: [], state })
  if (reason === 'second_factor_required') {
    if (!areFactorsAsked(presenting)) return undefined
    const { since, factors } = factorsSoFar(presenting)
    return { ...waits('for_factors'), since, factors }
  }
  if (reason === 'escort_required' || reason === 'second_person_required') return waits('ready')
  if (reason !== 'granted' || !point.doorRules?.escort) return undefined
  if (!isEscorted(point, person.user)) return waits('passed')
  return waiter?.waiting.state === 'passed' ? waiter.waiting : undefined
}

/** What a decision says of who waits at its reader: nothing when that stays as it was. */
export const changeOfWaiting = (
  { waiting }: DecisionMemory,
  reader: string,
  person: WaitingPerson | undefined,
): Pick<Decision, 'waiting'> => {
  if (waiting?.[reader] === person) return {}
  return { waiting: { reader, ...(person ? { person } : {}) } }
}
