import type { ApiKeyName } from '../../domain/identity/api-keys/entity.ts'
import { accountSubject, apiKeySubject, clientSubject } from '../../domain/identity/revocations/entity.ts'
import { accountKey } from '../keys/common.ts'
import { apiKeyKey } from '../keys/identity.ts'
import type { Table } from '../table/types.ts'

/** What a key that holds stands for. */
export type ApiKeyAuthority = { clientId: string }

/**
 * Reads what an api key stands on: its record, and its account. `authority` is undefined when the key was revoked or the account is closed. With the subjects of
 * the notices that make this out of date. Apart from the store of applications: the first request of an API reads this, and nothing else of them.
 */
export const readingApiKey =
  (table: Pick<Table, 'get'>) =>
  async (named: ApiKeyName): Promise<{ authority: ApiKeyAuthority | undefined; subjects: readonly string[] }> => {
    const [key, account] = await Promise.all([table.get(apiKeyKey(named)), table.get(accountKey(named.accountId))])
    const subjects = [apiKeySubject(named.id), accountSubject(named.accountId)]
    if (!key || !account || account.closedAt !== undefined) return { authority: undefined, subjects }
    // The store of applications is the only writer of these items.
    const clientId = String(key.clientId)
    return { authority: { clientId }, subjects: [...subjects, clientSubject(clientId)] }
  }
