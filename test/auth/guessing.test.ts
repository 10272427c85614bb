import { describe, expect, it } from 'vitest'
import { day, hour, minute, second } from '../../shared/lib/clock.ts'
import { basic, mary, type TestAuth, testAuth } from '../support/auth.ts'
import { browser } from '../support/browser.ts'
import { fromAddress } from '../support/gateway-event.ts'

const attacker = '198.51.100.7'
const elsewhere = '203.0.113.5'

describe('guesses at a client secret', () => {
  const ask = (auth: TestAuth, secret: string, address: string, id = auth.passwordApp.id) =>
    auth.token({ grant_type: 'password', ...mary, client_id: id, client_secret: secret }, {}, address)
  const hammered = async () => {
    const auth = await testAuth()
    for (let count = 0; count < 10; count += 1) expect((await ask(auth, `guess ${count}`, attacker)).status).toBe(401)
    return auth
  }

  it('are slowed down after ten, and then no more looked at, the right one neither', async () => {
    const auth = await hammered()
    for (const secret of ['guess', auth.passwordApp.secret]) {
      const refused = await ask(auth, secret, attacker)
      expect([refused.status, refused.json.error, refused.headers.get('Retry-After')]).toEqual([
        429,
        'temporarily_unavailable',
        '1',
      ])
    }
    auth.clock.now += second
    expect((await ask(auth, auth.passwordApp.secret, attacker)).status).toBe(200)
  })

  it('do not keep the application out that is somewhere else', async () => {
    const auth = await hammered()
    for (let count = 0; count < 3; count += 1) expect((await ask(auth, auth.passwordApp.secret, elsewhere)).status).toBe(200)
  })

  it('are counted for all addresses of a range together, and by application', async () => {
    const auth = await hammered()
    expect((await ask(auth, 'guess', '198.51.100.250')).status).toBe(429)
    expect((await ask(auth, 'guess', '198.51.101.7')).status).toBe(401)
    expect((await ask(auth, 'guess', attacker, auth.partnerApp.id)).status).toBe(401)
  })

  it('get the same answers for a client that does not exist', async () => {
    const auth = await testAuth()
    const answers = async (id: string) => {
      const given = []
      for (let count = 0; count < 12; count += 1) given.push((await ask(auth, 'guess', attacker, id)).text)
      return given
    }
    expect(await answers('nobody')).toEqual(await answers(auth.partnerApp.id))
  })

  it('wait a minute at most, and are forgotten after a day', async () => {
    const auth = await hammered()
    for (let count = 0; count < 30; count += 1) {
      auth.clock.now += minute
      expect((await ask(auth, 'guess', attacker)).status).toBe(401)
    }
    expect((await ask(auth, 'guess', attacker)).headers.get('Retry-After')).toBe('60')
    auth.clock.now += day
    for (let count = 0; count < 10; count += 1) expect((await ask(auth, 'guess', attacker)).status).toBe(401)
  })

  it('are taken while they cannot be counted', async () => {
    const auth = await hammered()
    auth.deps.guesses.of = async () => undefined
    expect((await ask(auth, auth.passwordApp.secret, attacker)).status).toBe(200)
  })
})

describe('guesses at a password', () => {
  /** Signs in at the page with what is given. Gives the status: 303 for a success. */
  const enter = async (auth: TestAuth, password: string, address: string, username = mary.username) => {
    const person = browser((path, init) => auth.app.request(path, init, fromAddress(address)))
    return person.submit(await person.follow('/login'), '/login', { username, password })
  }

  it('lock the place that they come from, and let the owner in from another', async () => {
    const auth = await testAuth()
    for (let count = 0; count < 5; count += 1) expect((await enter(auth, 'wrong', attacker)).status).toBeGreaterThanOrEqual(400)
    const refused = await enter(auth, mary.password, attacker)
    expect([refused.status, refused.headers.get('Retry-After')]).toEqual([429, String((15 * minute) / second)])
    expect(refused.text).toContain('Wait 15 minutes')
    expect((await enter(auth, mary.password, elsewhere)).status).toBe(303)
    expect((await enter(auth, mary.password, attacker)).status).toBe(429)
  })

  it('are told apart by application where one address has all its people', async () => {
    const auth = await testAuth()
    for (let count = 0; count < 5; count += 1)
      await auth.token({ grant_type: 'password', ...mary, password: 'wrong' }, basic(auth.passwordApp), attacker)
    expect((await auth.token({ grant_type: 'password', ...mary }, basic(auth.passwordApp), elsewhere)).status).toBe(401)
    expect((await enter(auth, mary.password, attacker)).status).toBe(303)
  })

  it('from many places close a username to new ones for a day, say so once, and let the owner in from a known one', async () => {
    const auth = await testAuth()
    expect((await enter(auth, mary.password, '192.0.2.1')).status).toBe(303)
    for (let place = 0; place < 65; place += 1)
      for (let count = 0; count < 5; count += 1) await enter(auth, 'wrong', `10.${place}.0.1`)
    const guessed = auth.table.items().filter(({ type }) => type === 'administrator.passwords_guessed')
    expect(guessed).toMatchObject([{ subject: { id: auth.administrator.id, kind: 'administrator' } }])
    expect((await enter(auth, mary.password, elsewhere)).status).toBe(429)
    expect((await enter(auth, mary.password, '192.0.2.200')).status).toBe(303)
    auth.clock.now += day
    expect((await enter(auth, mary.password, elsewhere)).status).toBe(303)
  })

  it('at many usernames from one place are slowed down too, except for who is known there', async () => {
    const auth = await testAuth()
    expect((await enter(auth, mary.password, attacker)).status).toBe(303)
    for (let count = 0; count < 100; count += 1) await enter(auth, 'Winter2026', attacker, `somebody-${count}`)
    expect((await enter(auth, 'Winter2026', attacker, 'one-more')).status).toBe(429)
    expect((await enter(auth, mary.password, attacker)).status).toBe(303)
    expect((await enter(auth, 'Winter2026', elsewhere, 'one-more')).status).toBe(400)
    auth.clock.now += hour
    expect((await enter(auth, 'Winter2026', attacker, 'one-more')).status).toBe(400)
  })

  it('are forgiven when a new password is set', async () => {
    const auth = await testAuth()
    for (let count = 0; count < 5; count += 1) await enter(auth, 'wrong', attacker)
    await auth.operator.signIns.forgetFailures(mary.username, auth.clock.now)
    expect((await enter(auth, mary.password, attacker)).status).toBe(303)
  })
})
