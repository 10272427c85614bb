import type { Instant } from '../../../lib/clock.ts'
import type { AccountId, CustomFieldId } from '../../../lib/ids.ts'
import type { Deps } from '../../deps.ts'

/** People looked at between two looks at the clock. */
const peopleAtOnce = 200
const fieldsAtOnce = 25

type Needed = Pick<Deps, 'customFields' | 'now'>

/**
 * Takes the values of a deleted field from everybody, until nobody has one or the clock says `until`: nobody has been shown with
 * one since it was deleted. Safe to repeat and to cut short anywhere; it goes on where it stopped.
 */
export const sweepField = async (deps: Needed, accountId: AccountId, fieldId: CustomFieldId, until: Instant): Promise<void> => {
  while (await deps.customFields.sweep(accountId, fieldId, peopleAtOnce)) if (deps.now() >= until) return
}

/** Goes on with the deleted fields of every account that somebody may still have a value of, until the clock says `until`. */
export const sweepDeletedFields = async (deps: Needed, until: Instant): Promise<void> => {
  for (const { accountId, fieldId } of await deps.customFields.sweeps(fieldsAtOnce)) {
    if (deps.now() >= until) return
    await sweepField(deps, accountId, fieldId, until)
  }
}
