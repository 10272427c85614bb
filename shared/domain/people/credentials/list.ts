import type { Page, PageRequest } from '../../../lib/page.ts'
import type { Deps } from '../../deps.ts'
import type { Principal } from '../../identity/principals/principal.ts'
import { type CredentialCriterion, credentialMeets } from './criteria.ts'
import type { Credential } from './entity.ts'

/** A page of the account's credentials that meet every criterion, oldest first. */
export const listCredentials = async (
  deps: Pick<Deps, 'credentials'>,
  { accountId }: Principal,
  criteria: readonly CredentialCriterion[],
  page: PageRequest,
): Promise<Page<Credential>> =>
  criteria.length === 0
    ? deps.credentials.page(accountId, page)
    : deps.credentials.search(accountId, (found) => criteria.every((one) => credentialMeets(found, one)), page)
