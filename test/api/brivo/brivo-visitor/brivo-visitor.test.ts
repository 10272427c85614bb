import { describe, expect, it } from 'vitest'
import { everywhere } from '../../../../shared/domain/identity/principals/permission.ts'
import type { Principal } from '../../../../shared/domain/identity/principals/principal.ts'
import { GroupId } from '../../../../shared/lib/ids.ts'
import { somebody, stranger } from '../../../support/api.ts'
import { cardHolder, digitalApi } from '../../../support/digital.ts'

const path = '/brivo-visitor/create-and-assign-visitor-user'

const withGroups = async (allotments: object = {}) => {
  const api = await digitalApi(allotments)
  const group = async (name: string): Promise<number> => (await api.call('POST', '/groups', { body: { name } })).json.id
  const groupIds = [await group('Lobby'), await group('Second floor')]
  const body = {
    user: {
      firstName: 'guest 5 by admin',
      effectiveFrom: '2024-11-11T10:18:50.549Z',
      effectiveTo: '2024-11-30T15:18:00Z',
      emails: [{ address: 'cv@brivo.com', type: 'work' }],
    },
    groupIds,
    credentialType: 'MOBILE_PASS',
  }
  const create = (changes: object = {}, options: object = {}) =>
    api.call('POST', path, { body: { ...body, ...changes }, ...options })
  const persons = async () => (await api.call('GET', '/users?filter=kind__eq:VISITOR')).json.count
  const renew = (id: number, query = '') => api.call('POST', `/brivo-visitor/${id}/credentials/digital-invitation${query}`)
  return { ...api, groupIds, body, create, persons, renew }
}

