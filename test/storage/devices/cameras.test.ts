import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { videoProviders } from '../../../shared/adapters/video/providers.ts'
import { createCamera } from '../../../shared/domain/devices/cameras/create.ts'
import { putCameraToDoor } from '../../../shared/domain/devices/cameras/doors.ts'
import type { Camera } from '../../../shared/domain/devices/cameras/entity.ts'
import { listCameras, listCamerasAtDoor } from '../../../shared/domain/devices/cameras/list.ts'
import { removeCamera } from '../../../shared/domain/devices/cameras/remove.ts'
import { retrieveCamera } from '../../../shared/domain/devices/cameras/retrieve.ts'
import { updateCamera } from '../../../shared/domain/devices/cameras/update.ts'
import { removeSite } from '../../../shared/domain/places/sites/remove.ts'
import { AccessPointId, AccountId, SiteId } from '../../../shared/lib/ids.ts'
import { memoryTable } from '../../fakes/memory-table.ts'
import { audit } from '../../support/doors.ts'
import { type LocalTable, startLocalTable } from '../../support/local-table.ts'
import { type Cost, meterOf } from '../../support/meter.ts'
import { placesOver } from '../../support/places.ts'

let local: LocalTable
beforeAll(async () => {
  local = await startLocalTable()
})
afterAll(() => local.stop())

const home = SiteId.parse(1)
const sealer = { seal: () => '', open: () => new Uint8Array() }

const camerasOver = (table: Parameters<typeof placesOver>[0]) => {
  const places = placesOver(table)
  const video = videoProviders({ now: places.deps.now, publicUrl: 'https://cloud.example', sealer })
  const deps = { ...places.deps, video }
  const register = (account: number, providerCameraId: string) =>
    createCamera(deps, places.principal(account), { name: providerCameraId, siteId: home, provider: 'demo', providerCameraId })
  const made = async (account: number, providerCameraId: string): Promise<Camera> => {
    const result = await register(account, providerCameraId)
    if (!result.ok) throw new Error(result.error.kind)
    return result.value
  }
  return { ...places, deps, register, made }
}

const later = (camera: Camera, changes: Partial<Camera>): Camera => ({ ...camera, ...changes, version: camera.version + 1 })

describe.each([
  ['in memory', () => memoryTable()],
  ['DynamoDB Local', () => local.table],
])('cameras: %s', (_name, make) => {
  let set: ReturnType<typeof camerasOver>
  beforeAll(() => {
    set = camerasOver(make())
  })

  it('are registered once each, also when two ask at once, and counted at their site', async () => {
    await set.doors(301, [1])
    const both = await Promise.all([set.register(301, 'lobby'), set.register(301, 'lobby')])
    expect(both.map(({ ok }) => ok).toSorted()).toEqual([false, true])
    expect(both.find(({ ok }) => !ok)).toMatchObject({ error: { kind: 'camera_registered' } })
    expect(await set.deps.sites.get(set.of(301), home)).toMatchObject({ cameraCount: 1 })
  })

  it('free what they were registered as when they become another or go', async () => {
    await set.doors(302, [1])
    const one = await set.made(302, 'one')
    await updateCamera(set.deps, set.principal(302), one.id, { providerCameraId: 'two' })
    expect(await set.register(302, 'two')).toMatchObject({ ok: false, error: { kind: 'camera_registered' } })
    expect(await set.register(302, 'one')).toMatchObject({ ok: true })
    await removeCamera(set.deps, set.principal(302), one.id)
    expect(await set.register(302, 'two')).toMatchObject({ ok: true })
  })

  it('never come to a site that is deleted or renamed in the same instant', async () => {
    await set.doors(303, [])
    const site = await set.deps.sites.get(set.of(303), home)
    if (!site) throw new Error('The site is there')
    const camera = await set.made(303, 'first')
    const add = await set.deps.cameras.adding(set.of(303), camera.id)
    const renamed = { ...site, siteName: 'The name of before' }
    const late = { ...camera, id: camera.id, providerCameraId: 'second' }
    expect((await add(late, renamed, audit('late'))).ok).toBe(false)
    expect(await set.deps.sites.remove(set.of(303), site, undefined)).toEqual({ ok: false, reason: 'changed' })
    expect(await removeSite(set.deps, set.principal(303), home)).toMatchObject({ ok: false, error: { kind: 'site_has_panels' } })
  })

  it('lie at doors that exist, and at none that went', async () => {
    await set.doors(304, [1, 2])
    const camera = await set.made(304, 'front')
    const gone = later(camera, { accessPointIds: [AccessPointId.parse(99)] })
    expect(await set.deps.cameras.replace(set.of(304), camera, gone, undefined)).toEqual({ ok: false, reason: 'changed' })
    for (const id of [1, 2]) await putCameraToDoor(set.deps, set.principal(304), camera.id, AccessPointId.parse(id))
    expect(await set.deps.cameras.idsAtDoor(set.of(304), AccessPointId.parse(1))).toEqual([camera.id])
    await set.removeDoor(304, 1)
    expect(await set.deps.cameras.get(set.of(304), camera.id)).toMatchObject({ accessPointIds: [2] })
    expect(await set.deps.cameras.idsAtDoor(set.of(304), AccessPointId.parse(1))).toEqual([])
    await removeCamera(set.deps, set.principal(304), camera.id)
    const left = await listCamerasAtDoor(set.deps, set.principal(304), AccessPointId.parse(2), set.page)
    expect(left).toEqual({ ok: true, value: { data: [], count: 0 } })
  })

  it('take two doors that are put to one at once', async () => {
    await set.doors(305, [1, 2])
    const camera = await set.made(305, 'wide')
    const put = (id: number) => putCameraToDoor(set.deps, set.principal(305), camera.id, AccessPointId.parse(id))
    expect(await Promise.all([put(1), put(2)])).toMatchObject([{ ok: true }, { ok: true }])
    const stored = await set.deps.cameras.get(set.of(305), camera.id)
    expect(stored?.accessPointIds.toSorted()).toEqual([1, 2])
  })
})

