import { describe, expect, it } from 'vitest'
import { AdministratorId } from '../../../../shared/lib/ids.ts'
import { somebody, stranger, testApi } from '../../../support/api.ts'

const path = '/tokens/service-token'

describe('the service token of an administrator', () => {
  it('is created with its value, which is shown once, and shown by its id', async () => {
    const { call, deps } = testApi()
    const created = await call('POST', path)
    expect(created.status).toBe(200)
    expect(created.json).toEqual({
      uuid: expect.stringMatching(/^[\da-f-]{36}$/),
      value: expect.stringMatching(/^signed\./),
      expires: '2027-03-02T12:00:00Z',
    })
    const { uuid, expires } = created.json
    const shown = await call('GET', path)
    expect([shown.status, shown.json]).toEqual([200, { uuid, expires }])
    expect(JSON.stringify(await deps.serviceTokens.get(somebody().accountId, somebody().administratorId))).not.toContain('signed')
  })

  it('is one only: a second is refused in the words of the API document', async () => {
    const { call } = testApi()
    await call('POST', path)
    const again = await call('POST', path, { body: {} })
    expect([again.status, again.json]).toEqual([
      400,
      { message: 'Service token has been issued before. Only one service token is allowed per admin.', code: 400 },
    ])
    const another = somebody({ administratorId: AdministratorId.parse(12), name: 'Max' })
    expect((await call('POST', path, { as: another })).status).toBe(200)
    expect((await call('POST', path, { as: stranger() })).status).toBe(200)
  })

  it('is one only when two are asked for at once', async () => {
    const { call } = testApi()
    const answers = await Promise.all([call('POST', path), call('POST', path)])
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 400])
  })

  it('is revoked, and another may be created then', async () => {
    const { call } = testApi()
    await call('POST', path)
    const revoked = await call('DELETE', path, { body: {} })
    expect([revoked.status, revoked.text]).toEqual([204, ''])
    for (const verb of ['GET', 'DELETE']) {
      const missing = await call(verb, path)
      expect([missing.status, missing.json]).toEqual([404, { message: 'No service token is assigned', code: 404 }])
    }
    expect((await call('POST', path)).status).toBe(200)
  })

  it('is for those who own the account', async () => {
    const { call } = testApi()
    for (const type of ['SENIOR', 'ASSISTANT', 'CSR'] as const)
      for (const verb of ['POST', 'GET', 'DELETE']) {
        const { status, json } = await call(verb, path, { as: somebody({ type }) })
        expect([status, json.message], `${verb} as ${type}`).toEqual([403, 'You are not allowed to perform that action'])
      }
  })

  it('is not stored when it could not be signed, so that it may be asked for again', async () => {
    const { call, deps } = testApi()
    const { signServiceToken } = deps
    deps.signServiceToken = async () => {
      throw new Error('no answer')
    }
    expect((await call('POST', path)).status).toBe(503)
    expect((await call('GET', path)).status).toBe(404)
    deps.signServiceToken = signServiceToken
    expect((await call('POST', path)).status).toBe(200)
  })

  it('is audited when it is created and revoked', async () => {
    const { call } = testApi()
    await call('POST', path)
    await call('DELETE', path)
    const { json } = await call('GET', '/events/audit')
    const actions = json.data.map(
      (event: { securityAction: { securityActionId: number } }) => event.securityAction.securityActionId,
    )
    expect(actions.toSorted()).toEqual([92141, 92143])
  })
})
