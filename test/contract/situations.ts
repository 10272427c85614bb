import { createStores } from '../../shared/storage/stores.ts'
import type { ExampleAccount } from './example-account.ts'

/** What may be so before a request, where no other request of the examples makes it so. It may add things for placeholders. */
export const situations: Record<string, (account: ExampleAccount) => Promise<void>> = {
  /** Nothing has been heard of any panel for a while. */
  'no panel is connected': async ({ clock }) => {
    clock.now += 600_000
  },
  'the user is invited': async (account) => {
    await invite(account)
  },
  'the user has a mobile pass': async (account) => {
    const accessCode = await invite(account)
    const headers = { 'api-key': '' }
    const redeemed = await account.call('POST', '/v1/public/digital-invitations/redeem', {
      body: { accessCode },
      as: null,
      headers,
    })
    account.things.passValue = redeemed.json.credentialValue
  },
  'no wallet pass is left': async ({ table, things }) => {
    const account = table.items().find((item) => item.entity === 'account' && item.id === things.accountId)
    if (!account) throw new Error('There is no account')
    await table.update({ update: account, set: { settings: { allotments: { walletPasses: 0 } } } })
  },
  'the account has 20001 more doors': async ({ table, things }) => {
    const door = table.items().find((item) => item.entity === 'access-point' && item.id === things.plainDoorId)
    const id = Number(things.plainDoorId)
    const copies = Array.from({ length: 20_001 }, (_, index) =>
      JSON.parse(JSON.stringify(door).replaceAll(String(id), String(id + 10_000 + index))),
    )
    await table.putAll(copies)
  },
  'the administrator has signed in': async ({ table, owner, clock }) => {
    const { accountId, administratorId } = owner
    const session = { accountId, administratorId, signInVersion: 1, expiresAt: clock.now + 1 }
    await createStores(table).signIns.addSession('session', session, undefined, { username: 'lee', at: clock.now - 1_000 })
  },
  'the user has a license plate': async ({ call, owner, things }) => {
    const path = `/credentials/createAndAssignEELPRCredential/${things.userId}`
    await call('POST', path, { body: { referenceId: 'KX19ABC' }, as: owner })
    const { json } = await call('GET', '/credentials?filter=reference_id__eq:KX19ABC', { as: owner })
    things.plateId = json.data[0].id
  },
}

/** Invites the user to a mobile pass, and gives the code. */
const invite = async ({ call, owner, things }: ExampleAccount): Promise<string> => {
  const body = { referenceId: 'paula.quist@example.com' }
  const { json } = await call('POST', `/users/${things.userId}/credentials/digital-invitations`, { body, as: owner })
  things.passId = json.credentialId
  return json.accessCode
}
