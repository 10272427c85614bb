import { describe, expect, it } from 'vitest'
import { assistant, stranger, testApi } from '../../../support/api.ts'

const wifi = [{ ssid: 'Corporate' }, { ssid: 'Guests' }]
const withSites = async () => {
  const api = testApi()
  const made = async (siteName: string): Promise<number> =>
    (await api.call('POST', '/sites', { body: { siteName, timeZone: 'UTC' } })).json.id
  return { ...api, mill: await made('Mill'), office: await made('Office') }
}

describe('the networks of sites', () => {
  it('are registered for one site, and retrieved with it', async () => {
    const { call, mill } = await withSites()
    const registered = await call('PUT', `/sites/${mill}/proximity/wifi`, { body: { proximity: { wifi } } })
    expect(registered).toMatchObject({ status: 200, json: { id: mill, name: 'Mill', proximity: { wifi } } })
    expect((await call('GET', `/sites/${mill}/proximity`)).json).toEqual({ id: mill, siteName: 'Mill', proximity: { wifi } })
    expect((await call('GET', `/sites/${mill}`)).json).not.toHaveProperty('wifi')
  })

  it('are registered for several sites by either verb, or for none when one is not there', async () => {
    const { call, mill, office } = await withSites()
    const body = [mill, office].map((id) => ({ id, proximity: { wifi } }))
    expect((await call('POST', '/sites/proximity/wifi', { body })).status).toBe(204)
    const listed = await call('GET', '/sites/proximity?pageSize=1&offset=1')
    expect(listed.json).toMatchObject({ count: 2, data: [{ id: office, name: 'Office', proximity: { wifi } }] })
    const wrong = [
      { id: mill, proximity: { wifi: [] } },
      { id: 9, proximity: { wifi: [] } },
    ]
    expect(await call('PUT', '/sites/proximity/wifi', { body: wrong })).toMatchObject({
      status: 404,
      json: { message: 'Site not found' },
    })
    expect((await call('GET', `/sites/${mill}/proximity`)).json.proximity.wifi).toEqual(wifi)
  })

  it('are refused when they name none, and changed only by those who may, in their own account', async () => {
    const { call, mill } = await withSites()
    const path = `/sites/${mill}/proximity/wifi`
    const refused = await call('PUT', path, { body: { proximity: { wifi: [{ ssid: '' }] } } })
    expect(refused).toMatchObject({ status: 400, json: { message: expect.stringContaining('ssid') } })
    expect((await call('PUT', path, { body: { proximity: { wifi } }, as: assistant() })).status).toBe(403)
    expect((await call('PUT', path, { body: { proximity: { wifi } }, as: stranger() })).status).toBe(404)
    expect((await call('GET', `/sites/${mill}/proximity`, { as: stranger() })).status).toBe(404)
  })
})
