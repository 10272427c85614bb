import { describe, expect, it } from 'vitest'
import { authorizedPage } from '../../shared/dialects/brivo/applications/wire.ts'
import { listAuthorized } from '../../shared/domain/identity/applications/authorized.ts'
import { issueCode } from '../../shared/domain/identity/oauth/authorize.ts'
import { issueServiceToken } from '../../shared/domain/identity/service-tokens/issue.ts'
import { day } from '../../shared/lib/clock.ts'
import type { AccountId } from '../../shared/lib/ids.ts'
import { somebody } from '../support/api.ts'
import { basic, partnerRedirect, passwordTokens, type TestAuth, testAuth } from '../support/auth.ts'

const listed = async (auth: TestAuth, accountId: AccountId = auth.acme.id) =>
  authorizedPage(await listAuthorized(auth.operator, { accountId }))
const namesIn = async (auth: TestAuth) =>
  (await listed(auth)).data.map(({ identity, applications }) => [identity.username, ...applications.map(({ name }) => name)])

/** Mary allows the partner's application, which exchanges its code. */
const allowPartner = async (auth: TestAuth) => {
  const application = await auth.deps.applications.findByClientId(auth.partnerApp.id)
  if (!application) throw new Error('The application is gone')
  const signedIn = { accountId: auth.acme.id, administratorId: auth.administrator.id, signInVersion: 1 }
  const code = await issueCode(auth.deps, { application, redirectUri: partnerRedirect }, signedIn)
  const exchange = () => auth.token({ grant_type: 'authorization_code', code }, basic(auth.partnerApp))
  return { tokens: (await exchange()).json, exchange }
}

describe('authorized applications', () => {
  it('are listed with whom they may act for, in the shape of the API document', async () => {
    const auth = await testAuth()
    await allowPartner(auth)
    await passwordTokens(auth)
    await passwordTokens(auth)
    expect(await listed(auth)).toEqual({
      data: [
        {
          identity: { id: auth.administrator.id, username: 'mary', firstName: 'Mary', lastName: "O'Master" },
          applications: [
            { name: 'A password app', clientId: auth.passwordApp.id },
            { name: 'Visitor <Desk>', description: 'Greets "visitors"', clientId: auth.partnerApp.id },
          ],
        },
      ],
      count: 1,
    })
    expect(await listed(auth, auth.other.id)).toEqual({ data: [], count: 0 })
  })

  it('are found behind however many grants of another one', async () => {
    const auth = await testAuth()
    const ann = { username: 'ann', password: 'a password of hers' }
    await auth.addAdministrator(auth.acme.id, ann)
    for (let times = 0; times < 60; times += 1) await passwordTokens(auth)
    await passwordTokens(auth, ann)
    expect(await namesIn(auth)).toEqual([
      ['mary', 'A password app'],
      ['ann', 'A password app'],
    ])
  })

  it('leave the list when their last grant is revoked', async () => {
    const auth = await testAuth()
    const first = await passwordTokens(auth)
    const second = await passwordTokens(auth)
    await auth.post('/oauth/revoke', { token: first.refresh_token }, basic(auth.passwordApp))
    expect(await namesIn(auth)).toHaveLength(1)
    await auth.post('/oauth/revoke', { token: second.access_token }, basic(auth.passwordApp))
    expect(await namesIn(auth)).toEqual([])
  })

  it('leave the list when a code that comes twice ends what it gave', async () => {
    const auth = await testAuth()
    const { exchange } = await allowPartner(auth)
    expect((await exchange()).status).toBe(400)
    expect(await namesIn(auth)).toEqual([])
  })

  it('stay as long as they refresh, and leave within a day when they do not', async () => {
    const auth = await testAuth()
    let { refresh_token } = await passwordTokens(auth)
    for (let days = 0; days < 60; days += 10) {
      auth.clock.now += 10 * day
      expect(await namesIn(auth)).toHaveLength(1)
      refresh_token = (await auth.token({ grant_type: 'refresh_token', refresh_token }, basic(auth.passwordApp))).json
        .refresh_token
    }
    auth.clock.now += 14 * day - 1
    expect(await namesIn(auth)).toHaveLength(1)
    auth.clock.now += day + 1
    expect(await namesIn(auth)).toEqual([])
  })

  it('leave the list when they or the administrator are deleted', async () => {
    const auth = await testAuth()
    await passwordTokens(auth)
    const application = await auth.deps.applications.findByClientId(auth.passwordApp.id)
    if (!application) throw new Error('The application is gone')
    await auth.operator.applications.remove(auth.acme.id, application, auth.clock.now)
    expect(await namesIn(auth)).toEqual([])
    await allowPartner(auth)
    expect(await namesIn(auth)).toHaveLength(1)
    await auth.operator.administrators.remove(auth.acme.id, auth.administrator, undefined, { announcedAt: auth.clock.now })
    expect(await namesIn(auth)).toEqual([])
  })
})

describe('a service token that is shown to /oauth/revoke by its application', () => {
  it('ends', async () => {
    const auth = await testAuth()
    const mary = somebody({
      accountId: auth.acme.id,
      administratorId: auth.administrator.id,
      clientId: auth.passwordApp.id,
    })
    const sign = async (request: string) => (await auth.post('/oauth/service-token', { request })).json.token
    const issued = await issueServiceToken({ ...auth.operator, signServiceToken: sign }, mary)
    if (!issued.ok) throw new Error(issued.error.kind)
    const { value: token } = issued.value
    await auth.post('/oauth/revoke', { token }, basic(await auth.addApplication(auth.acme.id, { kind: 'password' })))
    expect(await auth.operator.serviceTokens.get(auth.acme.id, auth.administrator.id)).toBeDefined()
    await auth.post('/oauth/revoke', { token }, basic(auth.passwordApp))
    expect(await auth.operator.serviceTokens.get(auth.acme.id, auth.administrator.id)).toBeUndefined()
    expect(await auth.deps.grants.revokedSince(auth.clock.now)).toHaveLength(1)
  })
})
