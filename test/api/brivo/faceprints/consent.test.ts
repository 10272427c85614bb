import { describe, expect, it } from 'vitest'
import { decide } from '../../../../shared/domain/access/decisions/decide.ts'
import { indexRules } from '../../../../shared/domain/access/decisions/index-rules.ts'
import { compileRules } from '../../../../shared/domain/devices/panels/compile-config.ts'
import type { Credential } from '../../../../shared/domain/people/credentials/entity.ts'
import { someSources } from '../../../domain/devices/panels/some-sources.ts'
import { faceApi } from '../../../support/faces.ts'

const day = 24 * 60 * 60 * 1000

/** What a panel decides of the person who has this face. */
const decisionAt = (face: Credential | undefined, at: number) => {
  const sources = someSources()
  const [person] = sources.users
  const [door] = sources.accessPoints
  if (!person || !door) throw new Error('There are no sources')
  const own = face ? [{ ...face, userId: person.id, encoded: String(person.id) }] : []
  const rules = indexRules({ ...compileRules({ ...sources, credentials: own }), version: 1, compiledAt: 0 })
  return decide(rules, { accessPointId: door.id, kind: 'face', encodedCredential: String(person.id) }, at).decision
}

describe('the link of a consent mail', () => {
  it('asks the person, without a token and without changing anything', async () => {
    const { create, open, faces, link } = await faceApi()
    await create()
    const before = await faces()
    for (let looks = 0; looks < 3; looks += 1) {
      const { status, headers, text } = await open()
      expect(status).toBe(200)
      expect(headers.get('content-type')).toBe('text/html; charset=UTF-8')
      expect(headers.get('content-security-policy')).toContain("default-src 'none'")
      expect(headers.get('referrer-policy')).toBe('no-referrer')
      expect(text).toContain('John, Account &amp; Co 1 would like you to open its doors with your face.')
      expect(text).toContain(`action="${link().replace('?', '/give?')}"`)
    }
    expect(await faces()).toEqual(before)
  })

  it('makes the face open doors once the person consents, and not before', async () => {
    const { create, answer, open, faces, clock, eventTypes } = await faceApi()
    await create()
    expect(decisionAt((await faces())[0], clock.now)).toBe('denied')
    const given = await answer('give')
    expect(given).toMatchObject({ status: 200, text: expect.stringContaining('You have consented') })
    const [face] = await faces()
    expect(face).toMatchObject({ state: 'active' })
    expect(decisionAt(face, clock.now)).toBe('granted')
    expect((await answer('give')).status).toBe(200)
    expect(await faces()).toEqual([face])
    expect((await open()).text).toContain('You have consented')
    expect(eventTypes().filter((type) => type === 'credential.updated')).toHaveLength(1)
  })

  it('keeps the dates that the face was given', async () => {
    const { create, answer, dates, faces, clock } = await faceApi()
    await create()
    await dates({ effectiveTo: '2026-03-03T12:00:00Z' })
    await answer('give')
    const [face] = await faces()
    expect(decisionAt(face, clock.now)).toBe('granted')
    expect(decisionAt(face, clock.now + 2 * day)).toBe('denied')
  })

  it('deletes the face when the person declines, in the name of the person', async () => {
    const { create, answer, open, faces, table, john } = await faceApi()
    await create()
    expect(await answer('withdraw')).toMatchObject({ status: 200, text: expect.stringContaining('Your face is not used') })
    expect(await faces()).toEqual([])
    expect((await open()).status).toBe(404)
    expect((await answer('give')).status).toBe(404)
    const deleted = table.items().find(({ type }) => type === 'credential.deleted')
    expect(deleted?.actor).toEqual({ kind: 'user', id: john, name: 'John Doe' })
  })

  it('lets the person withdraw the consent later, also long after', async () => {
    const { create, answer, faces, clock } = await faceApi()
    await create()
    await answer('give')
    clock.now += 300 * day
    expect((await answer('withdraw')).status).toBe(200)
    expect(await faces()).toEqual([])
  })

  it('is over after three days, and the mail can be sent again then', async () => {
    const { create, answer, open, faces, clock } = await faceApi()
    await create()
    clock.now += 3 * day
    expect(await open()).toMatchObject({ status: 404, text: expect.stringContaining('not valid any more') })
    expect((await answer('give')).status).toBe(404)
    expect(decisionAt((await faces())[0], clock.now)).toBe('denied')
    await create()
    expect((await answer('give')).status).toBe(200)
  })

  it('is over when the face, its user or the photo is gone', async () => {
    const { create, answer, remove, call, john, open, upload } = await faceApi()
    await create()
    await remove()
    expect((await answer('give')).status).toBe(404)
    await create()
    await call('DELETE', `/users/${john}/photo`)
    expect((await open()).status).toBe(404)
    await upload()
    expect((await open()).status).toBe(200)
    await call('POST', `/users/${john}/revoke-credentials`)
    expect((await answer('give')).status).toBe(404)
    await create()
    await call('DELETE', `/users/${john}`)
    expect((await open()).status).toBe(404)
  })

  it.each([
    '',
    '?token=',
    '?token=nothing',
    '?token=a&token=b',
    '?token=%00',
    `?token=${'x'.repeat(5_000)}`,
    '?token=%F0%9F%99%82',
  ])('leads nowhere when it is %j', async (query) => {
    const { open, call } = await faceApi()
    expect(await open(`/v1/public/face-consents${query}`)).toMatchObject({ status: 404 })
    for (const action of ['give', 'withdraw'])
      expect((await call('POST', `/v1/public/face-consents/${action}${query}`, { as: null })).status).toBe(404)
  })
})
