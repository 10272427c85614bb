import { type InvitationState, invitationStates } from '../../../domain/people/mobile-keys/entity.ts'
import type { InvitationCriterion } from '../../../domain/people/mobile-keys/list.ts'
import { err, ok, type Result } from '../../../lib/result.ts'
import { type FilterError, parseFilter } from '../filter.ts'

/** Reads the filter of List User Digital Invitations (API document): `status__eq` takes the states, and `all`. */
export const readInvitationFilter = (filter: string | undefined): Result<InvitationCriterion[], FilterError> => {
  const parsed = parseFilter(filter, { status: ['eq'] })
  if (!parsed.ok) return parsed
  const criteria: InvitationCriterion[] = []
  for (const { values } of parsed.value) {
    const wanted = values.flatMap(statesOf)
    if (wanted.length === 0 || values.some((value) => statesOf(value).length === 0))
      return err({ kind: 'invalid_filter', message: 'Invalid status provided' })
    criteria.push({ anyOf: wanted })
  }
  return ok(criteria)
}

const statesOf = (value: string): readonly InvitationState[] =>
  value.toLowerCase() === 'all' ? invitationStates : invitationStates.filter((state) => state === value.toLowerCase())
