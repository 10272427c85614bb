import { describe, expect, it } from 'vitest'
import { day, minute } from '../../../../shared/lib/clock.ts'
import { digitalApi } from '../../../support/digital.ts'

const invited = async () => {
  const api = await digitalApi()
  const { accessCode, credentialId }: { accessCode: string; credentialId: number } = (await api.invite(api.john)).json
  return { ...api, accessCode, credentialId }
}
const redeemed = async () => {
  const api = await invited()
  await api.redeem(api.accessCode)
  return api
}

describe('a code', () => {
  it('gives the phone its credential, without a token, and makes it active; the user is the actor of the event', async () => {
    const { redeem, accessCode, credentialId, john, table, call } = await invited()
    const { status, json } = await redeem(accessCode)
    expect(status).toBe(200)
    expect(json).toEqual({
      id: credentialId,
      credentialValue: expect.stringMatching(/^[0-9a-f]{40}$/),
      effectiveFrom: '2026-03-02T12:00:00Z',
      accountId: 1,
      accountName: 'Account & Co 1',
    })
    const [key] = table.items().filter((item) => item.entity === 'credential')
    expect(key).toMatchObject({ kind: 'mobile_key', state: 'active', userId: john, encoded: json.credentialValue })
    const [event] = table.items().filter((item) => item.type === 'invitation.redeemed')
    expect(event).toMatchObject({ actor: { kind: 'user', id: john, name: 'John Doe' } })
    expect(JSON.stringify(event)).not.toContain(accessCode)
    const { data } = (await call('GET', `/users/${john}/credentials/digital-invitations?filter=status__eq:redeemed`)).json
    expect(data).toMatchObject([{ credentialId, status: 'REDEEMED' }])
  })

  it('is good once, and for a phone that lost the answer two minutes more', async () => {
    const { redeem, accessCode, clock, eventTypes } = await invited()
    const first = await redeem(accessCode)
    clock.now += 2 * minute - 1
    expect((await redeem(accessCode)).json).toEqual(first.json)
    expect(eventTypes().filter((type) => type === 'invitation.redeemed')).toHaveLength(1)
    clock.now += 1
    expect((await redeem(accessCode)).status).toBe(404)
  })

  it('gives one credential to several who use it at once', async () => {
    const { redeem, accessCode, eventTypes } = await invited()
    const answers = await Promise.all([1, 2, 3].map(() => redeem(accessCode)))
    expect(new Set(answers.map(({ json }) => json.credentialValue)).size).toBe(1)
    expect(eventTypes().filter((type) => type === 'invitation.redeemed')).toHaveLength(1)
  })

  it('that is too late, or that nobody has, is answered alike', async () => {
    const { redeem, accessCode, clock } = await invited()
    clock.now += 3 * day
    const late = await redeem(accessCode)
    expect(late).toMatchObject({ status: 404, json: { code: 404, message: 'Digital invitation not found' } })
    for (const code of ['AAAAAAA9', 'x', 'y'.repeat(100), '🗝🗝🗝🗝']) expect((await redeem(code)).json).toEqual(late.json)
  })

  it('is guessed ten times at most from one address, until a quarter of an hour has passed', async () => {
    const { redeem, accessCode, clock } = await invited()
    for (let guess = 0; guess < 10; guess += 1) expect((await redeem(`wrong-0${guess}`)).status).toBe(404)
    expect(await redeem('wrong-11')).toMatchObject({ status: 429, json: { message: expect.stringContaining('15 minutes') } })
    const refused = await redeem(accessCode)
    expect([refused.status, refused.headers.get('Retry-After')]).toEqual([429, '900'])
    clock.now += 15 * minute
    expect((await redeem(accessCode)).status).toBe(200)
  })

  it.each([[undefined], [7], [''], ['a\u0000b'], ['x'.repeat(101)], [['a']]])('%j is refused by name', async (code) => {
    const { redeem } = await digitalApi()
    expect(await redeem(code)).toMatchObject({ status: 400, json: { message: expect.stringContaining('accessCode') } })
  })
})

describe('a mobile pass', () => {
  it('stays in the phone that it was given to: no other user can be given it', async () => {
    const { call, user, credentialId } = await redeemed()
    const ann = await user('Ann')
    const refused = await call('PUT', `/users/${ann}/credentials/${credentialId}`)
    expect(refused).toMatchObject({ status: 400, json: { message: 'Credential not valid' } })
  })

  it('has dates, as any credential of a user', async () => {
    const { call, john, credentialId } = await redeemed()
    const path = `/users/${john}/credentials/${credentialId}`
    expect((await call('PUT', path, { body: { effectiveTo: '2027-01-01' } })).status).toBe(204)
    expect((await call('GET', `/users/${john}/credentials`)).json.data[0].effectiveTo).toBe('2027-01-01T00:00:00Z')
  })
})

describe('a public address', () => {
  it('is known by its verb, and no other address is public', async () => {
    const { app } = await digitalApi()
    expect((await app.request('/v1/public/digital-invitations/redeem')).status).toBe(596)
    expect((await app.request('/v1/public/users', { method: 'POST' })).status).toBe(404)
    expect((await app.request('/v1/api/digital-invitations/redeem', { method: 'POST' })).status).toBe(403)
  })
})
