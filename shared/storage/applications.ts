import type { Event } from '../domain/events/schema.ts'
import { Application } from '../domain/oauth/schema.ts'
import type { AccountId } from '../lib/ids.ts'
import { collection } from './collection.ts'
import { globalKey } from './keys.ts'
import type { Table } from './table-types.ts'

/** Applications of an account, found by their client id before the account is known. */
export const applicationStore = (table: Table) => {
  const applications = collection(table, 'application', Application, ({ name }) => ({ name }))
  return {
    ...applications,

    add: (accountId: AccountId, application: Application, event?: Event) =>
      applications.add(accountId, application, event, [
        {
          put: { ...globalKey('client', application.clientId), entity: 'client', accountId, applicationId: application.id },
          when: [{ attribute: 'pk', is: 'absent' }],
        },
      ]),

    remove: (accountId: AccountId, application: Application, event?: Event) =>
      applications.remove(accountId, application, event, [{ delete: globalKey('client', application.clientId) }]),

    findByClientId: async (clientId: string): Promise<Application | undefined> => {
      const client = await table.get(globalKey('client', clientId), { consistent: false })
      if (!client) return undefined
      // `add` above is the only writer of these items.
      const { accountId, applicationId } = client as unknown as { accountId: AccountId; applicationId: number }
      return applications.get(accountId, applicationId)
    },
  }
}
