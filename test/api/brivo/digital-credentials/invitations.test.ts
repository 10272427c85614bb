import { describe, expect, it } from 'vitest'
import { day } from '../../../../shared/lib/clock.ts'
import { languages } from '../../../../shared/lib/language.ts'
import { somebody, stranger } from '../../../support/api.ts'
import { digitalApi } from '../../../support/digital.ts'

const pathOf = (userId: number) => `/users/${userId}/credentials/digital-invitations`

describe('an invitation', () => {
  it('answers as the document says, and makes a mobile pass of the user that waits to be redeemed', async () => {
    const { call, invite, john, mails, eventTypes } = await digitalApi()
    const { status, json } = await invite(john)
    expect(status).toBe(200)
    expect(json).toEqual({
      id: expect.any(Number),
      referenceId: 'john.doe@brivo.com',
      credentialId: expect.any(Number),
      accessCode: expect.stringMatching(/^[A-Za-z0-9]{8}$/),
      created: '2026-03-02T12:00:00Z',
      expiration: '2026-03-05T12:00:00Z',
      status: 'PENDING',
      nfcEnabled: false,
    })
    expect(mails).toEqual([])
    const { data } = (await call('GET', `/users/${john}/credentials`)).json
    expect(data).toEqual([
      expect.objectContaining({ id: json.credentialId, credentialFormat: { id: 307, name: 'Brivo Mobile Pass' } }),
    ])
    expect(eventTypes()).toEqual(expect.arrayContaining(['credential.created', 'invitation.created']))
  })

  it.each(languages)('is mailed in %s, in plain text and in HTML, with the code and when it expires', async (language) => {
    const { invite, john, mails } = await digitalApi()
    const { json } = await invite(john, `?sendInvitationEmail=true&language=${language}`)
    expect(mails).toHaveLength(1)
    const [mail] = mails
    expect(mail).toMatchObject({ to: 'john.doe@brivo.com', subject: expect.stringContaining('Account & Co 1') })
    expect(mail?.text).toContain(json.accessCode)
    expect(mail?.html).toContain(`<html lang="${language}">`)
    expect(mail?.html).toContain(json.accessCode)
    expect(mail?.html).toContain('Account &amp; Co 1')
    expect(mail?.text).toMatch(/5[^\n]+2026/)
  })

  it('is written in English unless another language is asked for, and the mails differ', async () => {
    const texts = await Promise.all(
      ['', '&language=', '&language=EN', '&language=de', '&language=Swedish'].map(async (language) => {
        const { invite, john, mails } = await digitalApi()
        await invite(john, `?sendInvitationEmail=1${language}`)
        return mails[0]?.subject
      }),
    )
    expect(texts.slice(0, 3)).toEqual(Array(3).fill('Your mobile pass for Account & Co 1'))
    expect(texts.slice(3)).toEqual(['Ihr mobiler Ausweis für Account & Co 1', 'Ditt mobila passerkort för Account & Co 1'])
  })

  it('goes to the first address of a user whose reference is none, and is refused when there is none', async () => {
    const { invite, user, john, mails } = await digitalApi()
    const body = { referenceId: 'badge 7' }
    const ann = await user('Ann', { emails: [{ address: 'ann@example.com' }] })
    expect((await invite(ann, '?sendInvitationEmail=true', { body })).status).toBe(200)
    expect(mails[0]?.to).toBe('ann@example.com')
    const refused = await invite(john, '?sendInvitationEmail=true', { body })
    expect(refused).toMatchObject({ status: 400, json: { message: expect.stringContaining("'referenceId'") } })
    expect((await invite(john, '', { body })).status).toBe(200)
  })

  it('whose mail was not accepted is cancelled, so that the caller may try again', async () => {
    const { invite, john, deps, call } = await digitalApi()
    const send = deps.mailer.send
    deps.mailer.send = async () => {
      throw new Error('No mail today')
    }
    expect((await invite(john, '?sendInvitationEmail=true')).status).toBe(503)
    expect((await call('GET', `/users/${john}/credentials`)).json.count).toBe(0)
    deps.mailer.send = send
    expect((await invite(john, '?sendInvitationEmail=true')).status).toBe(200)
  })

  it('is refused while another is pending, in the words of the document', async () => {
    const { invite, john } = await digitalApi()
    await invite(john)
    expect(await invite(john)).toMatchObject({
      status: 409,
      json: {
        code: 409,
        message: 'There is already a pending invitation for the cardHolder. No new invitation will be generated',
      },
    })
  })

  it('is refused to a user who has a mobile pass, until that is revoked', async () => {
    const { invite, redeem, john, call } = await digitalApi()
    const { accessCode, credentialId } = (await invite(john)).json
    await redeem(accessCode)
    expect(await invite(john)).toMatchObject({ status: 409, json: { message: expect.stringContaining(String(credentialId)) } })
    await call('DELETE', `/users/${john}/credentials/${credentialId}`)
    expect((await invite(john)).status).toBe(200)
  })

  it('of one user is one, however many ask at once', async () => {
    const { invite, john, call } = await digitalApi()
    const answers = await Promise.all([1, 2, 3, 4, 5].map(() => invite(john)))
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409, 409, 409, 409])
    expect((await call('GET', `/users/${john}/credentials`)).json.count).toBe(1)
  })

  it('after one that expired deletes the key of that', async () => {
    const { invite, john, clock, call, eventTypes } = await digitalApi()
    await invite(john)
    clock.now += 3 * day
    expect((await invite(john)).status).toBe(200)
    expect((await call('GET', `/users/${john}/credentials`)).json.count).toBe(1)
    const { data } = (await call('GET', pathOf(john))).json
    expect(data.map((one: { status: string }) => one.status)).toEqual(['EXPIRED', 'PENDING'])
    expect(eventTypes()).toContain('invitation.expired')
  })

  it.each([
    [{}, '', "'referenceId'"],
    [{ referenceId: '' }, '', "'referenceId'"],
    [{ referenceId: 7 }, '', "'referenceId'"],
    [{ referenceId: 'a\u0000b' }, '', "'referenceId'"],
    [{ referenceId: 'x'.repeat(255) }, '', "'referenceId'"],
    [{ referenceId: 'a@b.c' }, '?language=tlh', "'language'"],
    [{ referenceId: 'a@b.c' }, '?language=en&language=fr', "'language'"],
    [{ referenceId: 'a@b.c' }, '?sendInvitationEmail=maybe', "'sendInvitationEmail'"],
    [{ referenceId: 'a@b.c' }, '?nfcEnabled=2', "'nfcEnabled'"],
  ])('is refused with %j%s, naming the field', async (body, query, text) => {
    const { invite, john } = await digitalApi()
    const refused = await invite(john, query, { body })
    expect(refused).toMatchObject({ status: 400, json: { message: expect.stringContaining(text) } })
  })

  it('takes any character in its reference', async () => {
    const { invite, john } = await digitalApi()
    expect((await invite(john, '', { body: { referenceId: 'Zoë 🗝 <b>' } })).json.referenceId).toBe('Zoë 🗝 <b>')
  })

  it('is for users of the account, by who may edit credentials', async () => {
    const { invite, john } = await digitalApi()
    for (const refused of [await invite(999), await invite(john, '', { as: stranger() })])
      expect(refused).toMatchObject({ status: 404, json: { message: 'User not found' } })
    expect((await invite(john, '', { as: somebody({ type: 'CSR' }) })).status).toBe(403)
    expect((await invite(john, '', { as: somebody({ type: 'ASSISTANT' }) })).status).toBe(200)
  })
})

