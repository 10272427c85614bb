import { describe, expect, it } from 'vitest'
import { james, withOwner } from '../../../support/administrators.ts'
import { assistant, somebody, stranger } from '../../../support/api.ts'

const forbidden = { code: 403, message: 'You are not allowed to perform that action' }
/** The request of the API document, which has everything that a retrieval answers. */
const asInDocument = {
  id: 314761,
  username: 'acme1357',
  firstName: 'James',
  middleName: 'Robert',
  lastName: 'Miller',
  email: 'james.miller@acme.com',
  identityType: 'SENIOR',
  canCreateAdmins: false,
  timezone: 'US/Eastern',
  accountId: 123445,
}
const { identityType: _, canCreateAdmins: __, ...named } = asInDocument

describe('an update of an administrator', () => {
  it('changes what it names and keeps the username, whatever the body says of it', async () => {
    const { call, as, add } = await withOwner()
    const { administratorId } = await add({ username: 'ann', type: 'ASSISTANT', timezone: 'UTC' })
    const updated = await call('PUT', `/administrators/${administratorId}`, { body: asInDocument, as })
    expect(updated.status).toBe(200)
    const { accountId: ___, ...shown } = asInDocument
    expect(updated.json).toEqual({ ...shown, id: administratorId, username: 'ann' })
    expect((await call('GET', `/administrators/${administratorId}`, { as })).json).toEqual({
      ...updated.json,
      accountId: as.accountId,
    })
  })

  it('removes a middle name that is left out, and keeps type, right and time zone', async () => {
    const { call, as, add } = await withOwner()
    const { administratorId } = await add({ username: 'sue', type: 'SENIOR', canCreateAdmins: true, middleName: 'M.' })
    const body = { firstName: 'Sue', lastName: 'Ellen', email: 'sue@acme.com' }
    const updated = await call('PUT', `/administrators/${administratorId}`, { body, as })
    expect(updated.json).toEqual({
      id: administratorId,
      username: 'sue',
      ...body,
      identityType: 'SENIOR',
      canCreateAdmins: true,
      timezone: james.timezone,
    })
  })

  it('is audited with what changed, and one that changes nothing is not', async () => {
    const { call, as, add, table } = await withOwner()
    const { administratorId } = await add({ username: 'sue', type: 'SENIOR' })
    const events = () => table.items().filter((item) => item.entity === 'event')
    const body = { firstName: 'James', lastName: 'Smith', email: james.email }
    for (let time = 0; time < 2; time += 1) await call('PUT', `/administrators/${administratorId}`, { body, as })
    expect(events()).toMatchObject([
      {
        type: 'administrator.updated',
        subject: { id: administratorId, name: 'James Smith' },
        facts: { changes: [{ property: 'lastName', previousValue: 'Miller', currentValue: 'Smith' }] },
      },
    ])
  })

  it('of the owner shows in the account', async () => {
    const { call, as } = await withOwner()
    const body = { ...named, firstName: 'Ophelia' }
    expect((await call('PUT', `/administrators/${as.administratorId}`, { body, as })).status).toBe(200)
    expect((await call('GET', `/accounts/${as.accountId}`, { as })).json.masterAdmin.firstName).toBe('Ophelia')
  })

  const missing = (field: string) => `Not all required admin criteria was provided for updating: '${field}' is missing`
  it.each([
    [{ firstName: undefined }, missing('firstName')],
    [{ lastName: null }, missing('lastName')],
    [{ email: undefined }, missing('email')],
    [{ canCreateAdmins: undefined }, missing('canCreateAdmins')],
    [
      { identityType: 'ASSISTANT', canCreateAdmins: true },
      "Not all required admin criteria was provided for updating: 'canCreateAdmins' needs identityType SENIOR",
    ],
    [{ identityType: 'KING' }, "Invalid value 'KING' for 'identityType': expected ASSISTANT, SENIOR or DEALER"],
    [{ email: 'a b@c.de' }, "Invalid value 'a b@c.de' for 'email': not an e-mail address"],
    [{ firstName: 'a\u0000b' }, "Invalid value for 'firstName': it contains the control character U+0000"],
    [{ lastName: 'x'.repeat(65) }, "Invalid value for 'lastName': at most 64 characters"],
    [{ timezone: 'Mars/Base' }, "'Mars/Base' is not a known time zone"],
  ])('with %j is refused', async (wrong, message) => {
    const { call, as, add } = await withOwner()
    const { administratorId } = await add({ username: 'sue', type: 'SENIOR' })
    const refused = await call('PUT', `/administrators/${administratorId}`, { body: { ...asInDocument, ...wrong }, as })
    expect(refused.status).toBe(400)
    expect(refused.json.message).toContain(message)
  })

  it('raises nobody: not the caller, not to a type that the caller may not create, and not a MASTER to anything', async () => {
    const { call, as, add } = await withOwner()
    const senior = await add({ username: 'sue', type: 'SENIOR', canCreateAdmins: true })
    const peer = await add({ username: 'bob', type: 'ASSISTANT' })
    const other = await add({ username: 'max', type: 'MASTER' })
    const put = async (caller: typeof as, { administratorId }: typeof as, identityType: string) => {
      const body = { ...named, identityType, canCreateAdmins: false }
      return call('PUT', `/administrators/${administratorId}`, { body, as: caller })
    }
    expect((await put(senior, senior, 'SENIOR')).json).toEqual(forbidden)
    expect((await put(senior, peer, 'DEALER')).json).toEqual(forbidden)
    expect((await put(senior, as, 'ASSISTANT')).json).toEqual(forbidden)
    expect((await put(as, other, 'SENIOR')).json).toEqual(forbidden)
    expect((await put(senior, peer, 'SENIOR')).status).toBe(200)
  })
})

