import { Application } from '../../domain/identity/oauth/entity.ts'
import { clientSubject } from '../../domain/identity/revocations/entity.ts'
import type { Event } from '../../domain/record/events/entity.ts'
import type { Instant } from '../../lib/clock.ts'
import type { AccountId } from '../../lib/ids.ts'
import { globalKey } from '../keys/common.ts'
import { type ChangeResult, collection } from '../table/collection.ts'
import type { Item, Table } from '../table/types.ts'
import { announcing } from './notices.ts'

/**
 * Applications of an account. Each lies a second time under its client id, whole: a client is looked up at every refresh,
 * before its account is known, and changed hardly ever.
 */
export const applicationStore = (table: Table) => {
  const applications = collection(table, 'application', Application, ({ name }) => ({ name }))
  return {
    ...applications,

    add: (accountId: AccountId, application: Application, event?: Event): Promise<ChangeResult> =>
      applications.add(accountId, application, event, [
        { put: clientItem(application), when: [{ attribute: 'pk', is: 'absent' }] },
      ]),

    replace: (accountId: AccountId, next: Application, event?: Event): Promise<ChangeResult> =>
      applications.replace(accountId, next, event, [{ put: clientItem(next) }]),

    /** Deletes an application and announces that its tokens have ended. */
    remove: (accountId: AccountId, application: Application, now: Instant, event?: Event): Promise<ChangeResult> =>
      applications.remove(accountId, application, event, [
        { delete: clientKey(application) },
        announcing({ subject: clientSubject(application.clientId), version: application.version, revokedAt: now }),
      ]),

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
