import { describe, expect, it } from 'vitest'
import { affectedPanels } from '../../../../shared/domain/devices/panels/affected.ts'
import { AccountId, UserId } from '../../../../shared/lib/ids.ts'
import { assistant, somebody, stranger, testApi } from '../../../support/api.ts'
import { digitalApi } from '../../../support/digital.ts'
import { peter } from '../../../support/user-bodies.ts'

const account = AccountId.parse(1)

/** A user with a PIN and so many cards. */
const holder = async (api: ReturnType<typeof testApi>, cards: number): Promise<number> => {
  const { id } = (await api.call('POST', '/users', { body: peter })).json
  for (let n = 1; n <= cards; n += 1) {
    const fieldValues = [
      { id: 1, value: n },
      { id: 2, value: 70 },
    ]
    const card = (await api.call('POST', '/credentials', { body: { credentialFormat: { id: 100 }, fieldValues } })).json
    await api.call('PUT', `/users/${id}/credentials/${card.id}`)
  }
  return id
}

const eventsOf = ({ table }: ReturnType<typeof testApi>, type: string) =>
  table.items().filter((item) => item.entity === 'event' && item.type === type)

describe('revoking the credentials of a user', () => {
  it('takes every card and the PIN, each with an event, however many there are', async () => {
    const api = testApi()
    const id = await holder(api, 60)
    expect((await api.call('GET', `/users/${id}/credentials`)).json.count).toBe(61)
    const before = api.table.items().find(({ entity, userId }) => entity === 'credential' && userId === id)
    expect(await api.call('POST', `/users/${id}/revoke-credentials`)).toMatchObject({ status: 204, text: '' })
    expect((await api.call('GET', `/users/${id}/credentials`)).json).toEqual({ data: [], count: 0 })
    expect(eventsOf(api, 'credential.revoked')).toHaveLength(60)
    const [pin] = eventsOf(api, 'user.updated')
    expect(pin).toMatchObject({ facts: { changes: [{ property: 'pin', previousValue: '****' }] } })
    const after = api.table.items().find(({ entity, id: credentialId }) => entity === 'credential' && credentialId === before?.id)
    if (!before || !after) throw new Error('The card is there')
    expect(affectedPanels({ before, after })).toMatchObject({ revokes: true })
    expect((await api.call('GET', `/users/${id}`)).json).toMatchObject({ firstName: 'Peter', externalId: 'Star Lord' })
  })

  it('takes the key in the phone, and cancels an invitation that nobody redeemed', async () => {
    const { call, john, invite, redeem, deps } = await digitalApi()
    const { accessCode } = (await invite(john)).json
    expect((await deps.credentials.places(account)).mobilePasses).toBe(1)
    expect((await call('POST', `/users/${john}/revoke-credentials`)).status).toBe(204)
    expect((await deps.credentials.places(account)).mobilePasses).toBe(0)
    expect((await redeem(accessCode)).status).toBe(404)
    expect((await call('GET', `/users/${john}/credentials`)).json.count).toBe(0)
  })

  it('changes nothing when it is repeated', async () => {
    const api = testApi()
    const id = await holder(api, 1)
    for (let n = 0; n < 3; n += 1)
      expect((await api.call('POST', `/users/${id}/revoke-credentials`, { body: {} })).status).toBe(204)
    expect(eventsOf(api, 'credential.revoked')).toHaveLength(1)
    expect(eventsOf(api, 'user.updated')).toHaveLength(1)
  })

  it('goes on when a card is changed meanwhile', async () => {
    const api = testApi()
    const id = await holder(api, 2)
    const { ofUser } = api.deps.credentials
    api.deps.credentials.ofUser = async (...given) => {
      const held = await ofUser(...given)
      api.deps.credentials.ofUser = ofUser
      await api.call('DELETE', `/users/${id}/credentials/${held[0]?.id}`)
      return held
    }
    expect((await api.call('POST', `/users/${id}/revoke-credentials`)).status).toBe(204)
    expect(await ofUser(account, UserId.parse(id))).toEqual([])
  })

  it('is for those who may edit credentials, of their own account', async () => {
    const api = testApi()
    const id = await holder(api, 1)
    const revoke = (as: ReturnType<typeof somebody>, user = id) => api.call('POST', `/users/${user}/revoke-credentials`, { as })
    const missing = { status: 404, json: { code: 404, message: 'Requested user not found' } }
    expect(await revoke(stranger())).toMatchObject(missing)
    expect(await revoke(somebody(), 77)).toMatchObject(missing)
    expect((await revoke(somebody({ type: 'CSR' }))).status).toBe(403)
    expect((await api.call('GET', `/users/${id}/credentials`)).json.count).toBe(2)
    expect((await revoke(assistant())).status).toBe(204)
  })
})
