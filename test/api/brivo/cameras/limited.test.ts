import { describe, expect, it } from 'vitest'
import { withLee } from '../../../support/assignments.ts'
import { addCamera } from '../../../support/cameras.ts'
import { addDoors } from '../../../support/panels.ts'

/** Two sites with a camera each, both at the front door of each site, and an administrator who is limited to the first. */
const withSites = async () => {
  const api = await withLee()
  const call: typeof api.call = (method, path, options) => api.call(method, path, { as: api.as, ...options })
  const [mill, shop] = [await addDoors({ call }, 'SP-1', 'Mill'), await addDoors({ call }, 'SP-2', 'Shop')]
  const theirs = await addCamera({ call }, shop.siteId, 'Shop camera')
  const own = await addCamera({ call }, mill.siteId, 'Mill camera')
  for (const camera of [theirs, own])
    for (const door of [mill.front, shop.front]) await call('PUT', `/cameras/${camera}/access-points/${door}`)
  return { call, table: api.table, mill, shop, own, theirs, as: await api.limited({ sites: [mill.siteId] }) }
}

describe('an administrator who is limited to a site', () => {
  it('sees its cameras and its access points alone, and counts no others', async () => {
    const { call, mill, own, theirs, as } = await withSites()
    const listed = async (path: string) => (await call('GET', path, { as })).json
    expect(await listed('/cameras')).toMatchObject({ data: [{ id: own }], count: 1 })
    expect(await listed('/cameras?filter=name__eq:camera')).toMatchObject({ data: [{ id: own }], count: 1 })
    expect(await listed(`/access-points/${mill.front}/cameras?pageSize=1`)).toMatchObject({ data: [{ id: own }], count: 1 })
    expect(await listed(`/cameras/${own}/access-points?pageSize=1`)).toMatchObject({ data: [{ id: mill.front }], count: 1 })
    expect((await call('GET', `/cameras/${theirs}`, { as })).text).toBe((await call('GET', '/cameras/77', { as })).text)
    expect((await call('DELETE', `/cameras/${theirs}`, { as })).status).toBe(404)
  })

  it('moves no camera to another site, and puts none to its access points', async () => {
    const { call, shop, own, as } = await withSites()
    expect((await call('PUT', `/cameras/${own}`, { as, body: { siteId: shop.siteId } })).status).toBe(404)
    expect((await call('PUT', `/cameras/${own}/access-points/${shop.back}`, { as })).status).toBe(404)
  })

  it('takes the cameras of other sites from an access point too when it deletes that', async () => {
    const { call, table, mill, shop, theirs, as } = await withSites()
    expect((await call('DELETE', `/access-points/${mill.front}`, { as })).status).toBe(204)
    const left = await call('GET', `/cameras/${theirs}/access-points`)
    expect(left.json).toMatchObject({ data: [{ id: shop.front }], count: 1 })
    const stored = table.items().find((item) => item.entity === 'camera' && item.id === theirs)
    expect(stored?.accessPointIds).toEqual([shop.front])
  })
})