describe('the invitations of a user', () => {
  const listed = async () => {
    const api = await digitalApi()
    const { invite, redeem, john, call, clock } = api
    await invite(john)
    await call('DELETE', pathOf(john))
    await invite(john)
    clock.now += 4 * day
    const { credentialId, accessCode } = (await invite(john)).json
    await redeem(accessCode)
    await call('DELETE', `/users/${john}/credentials/${credentialId}`)
    await invite(john)
    const statuses = async (query: string) =>
      (await call('GET', `${pathOf(john)}${query}`)).json.data.map((one: { status: string }) => one.status)
    return { ...api, statuses }
  }

  it('are found by status, or all', async () => {
    const { statuses } = await listed()
    const all = ['CANCELLED', 'EXPIRED', 'REDEEMED', 'PENDING']
    expect(await statuses('')).toEqual(all)
    expect(await statuses('?filter=status__eq:all')).toEqual(all)
    for (const one of all) expect(await statuses(`?filter=status__eq:${one.toLowerCase()}`)).toEqual([one])
    expect(await statuses('?filter=status__eq:Pending,redeemed')).toEqual(['REDEEMED', 'PENDING'])
  })

  it('are paged, with the true count', async () => {
    const { call, john } = await listed()
    const { json } = await call('GET', `${pathOf(john)}?offset=1&pageSize=2`)
    expect(json).toMatchObject({ offset: 1, pageSize: 2, count: 4 })
    expect(json.data).toHaveLength(2)
  })

  it.each([
    ['?filter=status__eq:lost', 'Invalid status provided'],
    ['?filter=status__eq:pending,lost', 'Invalid status provided'],
    ['?filter=name__eq:x', "unknown filter 'name'"],
    ['?pageSize=101', "'pageSize'"],
  ])('are refused by %s', async (query, text) => {
    const { call, john } = await digitalApi()
    expect(await call('GET', `${pathOf(john)}${query}`)).toMatchObject({
      status: 400,
      json: { message: expect.stringContaining(text) },
    })
  })

  it('show their codes to those who may give credentials only: a code is worth one', async () => {
    const { call, invite, john } = await digitalApi()
    const { accessCode } = (await invite(john)).json
    expect((await call('GET', pathOf(john))).json.data[0].accessCode).toBe(accessCode)
    const { json, text } = await call('GET', pathOf(john), { as: somebody({ type: 'CSR' }) })
    expect(json.count).toBe(1)
    expect(text).not.toContain(accessCode)
  })

  it('are those of users of the account', async () => {
    const { call, john } = await digitalApi()
    for (const refused of [await call('GET', pathOf(9)), await call('GET', pathOf(john), { as: stranger() })])
      expect(refused).toMatchObject({ status: 404, json: { message: 'User not found' } })
  })
})

