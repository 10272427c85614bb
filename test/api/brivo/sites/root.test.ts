import { describe, expect, it } from 'vitest'
import { stranger, testApi } from '../../../support/api.ts'

describe('the root site', () => {
  it('is the oldest site of the account', async () => {
    const { call } = testApi()
    const first = await call('POST', '/sites', { body: { siteName: 'First', timeZone: 'US/Eastern' } })
    await call('POST', '/sites', { body: { siteName: 'Second', timeZone: 'UTC' } })
    const root = await call('GET', '/sites/root')
    expect(root.status).toBe(200)
    expect(root.json).toEqual({ id: first.json.id, siteName: 'First', timeZone: 'US/Eastern' })
    await call('DELETE', `/sites/${first.json.id}`)
    expect((await call('GET', '/sites/root')).json.siteName).toBe('Second')
  })

  it('is not there in an account without sites', async () => {
    const { call } = testApi()
    await call('POST', '/sites', { body: { siteName: 'First', timeZone: 'UTC' } })
    expect((await call('GET', '/sites/root', { as: stranger() })).json).toEqual({ code: 404, message: 'Site not found' })
  })
})
