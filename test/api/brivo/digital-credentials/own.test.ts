import { describe, expect, it } from 'vitest'
import { AccessRuleId, SiteId, UserId } from '../../../../shared/lib/ids.ts'
import { somebody } from '../../../support/api.ts'
import { cardHolder, digitalApi } from '../../../support/digital.ts'
import { addDoors } from '../../../support/panels.ts'

const withPass = async () => {
  const api = await digitalApi()
  const { accessCode, credentialId } = (await api.invite(api.john)).json
  const { credentialValue } = (await api.redeem(accessCode)).json
  return { ...api, credentialId: Number(credentialId), credentialValue: String(credentialValue), as: cardHolder(api.john) }
}

describe.each(['/users/credentials/digital', '/pass'])('GET %s', (path) => {
  it('is for people with a card, of their own', async () => {
    const { call } = await withPass()
    for (const type of ['CSR', 'DEALER', 'MASTER', 'SENIOR', 'ASSISTANT'] as const)
      expect(await call('GET', path, { as: somebody({ type }) })).toMatchObject({
        status: 403,
        json: { code: 403, message: 'Invalid user' },
      })
  })

  it('is refused to a person who is suspended, gone, or of another account', async () => {
    const { call, john, as } = await withPass()
    const invalid = { status: 403, json: { message: 'Invalid user' } }
    expect(await call('GET', path, { as: cardHolder(john, 2) })).toMatchObject(invalid)
    await call('PUT', `/users/${john}/suspended`, { body: { suspended: true } })
    expect(await call('GET', path, { as })).toMatchObject(invalid)
    await call('DELETE', `/users/${john}`)
    expect(await call('GET', path, { as })).toMatchObject(invalid)
  })

  it('finds a credential that was redeemed and is not revoked', async () => {
    const { call, john, user, invite, credentialId, as } = await withPass()
    const none = { status: 404, json: { code: 404, message: 'Digital credential not found' } }
    const ann = await user('Ann')
    expect(await call('GET', path, { as: cardHolder(ann) })).toMatchObject(none)
    await invite(ann)
    expect(await call('GET', path, { as: cardHolder(ann) })).toMatchObject(none)
    expect((await call('GET', path, { as })).status).toBe(200)
    await call('DELETE', `/users/${john}/credentials/${credentialId}`)
    expect(await call('GET', path, { as })).toMatchObject(none)
  })
})

describe('the own digital credential', () => {
  it('is answered as the document says', async () => {
    const { call, john, credentialId, credentialValue, as } = await withPass()
    await call('PUT', `/users/${john}/credentials/${credentialId}`, { body: { effectiveTo: '2030-12-31T05:00:00Z' } })
    expect((await call('GET', '/users/credentials/digital', { as })).json).toEqual({
      id: credentialId,
      credentialValue,
      effectiveFrom: '2026-03-02T12:00:00Z',
      effectiveTo: '2030-12-31T05:00:00Z',
    })
  })
})

describe('the own pass', () => {
  it('shows the doors that its holder may pass by their sites, with schedules and holidays', async () => {
    const api = await withPass()
    const { call, john, as, credentialId, credentialValue } = api
    const { siteId, front } = await addDoors(api, 'SP-1')
    await addDoors(api, 'SP-2')
    const group = (await call('POST', '/groups', { body: { name: 'Staff' } })).json.id
    const schedule = { name: 'MondaySchedule', scheduleBlocks: { monday: [{ start: '00:00', end: '23:59' }] } }
    const { id: scheduleId } = (await call('POST', '/schedules', { body: schedule })).json
    await call('PUT', `/groups/${group}/access/access-points/${front}`, { body: { schedule: { id: scheduleId } } })
    await call('PUT', `/groups/${group}/users/${john}`)
    const { status, json } = await call('GET', '/pass', { as })
    expect(status).toBe(200)
    expect(json).toMatchObject({
      pass: credentialValue,
      bleCredential: String(credentialId),
      bleAuthTimeFrame: 30,
      enabled: '2026-03-02T12:00:00Z',
      accountName: 'Account & Co 1',
      accountId: 1,
      firstName: 'John',
      lastName: 'Doe',
      enablePassTransfer: true,
    })
    expect(json.sites).toHaveLength(1)
    expect(json.sites[0]).toMatchObject({
      id: siteId,
      siteName: expect.any(String),
      timeZone: expect.any(String),
      preScreening: 'None',
    })
    expect(json.sites[0].accessPoints).toMatchObject([
      {
        id: front,
        type: 'Door',
        twoFactorEnabled: false,
        isDoorStation: false,
        schedules: [{ id: scheduleId, name: 'MondaySchedule', holidays: [], scheduleExceptions: [] }],
      },
    ])
    expect(json.sites[0].accessPoints[0].schedules[0].scheduleBlocks.monday).toEqual([{ start: '00:00', end: '23:59' }])
  })

  it('shows a rule of the person without a schedule as one that is always open', async () => {
    const api = await withPass()
    const { siteId, front } = await addDoors(api, 'SP-1')
    const { rules } = api.deps
    await rules.set(somebody().accountId, aRule(api.john, siteId), undefined)
    const { sites } = (await api.call('GET', '/pass', { as: api.as })).json
    const [door] = sites[0].accessPoints.filter(({ id }: { id: number }) => id === front)
    expect(door.schedules).toMatchObject([
      { id: 0, name: 'Always', scheduleBlocks: { sunday: [{ start: '00:00', end: '23:59' }] } },
    ])
  })

  it('without a door shows no site', async () => {
    const { call, as } = await withPass()
    expect((await call('GET', '/pass', { as })).json.sites).toEqual([])
  })
})

const aRule = (userId: number, siteId: number) => ({
  id: AccessRuleId.parse(77),
  version: 1,
  subject: { kind: 'user' as const, userId: UserId.parse(userId) },
  target: { kind: 'site' as const, siteId: SiteId.parse(siteId) },
  createdAt: 0,
  updatedAt: 0,
})