describe('a pending invitation', () => {
  it('is cancelled as the document says: its key is gone, and its code worthless', async () => {
    const { call, invite, redeem, john, clock, eventTypes } = await digitalApi()
    const { accessCode, ...invited } = (await invite(john)).json
    clock.now += day
    const { status, json } = await call('DELETE', pathOf(john), { body: {} })
    expect(status).toBe(200)
    expect(json).toEqual({ ...invited, accessCode, status: 'CANCELLED', cancelDate: '2026-03-03T12:00:00Z' })
    expect((await call('GET', `/credentials/${invited.credentialId}`)).status).toBe(404)
    expect((await redeem(accessCode)).status).toBe(404)
    expect(eventTypes()).toEqual(expect.arrayContaining(['credential.deleted', 'invitation.cancelled']))
  })

  it('has to be there to be cancelled or sent again', async () => {
    const { call, invite, john, clock } = await digitalApi()
    const none = { status: 404, json: { message: 'Digital invitation not found' } }
    for (const verb of ['DELETE', 'PUT']) {
      expect(await call(verb, pathOf(john))).toMatchObject(none)
      expect(await call(verb, pathOf(9))).toMatchObject({ status: 404, json: { message: 'User not found' } })
      expect((await call(verb, pathOf(john), { as: somebody({ type: 'CSR' }) })).status).toBe(403)
    }
    await invite(john)
    clock.now += 3 * day
    expect(await call('DELETE', pathOf(john))).toMatchObject(none)
  })

  it('is sent again, with the same code, in the language that is asked for', async () => {
    const { call, invite, john, mails } = await digitalApi()
    const { accessCode } = (await invite(john)).json
    expect(await call('PUT', `${pathOf(john)}?language=fr`)).toMatchObject({
      status: 200,
      json: { accessCode, status: 'PENDING' },
    })
    expect(mails).toMatchObject([{ to: 'john.doe@brivo.com', subject: 'Votre passe mobile pour Account & Co 1' }])
    expect(mails[0]?.text).toContain(accessCode)
  })

  it.each([
    ['the key is deleted', (userId: number, key: number) => [`/credentials/${key}`, userId]],
    ['the key is revoked', (userId: number, key: number) => [`/users/${userId}/credentials/${key}`, userId]],
  ])('is over when %s', async (_, path) => {
    const { call, invite, redeem, john } = await digitalApi()
    const { accessCode, credentialId } = (await invite(john)).json
    await call('DELETE', String(path(john, credentialId)[0]))
    expect((await call('GET', pathOf(john))).json.data).toMatchObject([{ status: 'CANCELLED' }])
    expect((await redeem(accessCode)).status).toBe(404)
    expect((await invite(john)).status).toBe(200)
  })

  it('is worthless when its user is deleted', async () => {
    const { call, invite, redeem, john } = await digitalApi()
    const { accessCode } = (await invite(john)).json
    await call('DELETE', `/users/${john}`)
    expect((await redeem(accessCode)).status).toBe(404)
  })
})