describe('deleting an administrator', () => {
  it('frees the username and is audited', async () => {
    const { call, as, add, table, deps, signedIn } = await withOwner()
    const { administratorId } = await add({ username: 'ann', type: 'ASSISTANT' })
    await signedIn('ann', deps.now())
    const removed = await call('DELETE', `/administrators/${administratorId}`, { as })
    expect([removed.status, removed.text]).toEqual([204, ''])
    expect((await call('GET', `/administrators/${administratorId}`, { as })).status).toBe(404)
    expect((await call('DELETE', `/administrators/${administratorId}`, { as })).json).toEqual({
      code: 404,
      message: `Administrator with id ${administratorId} does not exist`,
    })
    expect(await deps.signIns.lastSuccess('ann')).toBeUndefined()
    expect(table.items().filter(({ entity }) => entity === 'event')).toMatchObject([{ type: 'administrator.deleted' }])
    expect((await call('GET', '/administrators', { as })).json.count).toBe(1)
    await add({ username: 'ann', type: 'ASSISTANT' })
  })

  it('is not for oneself, nor of somebody who may do more', async () => {
    const { call, as, add } = await withOwner()
    const senior = await add({ username: 'sue', type: 'SENIOR', canCreateAdmins: true })
    for (const [caller, { administratorId }] of [
      [as, as],
      [senior, senior],
      [senior, as],
    ] as const) {
      expect((await call('DELETE', `/administrators/${administratorId}`, { as: caller })).json).toEqual(forbidden)
    }
  })

  it('leaves one MASTER who can sign in, also when two delete each other at once, and the other one owns the account', async () => {
    const { call, as, add, deps } = await withOwner()
    const other = await add({ username: 'max', type: 'MASTER' })
    const answers = await Promise.all([
      call('DELETE', `/administrators/${other.administratorId}`, { as }),
      call('DELETE', `/administrators/${as.administratorId}`, { as: other }),
    ])
    expect(answers.map(({ status }) => status).sort()).toEqual([204, 403])
    expect(answers.find(({ status }) => status === 403)?.json).toEqual({
      code: 403,
      message: `${forbidden.message}: this is the last MASTER of the account who can sign in`,
    })
    const left = answers[0]?.status === 204 ? as : other
    expect((await deps.accounts.get(as.accountId))?.masterAdmin?.id).toBe(left.administratorId)
  })
})

describe('a username', () => {
  it.each([
    ['owner', 'false'],
    [' OWNER ', 'false'],
    ['acme1357', 'true'],
    ['a b', 'false'],
    ['\u{1F600}'.repeat(3), 'false'],
    ['nobody\u0000', 'false'],
    ['x'.repeat(1_000), 'false'],
  ])('%j is available: %s', async (username, available) => {
    const { call, as } = await withOwner()
    const answer = await call('POST', '/administrators/username/check', { body: { username }, as })
    expect([answer.status, answer.json]).toEqual([200, { available }])
  })

  it.each([{}, { username: '' }, { username: null }, { username: 7 }])('is needed to check one: %j', async (body) => {
    const { call, as } = await withOwner()
    const refused = await call('POST', '/administrators/username/check', { body, as })
    expect(refused.json).toEqual({ code: 400, message: 'Username not provided' })
  })

  it('is taken by anybody of the cloud, and is not for everybody to ask about', async () => {
    const { call } = await withOwner()
    const body = { username: 'owner' }
    expect((await call('POST', '/administrators/username/check', { body, as: stranger() })).json.available).toBe('false')
    const refused = await call('POST', '/administrators/username/check', { body, as: assistant() })
    expect(refused.json).toEqual(forbidden)
    expect((await call('POST', '/administrators/username/check', { body, as: somebody({ type: 'SENIOR' }) })).status).toBe(403)
  })
})
