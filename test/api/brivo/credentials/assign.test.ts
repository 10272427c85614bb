import { describe, expect, it } from 'vitest'
import { somebody, stranger } from '../../../support/api.ts'
import { now, userAndCard } from '../../../support/card-holder.ts'

describe('the assignment of a credential', () => {
  it.each([
    ['no body', undefined],
    ['an empty object', {}],
    ['nothing but null', { effectiveFrom: null, effectiveTo: null }],
  ])('with %s is valid from now on, and changes nothing when it is assigned already', async (_name, body) => {
    const { call, clock, dates, peter, path } = await userAndCard()
    expect(await call('PUT', path, { body })).toMatchObject({ status: 204, text: '' })
    expect(await dates(peter)).toEqual({ effectiveFrom: now, effectiveTo: undefined })
    await call('PUT', path, { body: { effectiveTo: '2027-01-01' } })
    clock.now += 60_000
    expect((await call('PUT', path, { body })).status).toBe(204)
    expect(await dates(peter)).toEqual({ effectiveFrom: now, effectiveTo: '2027-01-01T00:00:00Z' })
  })

  it('with an empty body is understood, whatever its Content-Type says', async () => {
    const { call, peter, path, dates } = await userAndCard()
    expect((await call('PUT', path, { headers: { 'Content-Type': 'application/json' } })).status).toBe(204)
    expect((await call('POST', path, { headers: { 'Content-Type': 'application/json' } })).status).toBe(204)
    expect((await dates(peter)).effectiveFrom).toBe(now)
  })

  it('with only an end keeps the beginning that it had', async () => {
    const { call, clock, dates, peter, path } = await userAndCard()
    await call('PUT', path, { body: { effectiveTo: '2026-07-31T17:00:00-05:00' } })
    expect(await dates(peter)).toEqual({ effectiveFrom: now, effectiveTo: '2026-07-31T22:00:00Z' })
    clock.now += 60_000
    await call('PUT', path, { body: { effectiveTo: '2028-01-01' } })
    expect(await dates(peter)).toEqual({ effectiveFrom: now, effectiveTo: '2028-01-01T00:00:00Z' })
  })

  it('with only a beginning keeps the end that it had, until that is taken away by name', async () => {
    const { call, dates, peter, path } = await userAndCard()
    await call('PUT', path, { body: { effectiveFrom: '2026-05-01', effectiveTo: '2026-06-01' } })
    await call('PUT', path, { body: { effectiveFrom: '2026-05-02' } })
    expect(await dates(peter)).toEqual({ effectiveFrom: '2026-05-02T00:00:00Z', effectiveTo: '2026-06-01T00:00:00Z' })
    await call('PUT', path, { body: { effectiveFrom: '2026-05-02', effectiveTo: null } })
    expect(await dates(peter)).toEqual({ effectiveFrom: '2026-05-02T00:00:00Z', effectiveTo: undefined })
  })

  it('to another user takes it from the first, without that one’s dates', async () => {
    const { call, user, dates, peter, cardId, path } = await userAndCard()
    await call('PUT', path, { body: { effectiveFrom: '2026-05-01', effectiveTo: '2026-06-01' } })
    const gamora = await user('Gamora')
    expect((await call('POST', `/users/${gamora}/credentials/${cardId}`, { body: {} })).status).toBe(204)
    expect((await call('GET', `/users/${peter}/credentials`)).json).toEqual({ data: [], count: 0 })
    expect(await dates(gamora)).toEqual({ effectiveFrom: now, effectiveTo: undefined })
    expect((await call('GET', `/credentials/${cardId}/user`)).json.id).toBe(gamora)
  })

  it.each([
    [{ effectiveFrom: 'soon' }, "'soon' for 'effectiveFrom'"],
    [{ effectiveTo: 5 }, 'effectiveTo'],
    [{ effectiveFrom: '2026-06-01', effectiveTo: '2026-05-01' }, 'effectiveTo'],
    [{ effectiveTo: '2026-01-01' }, 'effectiveTo'],
    [[], 'not formatted properly'],
  ])('is refused with %j', async (body, text) => {
    const { call, path } = await userAndCard()
    const refused = await call('PUT', path, { body })
    expect(refused).toMatchObject({ status: 400, json: { code: 400, message: expect.stringContaining(text) } })
  })

  it('needs a credential of the account: any other is not valid', async () => {
    const { call, peter } = await userAndCard()
    const body = { credentialFormat: { id: 110 }, encodedCredential: 'abc', size: 12 }
    const theirs = (await call('POST', '/credentials', { body, as: stranger() })).json.id
    for (const id of [theirs, 99]) {
      const refused = await call('PUT', `/users/${peter}/credentials/${id}`)
      expect(refused).toMatchObject({ status: 400, json: { code: 400, message: 'Credential not valid' } })
    }
    expect((await call('PUT', `/users/${peter}/credentials/9`, { as: somebody({ type: 'CSR' }) })).status).toBe(403)
  })

  it('is in the audit once for each change', async () => {
    const { call, table, path, peter } = await userAndCard()
    for (const method of ['PUT', 'PUT', 'DELETE', 'DELETE']) await call(method, path)
    const audited = table
      .items()
      .filter((item) => item.entity === 'event' && ['credential.assigned', 'credential.revoked'].includes(String(item.type)))
    expect(audited.map(({ type }) => type)).toEqual(['credential.assigned', 'credential.revoked'])
    expect(JSON.stringify(audited[0])).toContain(`"property":"userId","currentValue":"${peter}"`)
  })
})
