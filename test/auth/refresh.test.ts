import { decodeJwt } from 'jose'
import { describe, expect, it } from 'vitest'
import { day, second } from '../../shared/lib/clock.ts'
import { basic, passwordTokens, type TestAuth, testAuth } from '../support/auth.ts'

const refresh = (auth: TestAuth, refresh_token: string, client = auth.passwordApp) =>
  auth.token({ grant_type: 'refresh_token', refresh_token }, basic(client))

const refused = { error: 'invalid_grant', error_description: 'Invalid refresh token' }

describe('a refresh token', () => {
  it('gives new tokens, each time another refresh token', async () => {
    const auth = await testAuth()
    const first = await passwordTokens(auth)
    const second_ = (await refresh(auth, first.refresh_token)).json
    const third = (await refresh(auth, second_.refresh_token)).json
    expect(new Set([first, second_, third].map(({ refresh_token }) => refresh_token)).size).toBe(3)
    expect(new Set([first, second_, third].map(({ jti }) => jti)).size).toBe(3)
    expect(Object.keys(third)).toEqual(Object.keys(first))
    expect(decodeJwt(third.access_token)).toMatchObject({
      sub: String(auth.administrator.id),
      grant: decodeJwt(first.access_token).grant,
    })
  })

  it('survives being refreshed before every request', async () => {
    const auth = await testAuth()
    let { refresh_token } = await passwordTokens(auth)
    for (let request = 0; request < 50; request += 1) {
      const answer = await refresh(auth, refresh_token)
      expect(answer.status).toBe(200)
      refresh_token = answer.json.refresh_token
      auth.clock.now += 5 * second
    }
  })

  it('may be presented again for a short while by a client whose answer was lost, and then gives the same successor', async () => {
    const auth = await testAuth()
    const { refresh_token } = await passwordTokens(auth)
    const lost = (await refresh(auth, refresh_token)).json
    auth.clock.now += 29 * second
    const again = (await refresh(auth, refresh_token)).json
    expect(again.refresh_token).toBe(lost.refresh_token)
    expect((await refresh(auth, again.refresh_token)).status).toBe(200)
  })

  it('gives all callers that use it at once the same successor, which works', async () => {
    const auth = await testAuth()
    let { refresh_token } = await passwordTokens(auth)
    for (let round = 0; round < 5; round += 1) {
      const current = refresh_token
      const answers = await Promise.all(Array.from({ length: 20 }, () => refresh(auth, current)))
      expect(answers.map(({ status }) => status)).toEqual(Array(20).fill(200))
      const successors = new Set(answers.map(({ json }) => json.refresh_token))
      expect(successors.size).toBe(1)
      refresh_token = [...successors][0]
    }
  })

  it('survives callers who share it, refresh before every request, and are overtaken by one another', async () => {
    const auth = await testAuth()
    const startedAt = auth.clock.now
    const store = { token: (await passwordTokens(auth)).refresh_token }
    // A worker reads the token, its request is on its way, it is answered, and it writes what it got.
    const random = mulberry(7)
    const due = Array.from({ length: 8 }, () => ({ at: 10 + random() * 200, holds: store.token }))
    let refreshes = 0
    while (auth.clock.now < startedAt + 60 * second) {
      due.sort((one, other) => one.at - other.at)
      const [next] = due
      if (!next) break
      auth.clock.now = startedAt + next.at
      const answer = await refresh(auth, next.holds)
      expect([refreshes, answer.status]).toEqual([refreshes, 200])
      refreshes += 1
      store.token = answer.json.refresh_token
      // Its next request leaves with the newest token, and takes from 20 ms to 3 s to arrive.
      Object.assign(next, { at: next.at + 20 + random() ** 4 * 3_000, holds: store.token })
    }
    expect(refreshes).toBeGreaterThan(500)
    expect(store.token.split('.')[1]).not.toBe('1')
  })

  it('that was superseded twice ends the whole grant', async () => {
    const auth = await testAuth()
    const first = (await passwordTokens(auth)).refresh_token
    const second_ = (await refresh(auth, first)).json.refresh_token
    const third = (await refresh(auth, second_)).json.refresh_token
    const reused = await refresh(auth, first)
    expect([reused.status, reused.json]).toEqual([400, refused])
    expect((await refresh(auth, third)).json).toEqual(refused)
    expect(await auth.deps.grants.revokedSince(0)).toHaveLength(1)
  })

  it('that was superseded long ago ends the whole grant', async () => {
    const auth = await testAuth()
    const first = (await passwordTokens(auth)).refresh_token
    const successor = (await refresh(auth, first)).json.refresh_token
    auth.clock.now += 30 * second
    expect((await refresh(auth, first)).json).toEqual(refused)
    expect((await refresh(auth, successor)).json).toEqual(refused)
  })

  it('that was never issued ends nothing, though it names the grant', async () => {
    const auth = await testAuth()
    const { refresh_token } = await passwordTokens(auth)
    const [grant = '', generation = '', mac = ''] = refresh_token.split('.')
    const forged = mac.startsWith('A') ? `B${mac.slice(1)}` : `A${mac.slice(1)}`
    for (const token of [`${grant}.${generation}.${forged}`, `${grant}.0.${mac}`, `${grant}.9.${mac}`, `${grant}..${mac}`]) {
      expect((await refresh(auth, token)).json).toEqual(refused)
    }
    expect((await refresh(auth, refresh_token)).status).toBe(200)
  })

  it('is of no use to another application, and is not harmed by it', async () => {
    const auth = await testAuth()
    const thief = await auth.addApplication(auth.acme.id, { kind: 'password' })
    const { refresh_token } = await passwordTokens(auth)
    expect((await refresh(auth, refresh_token, thief)).json).toEqual(refused)
    expect((await refresh(auth, refresh_token)).status).toBe(200)
  })

  it('lives 14 days from its last use', async () => {
    const auth = await testAuth()
    let { refresh_token } = await passwordTokens(auth)
    auth.clock.now += 14 * day - 1
    refresh_token = (await refresh(auth, refresh_token)).json.refresh_token
    auth.clock.now += 14 * day - 1
    refresh_token = (await refresh(auth, refresh_token)).json.refresh_token
    auth.clock.now += 14 * day
    expect((await refresh(auth, refresh_token)).json).toEqual(refused)
  })

  it('follows what its administrator is now', async () => {
    const auth = await testAuth()
    const { refresh_token } = await passwordTokens(auth)
    const demoted = { ...auth.administrator, version: 2, type: 'ASSISTANT' as const }
    await auth.deps.administrators.replace(auth.acme.id, demoted, undefined)
    const answer = await refresh(auth, refresh_token)
    expect(decodeJwt(answer.json.access_token).admin_type).toBe('ASSISTANT')
    await auth.deps.administrators.replace(auth.acme.id, { ...demoted, version: 3, active: false }, undefined)
    expect((await refresh(auth, answer.json.refresh_token)).json).toEqual(refused)
  })

  it('is nowhere in the table', async () => {
    const auth = await testAuth()
    const { refresh_token, access_token } = await passwordTokens(auth)
    const stored = JSON.stringify(auth.table.items())
    expect(stored).not.toContain(refresh_token.split('.')[2])
    expect(stored).not.toContain(access_token.split('.')[2])
    expect(stored).not.toContain(auth.passwordApp.secret)
  })
})

/** A small random generator, the same at each run. */
const mulberry = (seed: number) => () => {
  seed = (seed + 0x6d2b79f5) | 0
  let value = Math.imul(seed ^ (seed >>> 15), 1 | seed)
  value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value
  return ((value ^ (value >>> 14)) >>> 0) / 2 ** 32
}
