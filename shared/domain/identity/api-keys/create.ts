import { type AccountId, ApiKeyId, type ApplicationId } from '../../../lib/ids.ts'
import { err, ok, type Result } from '../../../lib/result.ts'
import { raced } from '../../../lib/retry.ts'
import { untilFirst } from '../../change.ts'
import type { ChangedMeanwhile, NotFound } from '../../common-errors.ts'
import type { Deps } from '../../deps.ts'
import { type AuditObject, auditEvent } from '../../record/events/audit.ts'
import type { Principal } from '../principals/principal.ts'
import { type ApiKey, lastCharactersOf, maxApiKeys } from './entity.ts'
import type { TooManyApiKeys } from './errors.ts'
import { apiKeyText } from './text.ts'

/** A new key; `text` is what programs send, and is shown this once. */
export type CreatedApiKey = { apiKey: ApiKey; text: string }

/** What an audit event says of an api key. */
export const apiKeyAsObject = ({ id, name }: ApiKey): AuditObject => ({ id, name, kind: 'api_key' })

/** Adds a key to an application of the account; `by` is who asked, for the audit, and is absent for the operator's own. */
export const createApiKey = (
  deps: Pick<Deps, 'applications' | 'now' | 'newId' | 'newUuid' | 'pause'> & { apiKeyKey: Uint8Array },
  { accountId, applicationId }: { accountId: AccountId; applicationId: ApplicationId },
  name: string,
  by?: Principal,
): Promise<Result<CreatedApiKey, TooManyApiKeys | NotFound<'application'> | ChangedMeanwhile>> =>
  untilFirst(deps, 'application', async () => {
    const [application, others] = await Promise.all([
      deps.applications.get(accountId, applicationId),
      deps.applications.apiKeys(accountId, applicationId),
    ])
    if (!application) return err({ kind: 'not_found', what: 'application', id: applicationId })
    if (others.length >= maxApiKeys) return err({ kind: 'too_many_api_keys', maximum: maxApiKeys })
    const id = ApiKeyId.parse(deps.newId())
    const text = apiKeyText(deps.apiKeyKey, { accountId, applicationId, id })
    const now = deps.now()
    const { clientId } = application
    const apiKey: ApiKey = { id, applicationId, clientId, name, lastCharacters: lastCharactersOf(text), createdAt: now }
    const event = by && auditEvent({ now, uuid: deps.newUuid() }, by, 'api_key.created', apiKeyAsObject(apiKey))
    const added = await deps.applications.addApiKey(accountId, application, apiKey, event)
    return added.ok ? ok({ apiKey, text }) : raced
  })
