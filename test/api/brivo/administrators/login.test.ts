import { describe, expect, it } from 'vitest'
import { readServiceToken } from '../../../../shared/domain/identity/service-tokens/authority.ts'
import { hour } from '../../../../shared/lib/clock.ts'
import { isPassword } from '../../../../shared/lib/secrets.ts'
import { james, withOwner } from '../../../support/administrators.ts'

const forbidden = { code: 403, message: 'You are not allowed to perform that action' }
const asInDocument = {
  active: 'true',
  password: 'BrivoIsTheB3st',
  temporaryPassword: 'true',
  securityQuestion: 'What is your favorite color?',
  securityAnswer: 'Maroon',
  expiration: '2027-10-16T22:14:128Z',
}

const withAnn = async () => {
  const api = await withOwner()
  const ann = await api.add({ username: 'ann', type: 'ASSISTANT' })
  const path = `/administrators/${ann.administratorId}/login`
  const stored = async () => {
    const found = await api.deps.administrators.get(ann.accountId, ann.administratorId)
    if (!found) throw new Error('Ann is gone')
    return found
  }
  return { ...api, ann, path, stored }
}

describe('a login', () => {
  it('is shown with what is known of it', async () => {
    const { call, as, path, deps, signedIn } = await withAnn()
    const shown = { active: true, temporaryPassword: false, securityQuestion: james.securityQuestion }
    expect((await call('GET', path, { as })).json).toEqual({ ...shown, locked: false, retryCount: 0 })
    await signedIn('ann', deps.now() - 5_000)
    expect((await call('GET', path, { as })).json).toMatchObject({ lastAttempted: '2026-03-02T11:59:55Z' })
    for (let time = 0; time < 300; time += 1) await deps.signIns.countFailure('ann', `network ${time % 50}`, deps.now())
    expect((await call('GET', path, { as })).json).toEqual({
      ...shown,
      locked: true,
      retryCount: 300,
      lastAttempted: '2026-03-02T12:00:00Z',
    })
  })

  it("is changed by the document's own request", async () => {
    const { call, as, path, stored, deps } = await withAnn()
    await deps.signIns.countFailure('ann', 'somewhere', deps.now())
    const changed = await call('POST', path, { body: asInDocument, as })
    expect([changed.status, changed.json]).toEqual([
      200,
      {
        active: true,
        locked: false,
        temporaryPassword: true,
        securityQuestion: asInDocument.securityQuestion,
        retryCount: 0,
        temporaryPasswordExpiration: '2026-03-05T12:00:00Z',
        expiration: '2027-10-16T22:14:00Z',
      },
    ])
    const ann = await stored()
    expect(await isPassword(asInDocument.password, ann.password)).toBe(true)
    expect(await isPassword('maroon', ann.securityAnswer ?? '')).toBe(true)
    expect((await call('PUT', path, { body: { password: 'her own words' }, as })).json).toMatchObject({
      temporaryPassword: false,
    })
    expect((await call('PUT', path, { body: { expiration: null }, as })).json).not.toHaveProperty('expiration')
  })

  it('is audited without password and answer', async () => {
    const { call, as, path, table } = await withAnn()
    await call('POST', path, { body: { ...asInDocument, expiration: undefined }, as })
    const [event] = table.items().filter(({ entity }) => entity === 'event')
    expect(event).toMatchObject({ type: 'administrator.updated' })
    expect(JSON.stringify(event)).not.toMatch(/Brivo|Maroon|scrypt/)
    expect(JSON.stringify(event)).toContain('"property":"password"')
  })

  it('ends what was signed in to with another password, or before it was switched off', async () => {
    const { call, as, path, stored } = await withAnn()
    expect((await stored()).signInVersion).toBe(1)
    await call('POST', path, { body: { password: 'another one' }, as })
    expect((await stored()).signInVersion).toBe(2)
    expect((await call('POST', path, { body: { active: false }, as })).json.active).toBe(false)
    await call('POST', path, { body: { active: 1 }, as })
    expect(await stored()).toMatchObject({ signInVersion: 4, active: true })
    await call('POST', path, { body: { securityQuestion: 'Q', securityAnswer: 'A' }, as })
    expect((await stored()).signInVersion).toBe(4)
  })

  it.each([
    ['it is switched off', { active: false }, { active: true }],
    ['its end has passed', { expiration: '2026-03-02T12:30:00Z' }, { expiration: null }],
  ])('ends all that came of it once %s: nothing works again with it, a service token neither', async (_, off, on) => {
    const { call, as, add, deps, clock } = await withOwner()
    const sue = await add({ username: 'sue', type: 'SENIOR', canCreateAdmins: true })
    const path = `/administrators/${sue.administratorId}/login`
    const issued = await call('POST', '/tokens/service-token', { as: sue })
    const [accountId, administratorId] = [sue.accountId, sue.administratorId]
    const signInVersion = async () => (await deps.administrators.get(accountId, administratorId))?.signInVersion ?? 0
    const before = await signInVersion()
    await call('POST', path, { body: off, as })
    clock.now += hour
    await call('POST', path, { body: on, as })
    expect((await call('GET', path, { as })).json.active).toBe(true)
    expect(await signInVersion()).toBeGreaterThan(before)
    const { uuid } = issued.json
    const presented = { accountId, administratorId, clientId: sue.clientId, uuid }
    expect((await readServiceToken(deps, presented)).authority).toBeUndefined()
    expect((await call('GET', '/tokens/service-token', { as: sue })).status).toBe(404)
    expect((await call('POST', '/tokens/service-token', { as: sue })).status).toBe(200)
  })

  it('that gets a new end before the last has passed goes on, and so does its service token', async () => {
    const { call, as, add } = await withOwner()
    const sue = await add({ username: 'sue', type: 'SENIOR', canCreateAdmins: true })
    await call('POST', '/tokens/service-token', { as: sue })
    for (const body of [
      { expiration: '2026-03-02T12:30:00Z' },
      { expiration: '2026-03-02T13:30:00Z' },
      { password: 'another one' },
    ])
      await call('POST', `/administrators/${sue.administratorId}/login`, { body, as })
    expect((await call('GET', '/tokens/service-token', { as: sue })).status).toBe(200)
  })

  it.each([
    [{ temporaryPassword: true }, "Invalid value for 'password': it is required with temporaryPassword"],
    [{ securityQuestion: 'Q' }, "Invalid value for 'securityAnswer': securityQuestion and securityAnswer are given together"],
    [{ securityAnswer: 'A' }, "Invalid value for 'securityAnswer': securityQuestion and securityAnswer are given together"],
    [{ password: 'short' }, "Invalid value for 'password': at least 8 characters"],
    [{ password: 7 }, "Invalid value for 'password': expected a text"],
    [{ active: 'perhaps' }, "Invalid value 'perhaps' for 'active': expected true or false"],
    [{ expiration: 'soon' }, "Invalid value 'soon' for 'expiration': it is not an ISO 8601 date-time"],
    [{ expiration: 7 }, "Invalid value for 'expiration': it is not an ISO 8601 date-time"],
    [{ securityQuestion: 'a\u0000', securityAnswer: 'A' }, "'securityQuestion': it contains the control character U+0000"],
  ])('is not changed by %j', async (body, message) => {
    const { call, as, path } = await withAnn()
    const refused = await call('POST', path, { body, as })
    expect(refused.status).toBe(400)
    expect(refused.json.message).toContain(message)
  })

  it('of the caller takes a password, and neither an end nor being switched off', async () => {
    const { call, as } = await withAnn()
    const own = `/administrators/${as.administratorId}/login`
    for (const body of [{ active: false }, { expiration: '2030-01-01' }, { expiration: null }]) {
      expect((await call('POST', own, { body, as })).json).toEqual(forbidden)
    }
    expect((await call('POST', own, { body: { password: 'my own words' }, as })).status).toBe(200)
  })

  it('of somebody who may do more is out of reach, and an account keeps a MASTER who can sign in', async () => {
    const { call, as, add } = await withAnn()
    const senior = await add({ username: 'sue', type: 'SENIOR', canCreateAdmins: true })
    const body = { password: 'to take it over' }
    expect((await call('POST', `/administrators/${as.administratorId}/login`, { body, as: senior })).json).toEqual(forbidden)
    const max = await add({ username: 'max', type: 'MASTER' })
    const off = async (who: typeof as, caller: typeof as) =>
      (await call('POST', `/administrators/${who.administratorId}/login`, { body: { active: false }, as: caller })).status
    expect((await Promise.all([off(max, as), off(as, max)])).sort()).toEqual([200, 403])
  })
})
