import { describe, expect, it } from 'vitest'
import { clientSubject } from '../../../../shared/domain/identity/revocations/entity.ts'
import { createAccount } from '../../../../shared/domain/places/accounts/create.ts'
import { AccountId } from '../../../../shared/lib/ids.ts'
import { assistant, somebody, stranger, testApi } from '../../../support/api.ts'

/** The request of the API document (Create New Application). */
const mobileOne = {
  name: 'Mobile One Administrative Application',
  description: '3rd Party Administrative mobile application',
  redirectUri: 'mobileone://mobile.deeplink/approval_receieved',
  grantTypes: ['authorization_code', 'refresh_token'],
}
const withPassword = { name: 'Own', description: 'Ours', grantTypes: ['password'] }

describe('applications', () => {
  it('are created with a secret that is shown once and not kept', async () => {
    const { call, table } = testApi()
    const created = await call('POST', '/applications', { body: mobileOne })
    expect(created.status).toBe(200)
    const { secret, ...shown } = created.json
    expect(secret).toMatch(/^[A-Za-z0-9]{32}$/)
    expect(shown).toEqual({
      id: shown.id,
      accountId: 1,
      name: mobileOne.name,
      description: mobileOne.description,
      grantTypes: mobileOne.grantTypes,
      clientId: shown.clientId,
      accessTokenTtl: 300,
      refreshTokenTtl: 1209600,
      created: '2026-03-02T12:00:00Z',
      updated: '2026-03-02T12:00:00Z',
    })
    expect((await call('GET', `/applications/${shown.id}`)).json).toEqual(shown)
    expect((await call('GET', '/applications')).json).toEqual({ data: [shown], offset: 0, pageSize: 20, count: 1 })
    expect(JSON.stringify(table.items())).not.toContain(secret)
  })

  it('that can keep no secret are public: they have none, and answers say so', async () => {
    const { call, deps } = testApi()
    const created = await call('POST', '/applications', { body: { ...mobileOne, kind: 'public' } })
    expect([created.status, created.json.kind]).toEqual([200, 'public'])
    expect(created.json).not.toHaveProperty('secret')
    expect(created.json.grantTypes).toEqual(['authorization_code', 'refresh_token'])
    expect((await call('GET', `/applications/${created.json.id}`)).json.kind).toBe('public')
    expect((await deps.applications.findByClientId(created.json.clientId))?.secretMac).toBeUndefined()
  })

  it.each([
    ['with the password grant', { ...withPassword, kind: 'public' }, "'grantTypes'"],
    ['with no redirect URI', { ...mobileOne, redirectUri: undefined, kind: 'public' }, "'redirectUri'"],
    ['of a kind that there is not', { ...mobileOne, kind: 'partner' }, "'kind'"],
  ])('%s are no public ones', async (_, body, field) => {
    const { call } = testApi()
    const { status, json } = await call('POST', '/applications', { body })
    expect([status, json.message]).toEqual([400, expect.stringContaining(field)])
    expect((await call('GET', '/applications')).json.count).toBe(0)
  })

  it('of the account alone are listed, by pages', async () => {
    const { call } = testApi()
    await call('POST', '/applications', { body: withPassword })
    const second = await call('POST', '/applications', { body: mobileOne })
    const page = await call('GET', '/applications?offset=1&pageSize=1')
    expect(page.json).toMatchObject({ data: [{ id: second.json.id }], offset: 1, pageSize: 1, count: 2 })
    expect((await call('GET', '/applications', { as: stranger() })).json.count).toBe(0)
    expect((await call('GET', '/applications?pageSize=0')).status).toBe(400)
  })

  it('are deleted with their client, and the end of their tokens is announced', async () => {
    const { call, deps } = testApi()
    const { json } = await call('POST', '/applications', { body: withPassword })
    expect((await call('DELETE', `/applications/${json.id}`)).status).toBe(204)
    expect(await deps.applications.findByClientId(json.clientId)).toBeUndefined()
    const notices = await deps.grants.revokedSince(0)
    expect(notices.map(({ subject }) => subject)).toEqual([clientSubject(json.clientId)])
    const missing = { code: 404, message: 'Application not found' }
    expect((await call('GET', `/applications/${json.id}`)).json).toEqual(missing)
    expect((await call('DELETE', `/applications/${json.id}`)).json).toEqual(missing)
    const events = (await call('GET', '/events/audit')).json.data
    expect(
      events.map((event: { securityAction: { securityActionId: number } }) => event.securityAction.securityActionId),
    ).toEqual(expect.arrayContaining([92111, 92113]))
  })

  it('are as many as the account may have, and the refusal names the setting', async () => {
    const { call, deps } = testApi()
    const account = await createAccount(deps, { name: 'Acme', settings: { applications: 2 } })
    const as = somebody({ accountId: account.ok ? account.value.id : AccountId.parse(1) })
    const create = () => call('POST', '/applications', { body: withPassword, as })
    const [first] = [await create(), await create()]
    const refused = await create()
    const message = 'The account has 2 applications, which is all that its setting APPLICATION_LIMIT allows'
    expect(refused.json).toEqual({ code: 412, message })
    await call('DELETE', `/applications/${first.json.id}`, { as })
    expect((await create()).status).toBe(200)
  })

  it('of another tenant are not there, and assistants see none', async () => {
    const { call } = testApi()
    const { json } = await call('POST', '/applications', { body: withPassword })
    const foreign = await call('DELETE', `/applications/${json.id}`, { as: stranger() })
    expect(foreign.json).toEqual({ code: 404, message: 'Application not found' })
    expect((await call('GET', `/applications/${json.id}`)).status).toBe(200)
    expect((await call('GET', '/applications', { as: assistant() })).status).toBe(403)
    expect((await call('POST', '/applications', { body: withPassword, as: assistant() })).status).toBe(403)
  })

  it.each([
    [{ name: undefined }, "'name'"],
    [{ name: 'a\u0000' }, "'name'"],
    [{ description: undefined }, "'description'"],
    [{ redirectUri: undefined }, "'redirectUri'"],
    [{ redirectUri: 'javascript:alert(1)' }, "'redirectUri'"],
    [{ redirectUri: 5 }, "'redirectUri'"],
    [{ grantTypes: undefined }, "'grantTypes'"],
    [{ grantTypes: [] }, "'grantTypes'"],
    [{ grantTypes: ['refresh_token'] }, "'grantTypes'"],
    [{ grantTypes: ['password', 'authorization_code'] }, "'grantTypes'"],
    [{ grantTypes: ['implicit'] }, "'grantTypes"],
  ])('refuse %j and name the field', async (wrong, field) => {
    const { call } = testApi()
    const refused = await call('POST', '/applications', { body: { ...mobileOne, ...wrong } })
    expect(refused.status).toBe(400)
    expect(refused.json.message).toContain(field)
  })
})
