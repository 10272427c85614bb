import { ApiKey } from '../../domain/identity/api-keys/entity.ts'
import { Application } from '../../domain/identity/oauth/entity.ts'
import { apiKeySubject, clientSubject } from '../../domain/identity/revocations/entity.ts'
import type { Event } from '../../domain/record/events/entity.ts'
import type { Instant } from '../../lib/clock.ts'
import type { AccountId, ApiKeyId, ApplicationId } from '../../lib/ids.ts'
import { globalKey } from '../keys/common.ts'
import { apiKeyKey, apiKeyPartition } from '../keys/identity.ts'
import { eventWrites } from '../record/event-writes.ts'
import { type ChangeResult, collection } from '../table/collection.ts'
import type { Item, Table, Write } from '../table/types.ts'
import { announcing } from './notices.ts'

/**
 * Applications of an account. Each lies a second time under its client id, whole: a client is looked up at every refresh,
 * before its account is known, and changed hardly ever.
 */
export const applicationStore = (table: Table) => {
  const applications = collection(table, 'application', Application, ({ name }) => ({ name }))
  const apiKeys = async (accountId: AccountId, applicationId: ApplicationId): Promise<ApiKey[]> =>
    (await table.query({ pk: apiKeyPartition(accountId, applicationId), consistent: true })).map((item) => ApiKey.parse(item))

  return {
    ...applications,

    add: (accountId: AccountId, application: Application, event?: Event): Promise<ChangeResult> =>
      applications.add(accountId, application, event, [
        { put: clientItem(application), when: [{ attribute: 'pk', is: 'absent' }] },
      ]),

    replace: (accountId: AccountId, next: Application, event?: Event): Promise<ChangeResult> =>
      applications.replace(accountId, next, event, [{ put: clientItem(next) }]),

    /** Deletes an application with its api keys, and announces that these and its tokens have ended. */
    remove: async (accountId: AccountId, application: Application, now: Instant, event?: Event): Promise<ChangeResult> => {
      // One that is added meanwhile changes the application, so nothing is deleted then.
      const keys = await apiKeys(accountId, application.id)
      return applications.remove(accountId, application, event, [
        { delete: clientKey(application) },
        announcing({ subject: clientSubject(application.clientId), version: application.version, revokedAt: now }),
        ...keys.map(({ id }): Write => ({ delete: apiKeyKey({ accountId, applicationId: application.id, id }) })),
      ])
    },

    /** The api keys of an application, oldest first. */
    apiKeys,

    getApiKey: async (accountId: AccountId, applicationId: ApplicationId, id: ApiKeyId): Promise<ApiKey | undefined> => {
      const item = await table.get(apiKeyKey({ accountId, applicationId, id }))
      return item && ApiKey.parse(item)
    },

    /**
     * Adds an api key to the application as it was read. The application counts it as a change, so that two who add one at once do not
     * both take the last place.
     */
    addApiKey: (accountId: AccountId, application: Application, key: ApiKey, event?: Event): Promise<ChangeResult> => {
      const next = { ...application, version: application.version + 1 }
      const item = { ...key, ...apiKeyKey({ accountId, ...key }), entity: 'api-key' }
      return applications.replace(accountId, next, event, [
        { put: clientItem(next) },
        { put: item, when: [{ attribute: 'pk', is: 'absent' }] },
      ])
    },

    /** Deletes an api key and announces that it has ended; false when it is gone. */
    removeApiKey: async (accountId: AccountId, key: ApiKey, now: Instant, event: Event): Promise<boolean> => {
      const result = await table.write([
        { delete: apiKeyKey({ accountId, ...key }), when: [{ attribute: 'pk', is: 'present' }] },
        announcing({ subject: apiKeySubject(key.id), version: 1, revokedAt: now }),
        ...eventWrites(accountId, event),
      ])
      return result.ok
    },

    findByClientId: async (clientId: string): Promise<Application | undefined> => {
      const item = await table.get(clientKey({ clientId }))
      return item && Application.parse(item)
    },

    /** Those of the applications that exist. */
    findManyByClientId: async (clientIds: readonly string[]): Promise<Application[]> =>
      (await table.getMany(clientIds.map((clientId) => clientKey({ clientId })))).map((item) => Application.parse(item)),
  }
}

const clientKey = ({ clientId }: Pick<Application, 'clientId'>) => globalKey('client', clientId)
const clientItem = (application: Application): Item => ({ ...application, ...clientKey(application), entity: 'client' })
