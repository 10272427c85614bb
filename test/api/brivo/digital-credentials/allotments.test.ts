import { describe, expect, it } from 'vitest'
import { day } from '../../../../shared/lib/clock.ts'
import { somebody, stranger } from '../../../support/api.ts'
import { digitalApi } from '../../../support/digital.ts'

const allotmentPath = '/credentials/digital/allotment'

describe('the allotment', () => {
  it('is answered as the document says: how many are allotted and how many assigned', async () => {
    const { call, invite, john } = await digitalApi()
    expect(await call('GET', allotmentPath)).toMatchObject({ status: 200, json: { allotted: 500, assigned: 0 } })
    await invite(john)
    expect((await call('GET', allotmentPath)).json).toEqual({ allotted: 500, assigned: 1 })
    expect((await call('GET', allotmentPath, { as: stranger() })).json.assigned).toBe(0)
    expect((await call('GET', allotmentPath, { as: somebody({ type: 'CSR' }) })).status).toBe(200)
  })

  it('that is used up refuses an invitation with 412, and one that is given back allows it', async () => {
    const { call, invite, john, user } = await digitalApi({ mobilePasses: 1 })
    const ann = await user('Ann')
    const { credentialId } = (await invite(john)).json
    const refused = { status: 412, json: { code: 412, message: "You don't have any Brivo Mobile Passes available." } }
    expect(await invite(ann)).toMatchObject(refused)
    expect((await call('GET', `/users/${ann}/credentials`)).json.count).toBe(0)
    await call('DELETE', `/credentials/${credentialId}`)
    expect((await invite(ann)).status).toBe(200)
    expect(await invite(john)).toMatchObject(refused)
  })

  it.each<[string, (userId: number, credentialId: number) => string]>([
    ['the invitation is cancelled', (userId) => `/users/${userId}/credentials/digital-invitations`],
    ['the credential is deleted', (_, credentialId) => `/credentials/${credentialId}`],
    ['the credential is revoked', (userId, credentialId) => `/users/${userId}/credentials/${credentialId}`],
    ['the user is deleted', (userId) => `/users/${userId}`],
  ])('has its place back when %s, once', async (_, pathOf) => {
    const { call, invite, john } = await digitalApi()
    const { credentialId } = (await invite(john)).json
    for (let time = 0; time < 2; time += 1) await call('DELETE', pathOf(john, credentialId))
    await call('DELETE', `/credentials/${credentialId}`)
    expect((await call('GET', allotmentPath)).json.assigned).toBe(0)
  })

  it('has the places of expired invitations back, when they are counted and when one is needed', async () => {
    const { call, invite, john, user, clock } = await digitalApi({ mobilePasses: 1 })
    const ann = await user('Ann')
    await invite(john)
    clock.now += 3 * day
    expect((await invite(ann)).status).toBe(200)
    clock.now += 3 * day
    expect((await call('GET', allotmentPath)).json).toEqual({ allotted: 1, assigned: 0 })
    expect((await call('GET', `/users/${ann}/credentials`)).json.count).toBe(0)
  })

  it('is never overdrawn, however many are invited at once', async () => {
    const { call, invite, user } = await digitalApi({ mobilePasses: 3 })
    const users = await Promise.all(['A', 'B', 'C', 'D', 'E', 'F'].map((name) => user(name)))
    const answers = await Promise.all(users.map((one) => invite(one)))
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 200, 200, 412, 412, 412])
    expect((await call('GET', allotmentPath)).json).toEqual({ allotted: 3, assigned: 3 })
  })

  it('of none refuses every invitation', async () => {
    const { invite, john } = await digitalApi({ mobilePasses: 0 })
    expect((await invite(john)).status).toBe(412)
  })

  it('of wallet passes is taken by an invitation with one', async () => {
    const { invite, john, user } = await digitalApi({ walletPasses: 1 })
    expect((await invite(john, '?nfcEnabled=true')).json).toMatchObject({ nfcEnabled: true, status: 'PENDING' })
    const ann = await user('Ann')
    expect(await invite(ann, '?nfcEnabled=true')).toMatchObject({
      status: 412,
      json: { code: 412, message: "You don't have any Brivo Wallet Passes available." },
    })
    expect((await invite(ann)).status).toBe(200)
  })
})

describe('the allotment of Allegion', () => {
  const path = '/credentials/digital/allegion-allotment'
  const allegion = { credentialFormat: { id: 309 }, encodedCredential: 'abc', size: 40 }

  it('counts the credentials of its formats that users have', async () => {
    const { call, john } = await digitalApi({ allegion: 7 })
    const { id } = (await call('POST', '/credentials', { body: allegion })).json
    expect((await call('GET', path)).json).toEqual({ allotted: 7, assigned: 0 })
    await call('PUT', `/users/${john}/credentials/${id}`)
    await call('PUT', `/users/${john}/credentials/${id}`, { body: { effectiveTo: '2030-01-01' } })
    expect((await call('GET', path)).json).toEqual({ allotted: 7, assigned: 1 })
    expect((await call('GET', allotmentPath)).json.assigned).toBe(0)
    await call('DELETE', `/users/${john}/credentials/${id}`)
    expect((await call('GET', path)).json.assigned).toBe(0)
  })
})
