import { describe, expect, it } from 'vitest'
import { authenticateClient } from '../../../../shared/domain/identity/oauth/authenticate-client.ts'
import { type ApplicationInput, createApplication } from '../../../../shared/domain/identity/oauth/create-application.ts'
import { testAuth } from '../../../support/auth.ts'

const make = async (input: ApplicationInput) => {
  const auth = await testAuth()
  return { auth, made: await createApplication(auth.operator, auth.acme.id, input) }
}

describe('an application', () => {
  it('shows its secret once, and is known by it', async () => {
    const { auth, made } = await make({ name: 'Desk', kind: 'partner', redirectUris: ['https://desk.example/back'] })
    if (!made.ok) throw new Error(made.error.kind)
    const { application, clientSecret = '' } = made.value
    expect(clientSecret).toMatch(/^[A-Za-z0-9]{32}$/)
    expect(application.clientId).toMatch(/^[0-9a-f-]{36}$/)
    expect(application.grantTypes).toEqual(['authorization_code', 'refresh_token'])
    expect(JSON.stringify(auth.table.items())).not.toContain(clientSecret)
    const presented = { clientId: application.clientId, secret: clientSecret, how: 'basic', from: '203.0.113' } as const
    const known = await authenticateClient(auth.deps, presented)
    expect(known).toMatchObject({ ok: true, value: { id: application.id } })
  })

  it("on people's own devices has no secret", async () => {
    const { made } = await make({ name: 'Phone', kind: 'public', redirectUris: ['doors-phone://signed-in'] })
    expect(made).toMatchObject({ ok: true })
    expect(made.ok && made.value.clientSecret).toBeUndefined()
  })

  it('that signs in by password has no redirect URI', async () => {
    const { made } = await make({ name: 'Script', kind: 'password', redirectUris: ['https://ignored.example'] })
    expect(made).toMatchObject({
      ok: true,
      value: { application: { redirectUris: [], grantTypes: ['password', 'refresh_token'] } },
    })
  })

  it.each([
    'https://partner.example/back?x=1',
    'http://localhost:3000/back',
    'http://127.0.0.1:9/back',
    'http://[::1]:9/back',
    'mobileone://mobile.deeplink/approval_received',
  ])('may be come back to at %s', async (redirectUri) => {
    expect((await make({ name: 'x', kind: 'partner', redirectUris: [redirectUri] })).made.ok).toBe(true)
  })

  it.each([
    [[]],
    [['/back']],
    [['back']],
    [['']],
    [['https://partner.example/#x']],
    [['http://partner.example/back']],
    [['https://user:password@partner.example/']],
    [['https://partner.example/a b']],
    [['https://pärtner.example/']],
    [['javascript:alert(1)']],
    [['JavaScript:alert(1)']],
    [['data:text/html,x']],
    [['file:///etc/passwd']],
    [['https://fine.example/', 'javascript:alert(1)']],
  ])('may not be come back to at %j', async (redirectUris) => {
    expect((await make({ name: 'x', kind: 'partner', redirectUris })).made).toMatchObject({
      ok: false,
      error: { kind: 'invalid_redirect_uri' },
    })
  })

  it.each([
    [{ name: 'a\u0000b' }, "Invalid value for 'name': it contains the control character U+0000"],
    [{ name: ' ' }, "Invalid value for 'name': it is empty"],
    [{ name: 'x', description: 'a\u001bb' }, "Invalid value for 'description': it contains the control character U+001B"],
  ])('may not be called %j', async (texts, reason) => {
    expect((await make({ kind: 'password', ...texts })).made).toEqual({
      ok: false,
      error: { kind: 'invalid_application_text', reason },
    })
  })
})
