import { describe, expect, it } from 'vitest'
import { assistant, stranger } from '../../../support/api.ts'
import { cardHolder } from '../../../support/digital.ts'
import { faceApi } from '../../../support/faces.ts'

describe('creating a faceprint credential', () => {
  it('is answered as the document has it, and asks the person by mail', async () => {
    const { create, mails, faces, link } = await faceApi()
    const created = await create()
    expect(created).toMatchObject({ status: 200, json: 'Faceprint consent email was sent to john.doe@brivo.com' })
    expect(mails).toMatchObject([
      {
        to: 'john.doe@brivo.com',
        subject: 'May Account & Co 1 use your face to open doors?',
        text: expect.stringContaining('John'),
      },
    ])
    expect(mails[0]?.text).toContain('until March 5, 2026 at 12:00')
    expect(mails[0]?.html).toContain(`<a href="https://cloud.example${link()}">`)
    expect(link()).toMatch(/^\/v1\/public\/face-consents\?token=[\w-]{43}$/)
    expect(await faces()).toMatchObject([{ state: 'pending', referenceId: 'john.doe@brivo.com' }])
  })

  it.each([
    ['English', 'May '],
    ['french', 'peut-il utiliser votre visage'],
    ['Spanish', 'usar su rostro'],
    ['Dutch', 'uw gezicht gebruiken'],
    ['de', 'Ihr Gesicht'],
    ['Swedish', 'ditt ansikte'],
    [undefined, 'May '],
  ])('asks in %s, on the page too', async (language, words) => {
    const { create, mails, open } = await faceApi()
    await create({ language })
    expect(mails[0]?.subject).toContain(words)
    const lang = /lang="(\w+)"/.exec(mails[0]?.html ?? '')?.[1]
    expect((await open()).text).toContain(`<html lang="${lang}">`)
  })

  it('shows the credential among those of the user, with its dates', async () => {
    const { create, call, john } = await faceApi()
    await create()
    expect((await call('GET', `/users/${john}/credentials`)).json.data).toMatchObject([
      { credentialFormat: { id: 110 }, referenceId: 'john.doe@brivo.com', effectiveFrom: '2026-03-02T12:00:00Z' },
    ])
  })

  it('needs a photo', async () => {
    const { create, call, john, mails } = await faceApi()
    await call('DELETE', `/users/${john}/photo`)
    expect(await create()).toMatchObject({
      status: 400,
      json: { code: 400, message: 'Invalid criteria provided: the user has no photo' },
    })
    expect(mails).toEqual([])
  })

  it('sends another mail while the person has not answered, and only its link is good', async () => {
    const { create, open, answer, link, faces, mails } = await faceApi()
    await create()
    const first = link()
    expect(await create({ email: 'second@example.com', language: 'German' })).toMatchObject({ status: 200 })
    expect(mails.map(({ to }) => to)).toEqual(['john.doe@brivo.com', 'second@example.com'])
    expect(await faces()).toHaveLength(1)
    expect((await open(first)).status).toBe(404)
    expect((await answer('give', first)).status).toBe(404)
    expect((await answer('give')).status).toBe(200)
    expect(await create()).toMatchObject({
      status: 400,
      json: { message: 'Invalid criteria provided: the user has a faceprint credential' },
    })
  })

  it('makes one credential when it is asked for twice at once', async () => {
    const { create, faces } = await faceApi()
    const answers = await Promise.all([create(), create()])
    expect(answers.map(({ status }) => status)).toEqual([200, 200])
    expect(await faces()).toHaveLength(1)
  })

  it('leaves nothing when the mail is not accepted', async () => {
    const { create, deps, faces } = await faceApi()
    const { mailer } = deps
    deps.mailer = { send: () => Promise.reject(new Error('No mail')) }
    expect((await create()).status).toBe(503)
    expect(await faces()).toEqual([])
    deps.mailer = mailer
    expect((await create()).status).toBe(200)
  })

  it('is possible again after the credential was revoked or deleted', async () => {
    const { create, call, john, remove, faces, deps, answer } = await faceApi()
    await create()
    await answer('give')
    const [face] = await faces()
    expect((await call('DELETE', `/users/${john}/credentials/${face?.id}`)).status).toBe(204)
    expect((await create()).status).toBe(200)
    expect(await deps.credentials.get(1 as never, face?.id as never)).toBeUndefined()
    expect((await remove()).status).toBe(200)
    expect((await create()).status).toBe(200)
    await call('POST', `/users/${john}/revoke-credentials`)
    expect(await faces()).toEqual([])
    expect((await create()).status).toBe(200)
  })

  it('names each field that is wrong', async () => {
    const { create, mails } = await faceApi()
    const wrong: [object, string][] = [
      [{ email: undefined }, "'email'"],
      [{ email: null }, "'email'"],
      [{ email: 7 }, "'email'"],
      [{ email: 'nobody' }, "'email'"],
      [{ email: 'a@b.c, d@e.f' }, "'email'"],
      [{ email: 'a\0@example.com' }, "'email'"],
      [{ email: `${'a'.repeat(250)}@example.com` }, "'email'"],
      [{ language: 'Klingon' }, "'language'"],
      [{ language: 7 }, "'language'"],
      [{ language: '🙂' }, "'language'"],
    ]
    for (const [given, field] of wrong) {
      const { status, json } = await create(given)
      expect([status, json.message], JSON.stringify(given)).toEqual([400, expect.stringContaining(field)])
    }
    expect(mails).toEqual([])
  })

  it('is refused to who may not, and of users of others as of nobody', async () => {
    const { create, remove, dates, john } = await faceApi()
    for (const as of [cardHolder(john)])
      for (const call of [create({}, john, { as }), remove(john, { as }), dates({}, john, { as })])
        expect(await call).toMatchObject({ status: 403, json: { message: 'You are not allowed to perform that action' } })
    for (const call of [create({}, john, { as: stranger() }), create({}, 123_456_789)])
      expect(await call).toMatchObject({ status: 404, json: { message: 'User not found' } })
    expect((await create({}, john, { as: assistant() })).status).toBe(200)
  })
})

