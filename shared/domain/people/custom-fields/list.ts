import type { Page, PageRequest } from '../../../lib/page.ts'
import type { Deps } from '../../deps.ts'
import type { Principal } from '../../identity/principals/principal.ts'
import { type CustomField, inDisplayOrder } from './entity.ts'

/** A page of the account's custom fields in the order of display: they are few, so that all of them are read. */
export const listCustomFields = async (
  deps: Pick<Deps, 'customFields'>,
  { accountId }: Principal,
  { offset, pageSize }: PageRequest,
): Promise<Page<CustomField>> => {
  const fields = inDisplayOrder(await deps.customFields.all(accountId))
  return { data: fields.slice(offset, offset + pageSize), count: fields.length }
}
