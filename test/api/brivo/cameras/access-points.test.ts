import { describe, expect, it } from 'vitest'
import { stranger, testApi } from '../../../support/api.ts'
import { addCamera, addSite } from '../../../support/cameras.ts'
import { addDoors } from '../../../support/panels.ts'

const set = async () => {
  const api = testApi()
  const doors = await addDoors(api)
  return { ...api, ...doors, api, cameraId: await addCamera(api, doors.siteId) }
}

describe('cameras and access points', () => {
  it('are put together and listed from both sides, with the shapes of the document', async () => {
    const { call, api, siteId, front, back, controlPanelId, cameraId } = await set()
    const second = await addCamera(api, siteId, 'Second')
    for (const [camera, door] of [
      [cameraId, back],
      [cameraId, front],
      [second, front],
    ])
      expect((await call('PUT', `/cameras/${camera}/access-points/${door}`)).status).toBe(204)
    expect((await call('GET', `/access-points/${front}/cameras`)).json).toEqual({
      data: [
        { id: cameraId, name: 'Front door camera', videoProvider: { type: 'DEMO' }, site: { id: siteId, siteName: 'Office' } },
        { id: second, name: 'Second', videoProvider: { type: 'DEMO' }, site: { id: siteId, siteName: 'Office' } },
      ],
      offset: 0,
      pageSize: 20,
      count: 2,
    })
    const page = await call('GET', `/access-points/${front}/cameras?offset=1&pageSize=1`)
    expect(page.json).toMatchObject({ data: [{ id: second }], offset: 1, count: 2 })
    const doors = await call('GET', `/cameras/${cameraId}/access-points`)
    expect(doors.json).toMatchObject({
      data: [
        { id: front, name: 'Front door', controlPanelId, siteId, siteName: 'Office', activationEnabled: expect.any(Boolean) },
        { id: back, name: 'Back door' },
      ],
      offset: 0,
      pageSize: 20,
      count: 2,
    })
  })

  it('stay as they are when it is done twice, with one event for each change', async () => {
    const { call, table, front, cameraId } = await set()
    const path = `/cameras/${cameraId}/access-points/${front}`
    for (const method of ['PUT', 'POST', 'DELETE', 'DELETE']) expect((await call(method, path)).status).toBe(204)
    expect((await call('GET', `/access-points/${front}/cameras`)).json.count).toBe(0)
    const changes = table.items().flatMap((item) => (item.type === 'camera.updated' ? [item.facts] : []))
    expect(changes).toEqual([
      { changes: [{ property: 'accessPoint', currentValue: String(front) }] },
      { changes: [{ property: 'accessPoint', previousValue: String(front) }] },
    ])
  })

  it('are parted when the access point is deleted, and the camera stays', async () => {
    const { call, front, back, cameraId } = await set()
    for (const door of [front, back]) await call('PUT', `/cameras/${cameraId}/access-points/${door}`)
    expect((await call('DELETE', `/access-points/${front}`)).status).toBe(204)
    expect((await call('GET', `/cameras/${cameraId}/access-points`)).json).toMatchObject({ data: [{ id: back }], count: 1 })
    expect((await call('GET', `/cameras/${cameraId}`)).status).toBe(200)
  })

  it('are parted when the camera is deleted, and the access point stays', async () => {
    const { call, table, front, cameraId } = await set()
    await call('PUT', `/cameras/${cameraId}/access-points/${front}`)
    expect((await call('DELETE', `/cameras/${cameraId}`)).status).toBe(204)
    expect((await call('GET', `/access-points/${front}/cameras`)).json).toMatchObject({ data: [], count: 0 })
    expect((await call('GET', `/access-points/${front}`)).status).toBe(200)
    expect(table.items().filter(({ entity }) => entity === 'camera-of-door' || entity === 'camera-claim')).toEqual([])
  })

  it('are 20 at most for one camera', async () => {
    const { call, controlPanelId, cameraId } = await set()
    const statuses: number[] = []
    for (let number = 0; number <= 20; number += 1) {
      const door = await call('POST', '/access-points', { body: { name: `Door ${number}`, controlPanelId } })
      const answer = await call('PUT', `/cameras/${cameraId}/access-points/${door.json.id}`)
      statuses.push(answer.status)
      if (number === 20) expect(answer.json.message).toBe('The camera is at 20 access points, which is all it can be at')
    }
    expect(statuses).toEqual([...Array.from({ length: 20 }, () => 204), 412])
    expect((await call('DELETE', `/cameras/${cameraId}`)).status).toBe(204)
  })

  it('of another account are not found, exactly as ids that never were', async () => {
    const { call, front, cameraId } = await set()
    const camera = { status: 404, json: { code: 404, message: 'Camera not found' } }
    const point = { status: 404, json: { code: 404, message: 'Unknown Access Point' } }
    expect(await call('PUT', `/cameras/${cameraId}/access-points/${front}`, { as: stranger() })).toMatchObject(camera)
    expect(await call('PUT', `/cameras/${cameraId}/access-points/123`)).toMatchObject(point)
    expect(await call('GET', `/access-points/${front}/cameras`, { as: stranger() })).toMatchObject(point)
    expect(await call('GET', '/cameras/123/access-points')).toMatchObject(camera)
  })

  it.each(['pageSize=101', 'offset=x'])('are not listed with %s', async (query) => {
    const { call, front, cameraId } = await set()
    expect((await call('GET', `/cameras/${cameraId}/access-points?${query}`)).status).toBe(400)
    expect((await call('GET', `/access-points/${front}/cameras?${query}`)).status).toBe(400)
  })
})

describe('cameras of a site', () => {
  it('are listed by page, without those of other sites', async () => {
    const api = testApi()
    const [west, east] = [await addSite(api), await addSite(api, 'East')]
    const first = await addCamera(api, west, 'Camera 1 West Side')
    await addCamera(api, east, 'Elsewhere')
    const second = await addCamera(api, west, 'Camera 2 West Side')
    expect((await api.call('GET', `/sites/${west}/cameras`)).json).toMatchObject({
      data: [
        { id: first, name: 'Camera 1 West Side', site: { id: west, siteName: 'Acme West Site' } },
        { id: second, name: 'Camera 2 West Side' },
      ],
      offset: 0,
      pageSize: 20,
      count: 2,
    })
    const page = await api.call('GET', `/sites/${west}/cameras?offset=1&pageSize=1`)
    expect(page.json).toMatchObject({ data: [{ id: second }], count: 2 })
    expect((await api.call('GET', `/sites/${await addSite(api, 'None')}/cameras`)).json).toMatchObject({ data: [], count: 0 })
  })

  it('of another account are not found', async () => {
    const api = testApi()
    const siteId = await addSite(api)
    const missing = { status: 404, json: { code: 404, message: 'Site not found' } }
    expect(await api.call('GET', `/sites/${siteId}/cameras`, { as: stranger() })).toMatchObject(missing)
  })
})
