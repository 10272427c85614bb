import { describe, expect, it } from 'vitest'
import { somebody, stranger } from '../../../support/api.ts'
import { digitalApi } from '../../../support/digital.ts'

const path = '/users/credentials/brivo-wallet-pass'

/** An account in which John has a mobile pass. */
const withPass = async (walletPasses = 500) => {
  const api = await digitalApi({ walletPasses })
  const redeemed = async (userId: number): Promise<number> => {
    const { accessCode, credentialId } = (await api.invite(userId)).json
    await api.redeem(accessCode)
    return credentialId
  }
  const pass = await redeemed(api.john)
  const one = { userId: api.john, accessCredentialId: pass, referenceId: 'test@brivo.com' }
  const set = (nfcEnabled: boolean, bmpCredentials: unknown = [one], options: object = {}) =>
    api.call('POST', `${path}?nfcEnabled=${nfcEnabled}`, { body: { bmpCredentials }, ...options })
  const taken = async () => (await api.deps.credentials.places(somebody().accountId)).walletPasses
  return { ...api, redeemed, pass, one, set, taken }
}

describe('a wallet pass', () => {
  it('is assigned and revoked as the document says, with an event and its changes', async () => {
    const { set, one, taken, table } = await withPass()
    expect(await set(true)).toMatchObject({ status: 200, json: { bmpCredentials: [{ ...one, updated: true }] } })
    expect(await taken()).toBe(1)
    expect((await set(true)).json.bmpCredentials).toEqual([{ ...one, updated: false }])
    expect((await set(false)).json.bmpCredentials).toEqual([{ ...one, updated: true }])
    expect(await taken()).toBe(0)
    const events = table.items().filter(({ type }) => type === 'credential.updated')
    expect(events).toHaveLength(2)
    expect(JSON.stringify(events[0])).toContain('"property":"walletPass"')
  })

  it('is also set by PUT, and revoked when nothing is said', async () => {
    const { call, set, one, taken } = await withPass()
    await set(true)
    expect((await call('PUT', path, { body: { bmpCredentials: [one] } })).status).toBe(200)
    expect(await taken()).toBe(0)
  })

  it('gives its place back when the credential is revoked', async () => {
    const { call, set, john, pass, taken } = await withPass()
    await set(true)
    await call('DELETE', `/users/${john}/credentials/${pass}`)
    expect(await taken()).toBe(0)
  })

  it('of several is set for all or none: 412 when there are not enough', async () => {
    const { set, one, user, redeemed, taken } = await withPass(1)
    const ann = await user('Ann')
    const both = [one, { userId: ann, accessCredentialId: await redeemed(ann), referenceId: 'ann' }]
    expect(await set(true, both)).toMatchObject({
      status: 412,
      json: { code: 412, message: "You don't have any Brivo Wallet Passes available." },
    })
    expect(await taken()).toBe(0)
  })

  it('is never overdrawn, however many are assigned at once', async () => {
    const { set, one, user, redeemed, taken } = await withPass(1)
    const ann = await user('Ann')
    const hers = { userId: ann, accessCredentialId: await redeemed(ann), referenceId: 'ann' }
    const answers = await Promise.all([set(true, [one]), set(true, [hers])])
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 412])
    expect(await taken()).toBe(1)
  })

  it('is refused while the invitation is pending', async () => {
    const { set, user, invite } = await withPass()
    const ann = await user('Ann')
    const { credentialId } = (await invite(ann)).json
    expect(await set(true, [{ userId: ann, accessCredentialId: credentialId, referenceId: 'ann' }])).toMatchObject({
      status: 409,
      json: {
        code: 409,
        message: 'There is already a pending invitation for the cardHolder. No new invitation will be generated',
      },
    })
  })

  it('is of a mobile pass of that user in the account: any other is one that never was', async () => {
    const { set, one, user, pass } = await withPass()
    const ann = await user('Ann')
    const refused = (await set(true, [{ ...one, accessCredentialId: 9 }])).json.message
    for (const [body, as] of [
      [[{ ...one, userId: ann }], somebody()],
      [[one], stranger()],
      [[one, one], somebody()],
    ] as const) {
      const { status, json } = await set(true, body, { as })
      expect(status).toBe(400)
      expect(json.message.replaceAll(String(pass), '9').replaceAll(String(ann), String(one.userId))).toBe(refused)
    }
    expect((await set(true, [one], { as: somebody({ type: 'CSR' }) })).status).toBe(403)
  })

  it.each([
    [null, 'bmpCredentials'],
    ['all', 'bmpCredentials'],
    [[], 'bmpCredentials'],
    [[{}], 'bmpCredentials.0.userId'],
    [[{ userId: 1, accessCredentialId: 'x', referenceId: 'a' }], 'bmpCredentials.0.accessCredentialId'],
    [[{ userId: 1, accessCredentialId: 2, referenceId: 'a\u0000' }], 'referenceId'],
    [Array(31).fill({ userId: 1, accessCredentialId: 2, referenceId: 'a' }), 'bmpCredentials'],
  ])('is refused with %j, naming the field', async (body, text) => {
    const { set } = await withPass()
    expect(await set(true, body)).toMatchObject({ status: 400, json: { message: expect.stringContaining(text) } })
  })
})
