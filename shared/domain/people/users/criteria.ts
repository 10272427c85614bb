import type { Instant } from '../../../lib/clock.ts'
import type { CustomFieldId, UserId } from '../../../lib/ids.ts'
import { containsAny, sameText } from '../../../lib/text.ts'
import { isWithin } from '../../../lib/validity.ts'
import type { CustomField } from '../custom-fields/entity.ts'
import { valueMeets } from '../custom-fields/values.ts'
import { visitAdmits } from '../visitors/entity.ts'
import type { PersonKind, UserFind } from './entity.ts'

/**
 * Active is who could open a door: in some group, with a credential or a PIN that is valid now, not suspended, and on a visit
 * now if a visitor. Unaffiliated is who is in no group.
 */
export const userStatuses = ['active', 'unaffiliated', 'suspended'] as const
export type UserStatus = (typeof userStatuses)[number]

/**
 * What a listing of users may be narrowed by: every criterion has to hold, each for one of its values. Without a kind it has no
 * visitors. Case is ignored, except for
 * external ids, which are exact (NFC, as they are kept).
 */
export type UserCriterion =
  | { field: 'kind'; anyOf: readonly PersonKind[] }
  | { field: 'id'; anyOf: readonly UserId[] }
  | { field: 'id'; noneOf: readonly UserId[] }
  | { field: 'firstName' | 'lastName'; contains: readonly string[] }
  | { field: 'status'; anyOf: readonly UserStatus[] }
  | { field: 'externalId' | 'email'; anyOf: readonly string[] }
  | { field: 'customField'; id: CustomFieldId; match: 'contains' | 'exact'; anyOf: readonly string[] }

/** What criteria need to know beside the user: `holders` have a credential that is valid at `now`; `fields` are those that are asked for. */
export type CriteriaFacts = { holders: ReadonlySet<number>; now: Instant; fields: ReadonlyMap<number, CustomField> }

/** Whether a user meets a criterion. Values of custom fields are asked for as they are compared. */
export const userMeets = (
  user: UserFind,
  id: number,
  criterion: UserCriterion,
  { holders, now, fields }: CriteriaFacts,
): boolean => {
  switch (criterion.field) {
    case 'kind':
      return criterion.anyOf.includes(user.visit ? 'VISITOR' : 'USER')
    case 'id':
      return 'anyOf' in criterion ? criterion.anyOf.some((one) => one === id) : criterion.noneOf.every((one) => one !== id)
    case 'firstName':
      return containsAny(user.first, criterion.contains)
    case 'lastName':
      return containsAny(user.last, criterion.contains)
    case 'externalId':
      return user.externalId !== undefined && criterion.anyOf.includes(user.externalId)
    case 'email':
      return user.emails?.some((address) => criterion.anyOf.some((one) => sameText(address, one))) ?? false
    case 'customField': {
      const [field, kept] = [fields.get(criterion.id), user.customFields?.[criterion.id]]
      return field !== undefined && kept !== undefined && valueMeets(field, kept, criterion.anyOf, criterion.match)
    }
    case 'status':
      return criterion.anyOf.some((status) =>
        hasStatus(user, status, (holders.has(id) || isPinValid(user, now)) && isAdmitted(user, now)),
      )
  }
}

const hasStatus = (user: UserFind, status: UserStatus, canIdentify: boolean): boolean => {
  if (status === 'suspended') return user.suspended
  if (status === 'unaffiliated') return !user.member
  return user.member && !user.suspended && canIdentify
}

const isPinValid = ({ pin }: UserFind, now: Instant): boolean =>
  pin !== undefined && isWithin({ effectiveFrom: pin.from, effectiveTo: pin.to }, now)

const isAdmitted = ({ visit }: UserFind, now: Instant): boolean => visit === undefined || visitAdmits(visit, now)
