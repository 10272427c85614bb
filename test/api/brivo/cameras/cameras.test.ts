import { describe, expect, it } from 'vitest'
import { assistant, somebody, stranger, testApi } from '../../../support/api.ts'
import { addCamera, addSite, cameraBody } from '../../../support/cameras.ts'
import { nameCopier } from '../../../support/name-copies.ts'

const auditOf = (api: ReturnType<typeof testApi>) =>
  api.table.items().flatMap((item) => (item.entity === 'event' && String(item.type).startsWith('camera.') ? [item] : []))

describe('cameras', () => {
  it('are registered at a site, and retrieved with the shape of the document', async () => {
    const api = testApi()
    const siteId = await addSite(api)
    const created = await api.call('POST', '/cameras', { body: cameraBody(siteId) })
    const registered = {
      id: created.json.id,
      name: 'Front door camera',
      videoProvider: { type: 'DEMO', cameraId: 'front-door-camera' },
      site: { id: siteId, siteName: 'Acme West Site' },
    }
    expect(created).toMatchObject({ status: 200, json: registered })
    const liveViewUrl = expect.stringMatching(/^https:\/\/cloud\.example\/v1\/public\/camera-clips\//)
    expect((await api.call('GET', `/cameras/${created.json.id}`)).json).toEqual({ ...registered, liveViewUrl })
    expect(auditOf(api)).toMatchObject([
      {
        type: 'camera.created',
        subject: { kind: 'camera', id: created.json.id, name: 'Front door camera' },
        site: { id: siteId, name: 'Acme West Site' },
      },
    ])
  })

  it('are listed in order of creation, by page, and by a part of their name as the document asks', async () => {
    const api = testApi()
    const siteId = await addSite(api)
    for (const name of ['Back Door Camera', 'Side Door Camera', 'Front Door Camera']) await addCamera(api, siteId, name)
    const page = await api.call('GET', '/cameras?offset=1&pageSize=1')
    expect(page.json).toEqual({
      data: [
        {
          id: expect.any(Number),
          name: 'Side Door Camera',
          videoProvider: { type: 'DEMO' },
          site: { id: siteId, siteName: 'Acme West Site' },
        },
      ],
      offset: 1,
      pageSize: 1,
      count: 3,
    })
    const named = await api.call('GET', '/cameras?filter=name__eq:front+door+camera')
    expect(named.json).toMatchObject({ data: [{ name: 'Front Door Camera' }], count: 1 })
    expect((await api.call('GET', '/cameras', { as: stranger() })).json).toMatchObject({ data: [], count: 0 })
  })

  it.each(['filter=site__eq:1', 'filter=name__gt:a', 'filter=name', 'pageSize=0', 'offset=-1'])(
    'refuse a listing with %s',
    async (query) => {
      expect(await testApi().call('GET', `/cameras?${query}`)).toMatchObject({ status: 400, json: { code: 400 } })
    },
  )

  it('are changed, with what changed in the audit, and counted at the site that they move to', async () => {
    const api = testApi()
    const [west, east] = [await addSite(api), await addSite(api, 'East')]
    const id = await addCamera(api, west)
    const body = { name: 'Gate', siteId: east, videoProvider: { type: 'demo', cameraId: 'gate' } }
    expect(await api.call('PUT', `/cameras/${id}`, { body })).toMatchObject({
      status: 200,
      json: { name: 'Gate', site: { id: east, siteName: 'East' }, videoProvider: { type: 'DEMO', cameraId: 'gate' } },
    })
    expect(auditOf(api).at(-1)?.facts).toEqual({
      changes: [
        { property: 'name', previousValue: 'Front door camera', currentValue: 'Gate' },
        { property: 'siteId', previousValue: String(west), currentValue: String(east) },
        { property: 'siteName', previousValue: 'Acme West Site', currentValue: 'East' },
        { property: 'providerCameraId', previousValue: 'front-door-camera', currentValue: 'gate' },
      ],
    })
    expect((await api.call('DELETE', `/sites/${west}`)).status).toBe(204)
    expect((await api.call('DELETE', `/sites/${east}`)).status).toBe(412)
  })

  it('leave no event when nothing changes, and keep what a body leaves out', async () => {
    const api = testApi()
    const id = await addCamera(api, await addSite(api))
    for (const body of [{}, { name: 'Front door camera' }, { name: null }]) {
      const answer = await api.call('PUT', `/cameras/${id}`, { body })
      expect(answer).toMatchObject({ status: 200, json: { name: 'Front door camera' } })
    }
    expect(auditOf(api)).toHaveLength(1)
  })

  it('are gone after their deletion, counted no more, and may be registered again', async () => {
    const api = testApi()
    const siteId = await addSite(api)
    const id = await addCamera(api, siteId)
    expect((await api.call('GET', '/accounts/summary')).json.cameraCount).toBe(1)
    expect((await api.call('DELETE', `/cameras/${id}`)).status).toBe(204)
    expect(await api.call('DELETE', `/cameras/${id}`)).toMatchObject({ status: 404, json: { message: 'Camera not found' } })
    expect((await api.call('GET', `/cameras/${id}`)).status).toBe(404)
    expect((await api.call('GET', '/accounts/summary')).json.cameraCount).toBe(0)
    expect(auditOf(api).at(-1)).toMatchObject({ type: 'camera.deleted', subject: { id } })
    expect(await addCamera(api, siteId)).not.toBe(id)
    expect((await api.call('GET', '/cameras')).json.count).toBe(1)
  })

  it('of a provider are registered once in an account, by a change too, and again in another account', async () => {
    const api = testApi()
    const siteId = await addSite(api)
    await addCamera(api, siteId, 'One', 'one')
    const two = await addCamera(api, siteId, 'Two', 'two')
    const taken = { status: 409, json: { message: "The camera 'one' of DEMO is registered already" } }
    expect(await api.call('POST', '/cameras', { body: cameraBody(siteId, 'Other', 'one') })).toMatchObject(taken)
    const body = { videoProvider: { type: 'DEMO', cameraId: 'one' } }
    expect(await api.call('PUT', `/cameras/${two}`, { body })).toMatchObject(taken)
    const theirs: typeof api.call = (method, path, options) => api.call(method, path, { ...options, as: stranger() })
    expect(await addCamera({ call: theirs }, await addSite({ call: theirs }), 'Theirs', 'one')).toBeGreaterThan(0)
    await api.call('PUT', `/cameras/${two}`, { body: { videoProvider: { type: 'DEMO', cameraId: 'three' } } })
    expect(await addCamera(api, siteId, 'Two again', 'two')).toBeGreaterThan(0)
  })

  it('have the name that their site is given later', async () => {
    const api = testApi()
    const siteId = await addSite(api)
    const id = await addCamera(api, siteId)
    const copier = nameCopier(api.table)
    await api.call('PUT', `/sites/${siteId}`, { body: { siteName: 'New name' } })
    expect(await copier.workOff()).toEqual([])
    expect((await api.call('GET', `/cameras/${id}`)).json.site).toEqual({ id: siteId, siteName: 'New name' })
  })

  it('keep their site from being deleted', async () => {
    const api = testApi()
    const siteId = await addSite(api)
    const id = await addCamera(api, siteId)
    const message = 'The site has 1 camera(s): move them to another site or delete them first'
    expect(await api.call('DELETE', `/sites/${siteId}`)).toMatchObject({ status: 412, json: { message } })
    await api.call('PUT', `/sites/${siteId}`, { body: { siteName: 'Still counted' } })
    expect((await api.call('DELETE', `/sites/${siteId}`)).status).toBe(412)
    await api.call('DELETE', `/cameras/${id}`)
    expect((await api.call('DELETE', `/sites/${siteId}`)).status).toBe(204)
  })

  it.each([
    [{ name: '' }, "'name'"],
    [{ name: undefined }, "'name'"],
    [{ name: 'a\u0000b' }, "'name'"],
    [{ name: 'x'.repeat(65) }, "'name'"],
    [{ siteId: 'here' }, "'siteId'"],
    [{ siteId: undefined }, "'siteId'"],
    [{ siteId: 2 ** 60 }, "'siteId'"],
    [{ videoProvider: undefined }, "'videoProvider'"],
    [{ videoProvider: 'DEMO' }, "'videoProvider'"],
    [{ videoProvider: { type: 'EAGLE_EYE', cameraId: '1' } }, "'EAGLE_EYE' for 'videoProvider.type': expected DEMO"],
    [{ videoProvider: { type: 'constructor', cameraId: '1' } }, "'videoProvider.type'"],
    [{ videoProvider: { type: 5, cameraId: '1' } }, "'videoProvider.type'"],
    [{ videoProvider: { type: 'DEMO' } }, "'videoProvider.cameraId'"],
    [{ videoProvider: { type: 'DEMO', cameraId: 'x'.repeat(101) } }, "'videoProvider.cameraId'"],
  ])('refuse %j and name what is wrong', async (wrong, text) => {
    const api = testApi()
    const refused = await api.call('POST', '/cameras', { body: { ...cameraBody(await addSite(api)), ...wrong } })
    expect(refused).toMatchObject({ status: 400, json: { code: 400, message: expect.stringContaining(text) } })
  })

  it('take names and ids of any script', async () => {
    const api = testApi()
    const id = await addCamera(api, await addSite(api), 'כניסה 😀', '𝒸𝒶𝓂-١')
    expect((await api.call('GET', `/cameras/${id}`)).json).toMatchObject({
      name: 'כניסה 😀',
      videoProvider: { cameraId: '𝒸𝒶𝓂-١' },
    })
  })

  it('of no site are not registered, nor moved there', async () => {
    const api = testApi()
    const missing = { status: 404, json: { code: 404, message: 'Site not found' } }
    expect(await api.call('POST', '/cameras', { body: cameraBody(123) })).toMatchObject(missing)
    const id = await addCamera(api, await addSite(api))
    expect(await api.call('PUT', `/cameras/${id}`, { body: { siteId: 123 } })).toMatchObject(missing)
  })

  it('are changed by administrators who may, and by no others', async () => {
    const api = testApi()
    const id = await addCamera(api, await addSite(api))
    const refused = { status: 403, json: { code: 403, message: 'You are not allowed to perform that action' } }
    expect(await api.call('PUT', `/cameras/${id}`, { body: { name: 'Mine' }, as: assistant() })).toMatchObject(refused)
    expect((await api.call('GET', `/cameras/${id}`, { as: assistant() })).json.liveViewUrl).toBeDefined()
    const support = await api.call('GET', `/cameras/${id}`, { as: somebody({ type: 'CSR' }) })
    expect(support.json).not.toHaveProperty('liveViewUrl')
  })
})

describe('the status of a camera', () => {
  it.each([
    ['door', 'ONLINE'],
    ['offline-door', 'OFFLINE'],
    ['down-door', 'UNKNOWN'],
  ])('is shown when it is asked for: %s is %s', async (cameraId, status) => {
    const api = testApi()
    const id = await addCamera(api, await addSite(api), 'Camera', cameraId)
    expect((await api.call('GET', `/cameras/${id}?showStatus=true`)).json.status).toBe(status)
    expect((await api.call('GET', `/cameras/${id}?showStatus=false`)).json).not.toHaveProperty('status')
  })

  it('is not asked for by another word', async () => {
    const answer = await testApi().call('GET', '/cameras/1?showStatus=maybe')
    const message = "Invalid value 'maybe' for 'showStatus': expected true or false"
    expect(answer).toMatchObject({ status: 400, json: { message } })
  })
})
