import type { ApiKeyId, ApplicationId } from '../../../lib/ids.ts'
import type { Page, PageRequest } from '../../../lib/page.ts'
import { err, ok, type Result } from '../../../lib/result.ts'
import type { NotFound } from '../../common-errors.ts'
import type { Deps } from '../../deps.ts'
import type { Principal } from '../principals/principal.ts'
import type { ApiKey } from './entity.ts'

/** A page of the keys of an application of the account, oldest first. */
export const listApiKeys = async (
  deps: Pick<Deps, 'applications'>,
  { accountId }: Principal,
  applicationId: ApplicationId,
  { offset, pageSize }: PageRequest,
): Promise<Result<Page<ApiKey>, NotFound<'application'>>> => {
  const [application, keys] = await Promise.all([
    deps.applications.get(accountId, applicationId),
    deps.applications.apiKeys(accountId, applicationId),
  ])
  if (!application) return err({ kind: 'not_found', what: 'application', id: applicationId })
  return ok({ data: keys.slice(offset, offset + pageSize), count: keys.length })
}

/** One key of an application of the account. */
export const getApiKey = async (
  deps: Pick<Deps, 'applications'>,
  { accountId }: Principal,
  applicationId: ApplicationId,
  id: ApiKeyId,
): Promise<Result<ApiKey, NotFound<'application' | 'api key'>>> => {
  const [application, key] = await Promise.all([
    deps.applications.get(accountId, applicationId),
    deps.applications.getApiKey(accountId, applicationId, id),
  ])
  if (!application) return err({ kind: 'not_found', what: 'application', id: applicationId })
  return key ? ok(key) : err({ kind: 'not_found', what: 'api key', id })
}
