import { describe, expect, it } from 'vitest'
import { createAdministrator } from '../../../../shared/domain/identity/administrators/create.ts'
import { createAccount } from '../../../../shared/domain/places/accounts/create.ts'
import { isPassword } from '../../../../shared/lib/secrets.ts'
import { james, withOwner } from '../../../support/administrators.ts'
import { assistant, somebody, stranger, testApi } from '../../../support/api.ts'

const { securityQuestion: _, securityAnswer: __, password: ___, ...shown } = james

describe('administrators', () => {
  it('may be the first of an account at the same time: all are added, and one owns it', async () => {
    const { deps } = testApi()
    const account = await createAccount(deps, { name: 'Dealer' })
    if (!account.ok) throw new Error('no account')
    const usernames = Array.from({ length: 6 }, (_, index) => `first${index}`)
    const added = await Promise.all(
      usernames.map((username) => createAdministrator(deps, account.value.id, { ...james, username, type: 'DEALER' })),
    )
    expect(added.filter(({ ok }) => !ok)).toEqual([])
    expect(usernames).toContain((await deps.accounts.get(account.value.id))?.masterAdmin?.username)
  })

  it('are created with what was said of them, and retrieved with their account', async () => {
    const { call, as } = await withOwner()
    const created = await call('POST', '/administrators', { body: james, as })
    expect(created.status).toBe(200)
    expect(created.json).toEqual({ id: created.json.id, ...shown })
    const found = await call('GET', `/administrators/${created.json.id}`, { as })
    expect(found.json).toEqual({ id: created.json.id, ...shown, accountId: as.accountId })
  })

  it('are stored without their password and their answer', async () => {
    const { call, as, table, deps } = await withOwner()
    await call('POST', '/administrators', { body: james, as })
    expect(JSON.stringify(table.items())).not.toContain(james.password)
    expect(JSON.stringify(table.items())).not.toContain('Rex')
    const found = await deps.administrators.findByUsername('ACME1357')
    expect(await isPassword(james.password, found?.administrator.password ?? '')).toBe(true)
  })

  it('are mailed a temporary password when none is chosen', async () => {
    const { call, as, mails, deps } = await withOwner()
    const { password: unused, ...without } = james
    const created = await call('POST', '/administrators', { body: without, as })
    expect(created.status).toBe(200)
    expect(mails).toHaveLength(1)
    expect(mails[0]?.to).toBe(james.email)
    const [, temporary = ''] = /Temporary password: (\S+)/.exec(mails[0]?.text ?? '') ?? []
    const found = await deps.administrators.findByUsername(james.username)
    expect(await isPassword(temporary, found?.administrator.password ?? '')).toBe(true)
    expect(found?.administrator.temporaryPasswordExpiresAt).toBeGreaterThan(deps.now())
  })

  it('are not there when the mail could not be sent, so that the caller may try again', async () => {
    const { call, as, deps } = await withOwner()
    const { password: unused, ...without } = james
    const send = deps.mailer.send
    deps.mailer.send = async () => {
      throw new Error('SES is down')
    }
    expect((await call('POST', '/administrators', { body: without, as })).status).toBe(503)
    deps.mailer.send = send
    expect((await call('POST', '/administrators', { body: without, as })).status).toBe(200)
  })

  it('take the time zone of the owner, and the least type, when none is given', async () => {
    const { call, as } = await withOwner()
    const { timezone, identityType, canCreateAdmins, ...short } = james
    const created = await call('POST', '/administrators', { body: short, as })
    expect(created.json).toMatchObject({ timezone: 'US/Mountain', identityType: 'ASSISTANT', canCreateAdmins: false })
  })

  it('leave an audit event that names who was created, and by whom', async () => {
    const { call, as, table } = await withOwner()
    const created = await call('POST', '/administrators', { body: james, as })
    const [event] = table.items().filter((item) => item.entity === 'event')
    expect(event).toMatchObject({
      kind: 'audit',
      type: 'administrator.created',
      actor: { id: as.administratorId },
      subject: { id: created.json.id, name: 'James Miller' },
    })
  })

  it('say who the token acts for', async () => {
    const { call, as } = await withOwner()
    const me = await call('GET', '/administrators/whoami', { as })
    expect(me.status).toBe(200)
    expect(me.json).toMatchObject({ id: as.administratorId, username: 'owner', identityType: 'MASTER', timezone: 'US/Mountain' })
    expect(me.json).not.toHaveProperty('accountId')
    const ann = { ...assistant(), accountId: as.accountId, administratorId: as.administratorId }
    expect((await call('GET', '/administrators/whoami', { as: ann })).status).toBe(200)
  })

  it('are listed in order of creation, and filtered by part of the username and by type', async () => {
    const { call, as } = await withOwner()
    await call('POST', '/administrators', { body: james, as })
    const ann = { ...james, username: 'ann.acme', identityType: 'ASSISTANT', canCreateAdmins: undefined }
    await call('POST', '/administrators', { body: ann, as })
    const names = async (query: string) => {
      const { json } = await call('GET', `/administrators${query}`, { as })
      return [json.count, ...json.data.map(({ username }: { username: string }) => username)]
    }
    expect(await names('')).toEqual([3, 'owner', 'acme1357', 'ann.acme'])
    expect(await names('?offset=1&pageSize=1')).toEqual([3, 'acme1357'])
    expect(await names('?filter=username__eq:ACME')).toEqual([2, 'acme1357', 'ann.acme'])
    expect(await names('?filter=type__eq:assistant')).toEqual([1, 'ann.acme'])
    expect(await names('?filter=type__eq:senior,master;username__eq:o')).toEqual([1, 'owner'])
  })

  it.each([
    ['?filter=type__eq:king', "Invalid listing criteria provided: 'king' is no type of administrator"],
    ['?filter=email__eq:x', "Invalid filter format: unknown filter 'email'"],
    ['?filter=nonsense', 'Invalid filter format'],
    ['?pageSize=101', "Invalid value for 'pageSize': expected 1 to 100"],
  ])('refuse the listing %s', async (query, message) => {
    const { call, as } = await withOwner()
    const refused = await call('GET', `/administrators${query}`, { as })
    expect(refused.status).toBe(400)
    expect(refused.json).toEqual({ code: 400, message })
  })

  const unavailable = 'Attempting to create an admin with an invalid or unavailable username'
  it.each([
    [{ username: undefined }, "Not all required admin criteria was provided for creation: 'username' is missing"],
    [{ username: '' }, "Not all required admin criteria was provided for creation: 'username' is missing"],
    [{ username: 'a b' }, unavailable],
    [{ username: 'OWNER' }, unavailable],
    [{ firstName: null }, "Not all required admin criteria was provided for creation: 'firstName' is missing"],
    [{ lastName: 7 }, "Invalid value for 'lastName': expected a text"],
    [{ firstName: 'Ja\u0000mes' }, "Invalid value for 'firstName': it contains the control character U+0000"],
    [{ middleName: 'T\u0007' }, "Invalid value for 'middleName': it contains the control character U+0007"],
    [{ securityQuestion: 'Who\n?' }, "Invalid value for 'securityQuestion': it contains the control character U+000A"],
    [{ email: 'a(b)@c.de' }, "Invalid value 'a(b)@c.de' for 'email': not an e-mail address"],
    [{ email: undefined }, "Not all required admin criteria was provided for creation: 'email' is missing"],
    [{ securityQuestion: undefined }, "Not all required admin criteria was provided for creation: 'securityQuestion' is missing"],
    [{ securityAnswer: undefined }, "Not all required admin criteria was provided for creation: 'securityAnswer' is missing"],
    [{ identityType: 'KING' }, "Invalid value 'KING' for 'identityType': expected ASSISTANT, SENIOR or DEALER"],
    [{ identityType: 'ASSISTANT', canCreateAdmins: true }, 'canCreateAdmins'],
    [{ canCreateAdmins: 'yes' }, "Invalid value 'yes' for 'canCreateAdmins': expected true or false"],
    [{ timezone: 'Mars/Base' }, "'Mars/Base' is not a known time zone"],
    [{ password: 'short' }, "Invalid value for 'password': at least 8 characters"],
  ])('refuse %j and say why', async (wrong, message) => {
    const { call, as } = await withOwner()
    const refused = await call('POST', '/administrators', { body: { ...james, ...wrong }, as })
    expect(refused.status).toBe(400)
    expect(refused.json.code).toBe(400)
    expect(refused.json.message).toContain(message)
  })

  it('keep a username for one person in the whole cloud', async () => {
    const { call, as } = await withOwner()
    expect((await call('POST', '/administrators', { body: james, as: stranger() })).status).toBe(200)
    const refused = await call('POST', '/administrators', { body: james, as })
    expect(refused.json).toEqual({ code: 400, message: unavailable })
  })

  it('take a username that is far longer once it is compared', async () => {
    const { call, as } = await withOwner()
    const body = { ...james, username: 'ﷺ'.repeat(64) }
    expect((await call('POST', '/administrators', { body, as })).status).toBe(200)
    expect((await call('POST', '/administrators', { body, as })).json).toEqual({ code: 400, message: unavailable })
  })

  it.each([
    ['MASTER', false, 'ASSISTANT', 200],
    ['MASTER', false, 'SENIOR', 200],
    ['MASTER', false, 'DEALER', 403],
    ['SENIOR', true, 'ASSISTANT', 200],
    ['SENIOR', false, 'ASSISTANT', 403],
    ['DEALER', false, 'DEALER', 200],
    ['DEALER', false, 'SENIOR', 403],
    ['ASSISTANT', false, 'ASSISTANT', 403],
    ['CSR', false, 'ASSISTANT', 403],
  ] as const)('a %s (may create: %s) creating a %s gets %i', async (type, canCreateAdmins, identityType, status) => {
    const { call, as } = await withOwner(type === 'DEALER' ? 'DEALER' : 'MASTER')
    const { canCreateAdmins: unused, ...body } = { ...james, identityType }
    expect((await call('POST', '/administrators', { body, as: somebody({ ...as, type, canCreateAdmins }) })).status).toBe(status)
  })

  it("answer another tenant's id like one that nobody has", async () => {
    const { call, as } = await withOwner()
    const { json } = await call('POST', '/administrators', { body: james, as })
    const refused = await call('GET', `/administrators/${json.id}`, { as: stranger() })
    expect(refused.status).toBe(404)
    expect(refused.json.message).toBe(`Administrator with id ${json.id} does not exist`)
    expect((await call('GET', '/administrators/99', { as })).json.message).toBe('Administrator with id 99 does not exist')
  })

  it('are not for assistants to see', async () => {
    const { call } = await withOwner()
    expect((await call('GET', '/administrators', { as: assistant() })).status).toBe(403)
    expect((await call('GET', '/administrators/1', { as: assistant() })).status).toBe(403)
  })
})
