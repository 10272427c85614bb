import { describe, expect, it } from 'vitest'
import { readApiKey } from '../../../../shared/domain/identity/api-keys/text.ts'
import { apiKeySubject } from '../../../../shared/domain/identity/revocations/entity.ts'
import { somebody, stranger, testApi } from '../../../support/api.ts'

const withApplication = async () => {
  const api = testApi()
  const body = { name: 'Import', description: 'Imports people', grantTypes: ['password'] }
  const { json } = await api.call('POST', '/applications', { body })
  const path = `/applications/${json.id}/api-keys`
  const create = (name: unknown = 'Nightly import') => api.call('POST', path, { body: { name } })
  return { ...api, application: json, path, create }
}

describe('api keys of an application', () => {
  it('are created, and shown whole this once; what is kept shows the last characters', async () => {
    const { call, deps, table, application, path, create } = await withApplication()
    const created = await create()
    expect(created.status).toBe(200)
    const { apiKey, ...shown } = created.json
    expect(shown).toEqual({
      id: shown.id,
      name: 'Nightly import',
      lastCharacters: apiKey.slice(-4),
      created: '2026-03-02T12:00:00Z',
    })
    expect(readApiKey(deps.apiKeyKey, apiKey)).toEqual({ accountId: 1, applicationId: application.id, id: shown.id })
    expect((await call('GET', `${path}/${shown.id}`)).json).toEqual(shown)
    expect((await call('GET', path)).json).toEqual({ data: [shown], offset: 0, pageSize: 20, count: 1 })
    const [, mac = ''] = apiKey.split('.')
    expect(JSON.stringify(table.items())).not.toContain(mac)
    expect((await call('GET', `/applications/${application.id}`)).json.updated).toBe(application.updated)
  })

  it('are listed by pages, oldest first', async () => {
    const { call, path, create } = await withApplication()
    await create('First')
    const second = await create('Second')
    const page = await call('GET', `${path}?offset=1&pageSize=1`)
    expect(page.json).toMatchObject({ data: [{ id: second.json.id }], offset: 1, pageSize: 1, count: 2 })
    expect((await call('GET', `${path}?pageSize=0`)).status).toBe(400)
  })

  it('are revoked, which is announced, and leave events', async () => {
    const { call, deps, path, create } = await withApplication()
    const { json } = await create()
    expect((await call('DELETE', `${path}/${json.id}`)).status).toBe(204)
    const missing = { code: 404, message: 'API key not found' }
    expect((await call('GET', `${path}/${json.id}`)).json).toEqual(missing)
    expect((await call('DELETE', `${path}/${json.id}`)).json).toEqual(missing)
    expect((await deps.grants.revokedSince(0)).map(({ subject }) => subject)).toEqual([apiKeySubject(json.id)])
    const events = (await call('GET', '/events/audit')).json.data
    for (const code of [92131, 92133])
      expect(events).toContainEqual(
        expect.objectContaining({
          securityAction: expect.objectContaining({ securityActionId: code }),
          eventObject: { id: json.id, objectType: 'API_KEY', name: 'Nightly import' },
        }),
      )
  })

  it('are ten at most, also when two are created at once; a revoked one makes room', async () => {
    const { call, path, create } = await withApplication()
    for (let made = 0; made < 9; made += 1) await create(`Key ${made}`)
    const answers = await Promise.all([create('One'), create('Other')])
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 412])
    const refused = await create()
    expect(refused.json).toEqual({ code: 412, message: 'An application can have at most 10 API keys' })
    const { data, count } = (await call('GET', path)).json
    expect(count).toBe(10)
    await call('DELETE', `${path}/${data[0].id}`)
    expect((await create()).status).toBe(200)
  })

  it('of another tenant, or of another application, are not there', async () => {
    const { call, path, create } = await withApplication()
    const { json } = await create()
    const noApplication = { code: 404, message: 'Application not found' }
    for (const [method, at] of [
      ['GET', path],
      ['GET', `${path}/${json.id}`],
      ['DELETE', `${path}/${json.id}`],
    ] as const)
      expect((await call(method, at, { as: stranger() })).json).toEqual(noApplication)
    expect((await call('POST', path, { body: { name: 'Mine' }, as: stranger() })).json).toEqual(noApplication)
    const body = { name: 'Other', description: 'Another', grantTypes: ['password'] }
    const other = await call('POST', '/applications', { body })
    expect((await call('DELETE', `/applications/${other.json.id}/api-keys/${json.id}`)).status).toBe(404)
    expect((await call('GET', `${path}/${json.id}`)).status).toBe(200)
  })

  it('are seen by those who see applications, and changed by those who change them', async () => {
    const { call, path, create } = await withApplication()
    const { json } = await create()
    for (const [type, view, edit] of [
      ['CSR', 200, 403],
      ['SENIOR', 200, 204],
      ['ASSISTANT', 403, 403],
    ] as const) {
      expect((await call('GET', path, { as: somebody({ type }) })).status, type).toBe(view)
      expect((await call('DELETE', `${path}/${json.id}`, { as: somebody({ type }) })).status, type).toBe(edit)
    }
  })

  it.each([[undefined], [null], [''], ['a\u0000'], ['\u200b'], ['x'.repeat(101)], [7], [['Key']]])(
    'refuse the name %j',
    async (name) => {
      const { call, path } = await withApplication()
      const refused = await call('POST', path, { body: { name } })
      expect(refused.status).toBe(400)
      expect(refused.json.message).toContain("'name'")
    },
  )

  it('may have a name in any letters', async () => {
    const { create } = await withApplication()
    expect((await create('مفتاح 🔑')).json.name).toBe('مفتاح 🔑')
  })
})