describe('a visitor', () => {
  it('is made by the document’s example, named after the host, in the groups, with a PIN and an invitation by mail', async () => {
    const { create, call, groupIds, mails } = await withGroups()
    const { status, json } = await create()
    expect(status).toBe(200)
    expect(json).toEqual({
      id: expect.any(Number),
      firstName: 'guest 5 by admin',
      lastName: '(Mary Master)',
      kind: 'VISITOR',
      identityType: 'Visitor',
      created: '2026-03-02T12:00:00Z',
      updated: '2026-03-02T12:00:00Z',
      pin: expect.stringMatching(/^\d{6}$/),
      effectiveFrom: '2024-11-11T10:18:50Z',
      effectiveTo: '2024-11-30T15:18:00Z',
      suspended: false,
      bleTwoFactorExempt: false,
      customFields: [],
      emails: [{ address: 'cv@brivo.com', type: 'work' }],
      phoneNumbers: [],
    })
    const groups = (await call('GET', `/users/${json.id}/groups`)).json.data
    expect(groups.map(({ id }: { id: number }) => id)).toEqual(groupIds)
    expect(mails).toMatchObject([{ to: 'cv@brivo.com', subject: 'Your mobile pass for Account & Co 1' }])
    expect((await call('GET', `/users/${json.id}/credentials`)).json.data[0].credentialFormat.id).toBe(307)
  })

  it('has a PIN by default, which is mailed in the language that is asked for', async () => {
    for (const credentialType of ['PIN', undefined, null]) {
      const { create, mails, deps } = await withGroups()
      const { json } = await create({ credentialType })
      expect(mails).toMatchObject([{ to: 'cv@brivo.com', subject: 'Your visit to Account & Co 1' }])
      expect(mails[0]?.text).toContain(json.pin)
      expect(mails[0]?.html).toContain('Mary Master')
      expect(await deps.credentials.places(somebody().accountId)).toMatchObject({ mobilePasses: 0 })
    }
    const { call, body, mails } = await withGroups()
    await call('POST', `${path}?language=nl`, { body: { ...body, credentialType: 'PIN' } })
    expect(mails[0]?.subject).toBe('Uw bezoek aan Account & Co 1')
  })

  it('has a visit during which doors open, and stands in the events as a visitor', async () => {
    const { create, table } = await withGroups()
    const { id } = (await create()).json
    const [stored] = table.items().filter((item) => item.entity === 'user' && item.id === id)
    expect(stored?.visit).toEqual({ startsAt: Date.UTC(2024, 10, 11, 10, 18, 50, 549), endsAt: Date.UTC(2024, 10, 30, 15, 18) })
    const types = table.items().flatMap((item) => (item.entity === 'event' ? [item.type] : []))
    expect(types).toEqual(expect.arrayContaining(['visitor.created', 'group.member_added', 'invitation.created']))
  })

  it('is not made when the mail is not accepted, or no mobile pass is left', async () => {
    const { create, deps, persons } = await withGroups({ mobilePasses: 0 })
    expect(await create()).toMatchObject({ status: 412, json: { message: "You don't have any Brivo Mobile Passes available." } })
    deps.mailer.send = async () => {
      throw new Error('No mail today')
    }
    expect((await create({ credentialType: 'PIN' })).status).toBe(503)
    expect(await persons()).toBe(0)
  })

  it('has a PIN that nobody else has: another is drawn', async () => {
    const { create, deps } = await withGroups()
    const draw = deps.randomBytes
    const drawn = [7, 7, 8].map((byte) => new Uint8Array(6).fill(byte))
    deps.randomBytes = (size) => (size === 6 ? (drawn.shift() ?? draw(size)) : draw(size))
    const first = (await create({ credentialType: 'PIN' })).json.pin
    const second = await create({ credentialType: 'PIN' })
    expect(second.status).toBe(200)
    expect(second.json.pin).not.toBe(first)
  })

  const groupError = "Provided groupId does not belong to the host's groups or it does not allow adding visitors."
  const limited = (groupIds: readonly number[]): Principal => ({
    ...somebody(),
    grants: (['users:edit', 'credentials:edit'] as const).map((permission) => ({
      permission,
      scope: { ...everywhere, groups: groupIds.map((id) => GroupId.parse(id)) },
    })),
  })

  it('may be in groups of the account in which the host may have people', async () => {
    const { create, groupIds, persons } = await withGroups()
    const refused = { status: 400, json: { code: 400, message: groupError } }
    expect(await create({ groupIds: [...groupIds, 9] })).toMatchObject(refused)
    expect(await create({}, { as: stranger() })).toMatchObject(refused)
    expect(await create({}, { as: limited(groupIds.slice(0, 1)) })).toMatchObject(refused)
    expect(await persons()).toBe(0)
    expect((await create({}, { as: limited(groupIds) })).status).toBe(200)
  })

  it.each([
    [{ groupIds: undefined }, "Provide groupIds for the visitor's access to doors"],
    [{ groupIds: [] }, "Provide groupIds for the visitor's access to doors"],
    [{ groupIds: ['x'] }, 'groupIds.0'],
    [{ credentialType: 'FACE' }, 'credentialType'],
    [{ user: null }, 'user'],
  ])('is refused with %j', async (changes, text) => {
    const { create } = await withGroups()
    expect(await create(changes)).toMatchObject({ status: 400, json: { message: expect.stringContaining(text) } })
  })

  it.each([
    [{ emails: [] }, 'Provide an email address where the visitor will receive the PIN credential'],
    [{ emails: undefined }, 'Provide an email address where the visitor will receive the PIN credential'],
    [{ emails: [{ address: 'nobody' }] }, 'user.emails.0.address'],
    [{ firstName: '' }, 'firstName'],
    [{ firstName: 'a\u0000' }, 'firstName'],
    [{ firstName: 'x'.repeat(101) }, 'firstName'],
    [{ effectiveFrom: undefined }, 'user.effectiveFrom'],
    [{ effectiveTo: 'soon' }, 'user.effectiveTo'],
    [{ effectiveTo: 5 }, 'user.effectiveTo'],
    [{ effectiveTo: '2024-11-01' }, 'effectiveTo'],
  ])('is refused with a person of %j', async (changes, text) => {
    const { create, body } = await withGroups()
    const refused = await create({ user: { ...body.user, ...changes } })
    expect(refused).toMatchObject({ status: 400, json: { message: expect.stringContaining(text) } })
  })

  it('is made by those who may change users, and not by a person with a card', async () => {
    const { create, john } = await withGroups()
    expect((await create({}, { as: somebody({ type: 'CSR' }) })).status).toBe(403)
    expect((await create({}, { as: cardHolder(john) })).status).toBe(403)
    expect((await create({}, { as: somebody({ type: 'ASSISTANT' }) })).status).toBe(200)
  })

  describe('deleted', () => {
    const none = { status: 404, json: { code: 404, message: 'The requested Visitor was not found.' } }

    it('is gone with the PIN and the mobile pass, whose place is given back', async () => {
      const { create, call, deps, eventTypes } = await withGroups()
      const { id } = (await create()).json
      expect((await call('DELETE', `/brivo-visitor/${id}`)).status).toBe(204)
      expect((await call('GET', `/users/${id}`)).status).toBe(404)
      expect(await call('DELETE', `/brivo-visitor/${id}`)).toMatchObject(none)
      expect(await deps.credentials.places(somebody().accountId)).toMatchObject({ mobilePasses: 0 })
      expect(eventTypes()).toContain('visitor.deleted')
    })

    it('has to be a visitor of the account', async () => {
      const { create, call, john } = await withGroups()
      const { id } = (await create()).json
      expect(await call('DELETE', `/brivo-visitor/${john}`)).toMatchObject(none)
      expect(await call('DELETE', `/brivo-visitor/${id}`, { as: stranger() })).toMatchObject(none)
      expect((await call('DELETE', `/brivo-visitor/${id}`, { as: somebody({ type: 'CSR' }) })).status).toBe(403)
      expect((await call('GET', `/users/${john}`)).status).toBe(200)
    })

    it('is in no groups but those of the caller', async () => {
      const { create, call, groupIds } = await withGroups()
      const { id } = (await create()).json
      expect(await call('DELETE', `/brivo-visitor/${id}`, { as: limited(groupIds.slice(1)) })).toMatchObject({
        status: 400,
        json: { code: 400, message: "You don't have the appropriate Group Assignments to remove the Visitor." },
      })
      expect((await call('DELETE', `/brivo-visitor/${id}`, { as: limited(groupIds) })).status).toBe(204)
    })
  })

  describe('invited again', () => {
    it('has a new code, by mail, and the old one is worthless', async () => {
      const { create, call, renew, redeem, mails, deps } = await withGroups()
      const { id } = (await create()).json
      const codes = async () =>
        (await call('GET', `/users/${id}/credentials/digital-invitations`)).json.data.map(
          ({ accessCode, status }: { accessCode: string; status: string }) => [accessCode, status],
        )
      expect((await renew(id, '?language=sv')).status).toBe(204)
      const [[old, oldStatus], [fresh, freshStatus]] = await codes()
      expect([oldStatus, freshStatus]).toEqual(['CANCELLED', 'PENDING'])
      expect(mails[1]).toMatchObject({ to: 'cv@brivo.com', subject: 'Ditt mobila passerkort för Account & Co 1' })
      expect(mails[1]?.text).toContain(fresh)
      expect((await redeem(old)).status).toBe(404)
      expect((await redeem(fresh)).status).toBe(200)
      expect(await deps.credentials.places(somebody().accountId)).toMatchObject({ mobilePasses: 1 })
    })

    it('loses the key that was redeemed', async () => {
      const { create, call, renew, redeem, mails } = await withGroups()
      const { id } = (await create()).json
      const [invitation] = (await call('GET', `/users/${id}/credentials/digital-invitations`)).json.data
      await redeem(invitation.accessCode)
      expect((await renew(id)).status).toBe(204)
      expect((await call('GET', `/credentials/${invitation.credentialId}`)).status).toBe(404)
      expect(mails).toHaveLength(2)
    })

    it('has to be a visitor who was invited before', async () => {
      const { create, call, renew, john } = await withGroups()
      const { id } = (await create({ credentialType: 'PIN' })).json
      expect(await renew(id)).toMatchObject({
        status: 400,
        json: { message: expect.stringContaining('Invalid criteria provided') },
      })
      for (const missing of [await renew(john), await renew(9)])
        expect(missing).toMatchObject({ status: 404, json: { message: 'The requested Visitor was not found.' } })
      expect((await call('PUT', `/brivo-visitor/${id}/credentials/digital-invitation`)).status).toBe(400)
    })
  })
})
