import { describe, expect, it } from 'vitest'
import { day, minute } from '../../shared/lib/clock.ts'
import { basic, mary, type TestAuth, testAuth } from '../support/auth.ts'

const attempt = (auth: TestAuth, password: string, username = mary.username) =>
  auth.token({ grant_type: 'password', username, password }, basic(auth.passwordApp))

describe('wrong passwords', () => {
  it('are told in the words of the document, with how often and whether that locks', async () => {
    const auth = await testAuth()
    const answer = await attempt(auth, 'wrong')
    expect(answer.status).toBe(401)
    expect(answer.json).toEqual({
      error: 'invalid_grant',
      error_description: 'Bad credentials',
      retryCount: 1,
      locked: false,
    })
  })

  it('lock the username at the fifth, for the right password too', async () => {
    const auth = await testAuth()
    const states = []
    for (let count = 0; count < 5; count += 1) states.push((await attempt(auth, 'wrong')).json)
    expect(states.map(({ retryCount, locked }) => [retryCount, locked])).toEqual([
      [1, false],
      [2, false],
      [3, false],
      [4, false],
      [5, true],
    ])
    const right = await attempt(auth, mary.password)
    expect([right.status, right.json.locked, right.json.retryCount]).toEqual([401, true, 5])
  })

  it('lock it for 15 minutes, twice as long after one more, and are forgotten a day after the last', async () => {
    const auth = await testAuth()
    for (let count = 0; count < 5; count += 1) await attempt(auth, 'wrong')
    auth.clock.now += 15 * minute - 1
    const early = await attempt(auth, mary.password)
    expect([early.status, early.headers.get('Retry-After')]).toEqual([401, '1'])
    auth.clock.now += 1
    expect((await attempt(auth, 'wrong')).json).toMatchObject({ retryCount: 6, locked: true })
    auth.clock.now += 30 * minute - 1
    expect((await attempt(auth, mary.password)).status).toBe(401)
    auth.clock.now += day - 30 * minute + 1
    expect((await attempt(auth, 'wrong')).json).toMatchObject({ retryCount: 1, locked: false })
    expect((await attempt(auth, mary.password)).status).toBe(200)
  })

  it('are forgotten when the right one follows', async () => {
    const auth = await testAuth()
    for (let count = 0; count < 4; count += 1) await attempt(auth, 'wrong')
    expect((await attempt(auth, mary.password)).status).toBe(200)
    expect((await attempt(auth, 'wrong')).json.retryCount).toBe(1)
  })

  it('of a username that nobody has are answered, counted and stored like those of one that somebody has', async () => {
    const auth = await testAuth()
    for (const username of ['mary', 'nobody']) {
      const states = []
      for (let count = 0; count < 6; count += 1) states.push((await attempt(auth, 'wrong', username)).text)
      expect(new Set(states.slice(4)).size).toBe(1)
      expect(states[5]).toContain('"locked":true')
    }
    expect(auth.table.items().filter(({ pk }) => pk.startsWith('T#sign-in#'))).toHaveLength(4)
  })

  it('are counted whatever the capitals of the username', async () => {
    const auth = await testAuth()
    await attempt(auth, 'wrong', 'MARY')
    expect((await attempt(auth, 'wrong', ' mary')).json.retryCount).toBe(2)
  })

  it('are all counted when they come at once, and a right one among too many is refused', async () => {
    const auth = await testAuth()
    const answers = await Promise.all(Array.from({ length: 12 }, () => attempt(auth, 'wrong')))
    expect(answers.every(({ status }) => status === 401)).toBe(true)
    expect((await attempt(auth, mary.password)).json).toMatchObject({ locked: true })
  })

  it('do not disturb many right ones that come at once', async () => {
    const auth = await testAuth()
    const answers = await Promise.all(Array.from({ length: 12 }, () => attempt(auth, mary.password)))
    expect(answers.map(({ status }) => status)).toEqual(Array(12).fill(200))
  })

  it('include the right password at an application of another account', async () => {
    const auth = await testAuth()
    const foreign = await auth.addApplication(auth.other.id, { kind: 'password' })
    const answer = await auth.token({ grant_type: 'password', ...mary }, basic(foreign))
    expect([answer.status, answer.json.error, answer.json.retryCount]).toEqual([401, 'invalid_grant', 1])
  })

  it('include a temporary one that has expired', async () => {
    const auth = await testAuth()
    await auth.addAdministrator(auth.acme.id, { username: 'late', password: 'temporary one', type: 'ASSISTANT' })
    const found = await auth.deps.administrators.findByUsername('late')
    if (!found) throw new Error('not added')
    const until = auth.clock.now + minute
    const next = { ...found.administrator, version: 2, temporaryPasswordExpiresAt: until }
    await auth.deps.administrators.replace(auth.acme.id, next, undefined)
    expect((await attempt(auth, 'temporary one', 'late')).status).toBe(200)
    auth.clock.now = until
    expect((await attempt(auth, 'temporary one', 'late')).status).toBe(401)
  })

  it('include the right one of somebody who was deactivated', async () => {
    const auth = await testAuth()
    const next = { ...auth.administrator, version: 2, active: false }
    await auth.deps.administrators.replace(auth.acme.id, next, undefined)
    expect((await attempt(auth, mary.password)).status).toBe(401)
  })

  it('leave no audit event, and a right one leaves one of code 3005', async () => {
    const auth = await testAuth()
    const events = () => auth.table.items().filter(({ entity }) => entity === 'event')
    await attempt(auth, 'wrong')
    expect(events()).toHaveLength(0)
    await attempt(auth, mary.password)
    expect(events()).toMatchObject([{ type: 'administrator.signed_in', kind: 'audit', actor: { id: auth.administrator.id } }])
  })
})