describe('deleting a faceprint credential', () => {
  it('is answered without a body, and there is none to delete again', async () => {
    const { create, remove, open, eventTypes } = await faceApi()
    await create()
    expect(await remove()).toMatchObject({ status: 200, text: '' })
    expect((await open()).status).toBe(404)
    expect(await remove()).toMatchObject({
      status: 400,
      json: { code: 400, message: 'Invalid criteria provided: the user has no faceprint credential' },
    })
    expect(await remove(123_456_789)).toMatchObject({ status: 404, json: { message: 'User not found' } })
    expect(eventTypes().filter((type) => type === 'credential.deleted')).toHaveLength(1)
  })
})

describe('the dates of a faceprint credential', () => {
  it('are changed as the document says', async () => {
    const { create, dates, faces } = await faceApi()
    await create()
    const example = { effectiveFrom: '2015-06-01T17:00:00Z', effectiveTo: '2016-07-31T17:00:00Z' }
    expect(await dates(example)).toMatchObject({ status: 200, text: '' })
    expect(await faces()).toMatchObject([{ effectiveFrom: Date.UTC(2015, 5, 1, 17), effectiveTo: Date.UTC(2016, 6, 31, 17) }])
    const [before] = await faces()
    for (const nothing of [undefined, {}, { effectiveFrom: null, effectiveTo: null }]) {
      expect((await dates(nothing)).status).toBe(200)
      expect(await faces()).toEqual([before])
    }
    await dates({ effectiveTo: '2027-01-01' })
    expect(await faces()).toMatchObject([{ effectiveFrom: Date.UTC(2015, 5, 1, 17), effectiveTo: Date.UTC(2027, 0, 1) }])
  })

  it('name what is wrong', async () => {
    const { create, dates } = await faceApi()
    const none = 'Invalid criteria provided: the user has no faceprint credential'
    expect(await dates({})).toMatchObject({ status: 400, json: { message: none } })
    expect(await dates({}, 123_456_789)).toMatchObject({ status: 404, json: { message: 'User not found' } })
    await create()
    for (const [given, field] of [
      [{ effectiveFrom: 'soon' }, 'effectiveFrom'],
      [{ effectiveTo: 7 }, 'effectiveTo'],
      [{ effectiveFrom: '2026-03-02', effectiveTo: '2026-03-01' }, 'effectiveTo'],
    ] as const)
      expect(await dates(given)).toMatchObject({ status: 400, json: { message: expect.stringContaining(`'${field}'`) } })
  })

  it('are those of its user only', async () => {
    const { create, call, faces, user } = await faceApi()
    await create()
    const [face] = await faces()
    const ann = await user('Ann')
    expect(await call('PUT', `/users/${ann}/credentials/${face?.id}`)).toMatchObject({
      status: 400,
      json: { message: 'Credential not valid' },
    })
  })
})