describe('what cameras cost', () => {
  let meter: ReturnType<typeof meterOf>
  beforeAll(() => {
    meter = meterOf(local.client, local.tableName)
  })

  it('does not grow with the cameras, nor with the page that is listed', async () => {
    const set = camerasOver(local.table)
    const costOf = async (account: number, offset: number): Promise<Cost> => {
      const page = { offset, pageSize: 20 }
      const { value, cost } = await meter.measure(() => listCameras(set.deps, set.principal(account), [], page))
      expect(value.data).toHaveLength(20)
      return cost
    }
    for (const [account, count] of [
      [310, 20],
      [311, 120],
    ] as const) {
      await set.deps.sites.add(
        AccountId.parse(account),
        { id: home, version: 1, siteName: 'S', timeZone: 'UTC', createdAt: 0, updatedAt: 0 },
        undefined,
      )
      for (let number = 0; number < count; number += 1) await set.made(account, `camera ${number}`)
    }
    const few = await costOf(310, 0)
    expect(few).toMatchObject({ sequentialTrips: 2, calls: 2 })
    expect(few.readUnits).toBeLessThanOrEqual(2)
    for (const offset of [0, 60, 100]) expect((await costOf(311, offset)).readUnits).toBeLessThanOrEqual(6)
  })

  it('is little for one camera, its registration and its place at a door', async () => {
    const set = camerasOver(local.table)
    await set.doors(312, [1])
    await set.made(312, 'first')
    const { value: camera, cost } = await meter.measure(() => set.made(312, 'second'))
    expect(cost.sequentialTrips).toBeLessThanOrEqual(2)
    expect(cost.writeUnits).toBeLessThanOrEqual(14)
    const principal = set.principal(312)
    const found = await meter.measure(() => retrieveCamera(set.deps, principal, camera.id, { showStatus: false }))
    expect(found.cost).toMatchObject({ sequentialTrips: 1 })
    expect(found.cost.readUnits).toBeLessThanOrEqual(1)
    const put = await meter.measure(() => putCameraToDoor(set.deps, principal, camera.id, AccessPointId.parse(1)))
    expect(put.cost.sequentialTrips).toBeLessThanOrEqual(2)
    expect(put.cost.writeUnits).toBeLessThanOrEqual(12)
  })
})
