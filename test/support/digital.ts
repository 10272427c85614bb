import type { Principal } from '../../shared/domain/identity/principals/principal.ts'
import { AccountId, UserId } from '../../shared/lib/ids.ts'
import { testApi } from './api.ts'

/** The API with an account, `allotments` of which are as given, and a user who may be invited. */
export const digitalApi = async (allotments: { mobilePasses?: number; walletPasses?: number; allegion?: number } = {}) => {
  const api = testApi()
  const { accounts } = api.deps
  for (const id of [1, 2]) {
    await accounts.add({
      id: AccountId.parse(id),
      version: 1,
      kind: 'customer',
      name: `Account & Co ${id}`,
      accountNumber: String(id),
      accountType: 'ONAIR',
      settings: { allotments },
      createdAt: 0,
      updatedAt: 0,
    })
  }
  const user = async (firstName = 'John', more: object = {}): Promise<number> =>
    (await api.call('POST', '/users', { body: { firstName, lastName: 'Doe', ...more } })).json.id
  const invite = (userId: number, query = '', options: object = {}) =>
    api.call('POST', `/users/${userId}/credentials/digital-invitations${query}`, {
      body: { referenceId: 'john.doe@brivo.com' },
      ...options,
    })
  const redeem = (accessCode: unknown) =>
    api.call('POST', '/v1/public/digital-invitations/redeem', { body: { accessCode }, as: null, headers: { 'api-key': '' } })
  const eventTypes = () =>
    api.table
      .items()
      .filter(({ entity }) => entity === 'event')
      .map(({ type }) => String(type))
  return { ...api, user, invite, redeem, eventTypes, john: await user() }
}

/** The principal of a person with a card or a phone, in account 1. */
export const cardHolder = (userId: number, accountId = 1): Principal => ({
  kind: 'cardHolder',
  accountId: AccountId.parse(accountId),
  userId: UserId.parse(userId),
  name: 'A card holder',
  grants: [],
})
