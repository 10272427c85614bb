import { describe, expect, it } from 'vitest'
import { createApp } from '../../../../functions/brivo-api/app.ts'
import { mountsOf } from '../../../../functions/brivo-api/mounts.ts'
import { videoProviders } from '../../../../shared/adapters/video/providers.ts'
import { somebody, stranger, testApi } from '../../../support/api.ts'
import { addCamera, addSite } from '../../../support/cameras.ts'

const minutes = 60_000
const noon = Date.UTC(2026, 2, 2, 12)
const hour = 'startTime=2026-03-02T10:00:00Z&endTime=2026-03-02T11:00:00Z'

const withCamera = async (cameraId?: string) => {
  const api = testApi()
  const siteId = await addSite(api, 'Acme Systems')
  const id = await addCamera(api, siteId, 'Back Door Camera', cameraId)
  return { ...api, api, siteId, id }
}

describe('clips of a camera', () => {
  it('are listed for a time, with the shape of the document', async () => {
    const { call, id, siteId } = await withCamera()
    const { status, json } = await call('GET', `/cameras/${id}/video?${hour}`)
    expect(status).toBe(200)
    expect(json).toMatchObject({
      startTime: '2026-03-02T10:00:00Z',
      endTime: '2026-03-02T11:00:00Z',
      camera: { id, name: 'Back Door Camera', videoProvider: { type: 'DEMO' }, site: { id: siteId, siteName: 'Acme Systems' } },
    })
    expect(json.videoClips).toHaveLength(30)
    expect(json.videoClips[0]).toEqual({
      format: 'gif',
      startTime: expect.stringMatching(/^2026-03-02T10:0\d:\d\d\.\d{3}Z$/),
      endTime: expect.stringMatching(/^2026-03-02T10:0\d:\d\d\.\d{3}Z$/),
      url: expect.stringMatching(/^https:\/\/cloud\.example\/v1\/public\/camera-clips\/v1\.[\w-]+$/),
    })
  })

  it('take the request of the document', async () => {
    const { call, id } = await withCamera()
    const query = 'startTime=2024-05-29T16:00:00Z&endTime=2024-05-29T16:01:00Z'
    expect((await call('GET', `/cameras/${id}/video?${query}`)).json).toMatchObject({ endTime: '2024-05-29T16:01:00Z' })
  })

  it('are the same whenever they are asked for, each in every time that it overlaps', async () => {
    const { call, id, clock } = await withCamera()
    const timesOf = async (query: string) =>
      (await call('GET', `/cameras/${id}/video?${query}`)).json.videoClips.map(
        ({ startTime }: { startTime: string }) => startTime,
      )
    const all = await timesOf(hour)
    clock.now += 60 * minutes
    expect(await timesOf(hour)).toEqual(all)
    const parts = await Promise.all(
      ['startTime=2026-03-02T10:00Z&endTime=2026-03-02T10:30Z', 'startTime=2026-03-02T10:30Z&endTime=2026-03-02T11:00Z'].map(
        timesOf,
      ),
    )
    expect([...new Set(parts.flat())]).toEqual(all)
  })

  it('end before now: nothing is recorded yet of what is to come', async () => {
    const { call, id } = await withCamera()
    const query = 'startTime=2026-03-02T11:30:00Z&endTime=2026-03-02T13:00:00Z'
    const clips: { endTime: string }[] = (await call('GET', `/cameras/${id}/video?${query}`)).json.videoClips
    expect(clips.length).toBeGreaterThan(10)
    expect(clips.filter(({ endTime }) => Date.parse(endTime) > noon)).toEqual([])
    const future = 'startTime=2026-03-03T11:30:00Z&endTime=2026-03-03T13:00:00Z'
    expect((await call('GET', `/cameras/${id}/video?${future}`)).json.videoClips).toEqual([])
  })

  it('of the same id of the provider are others in another account', async () => {
    const { call, id, api } = await withCamera('lobby')
    const theirs: typeof call = (method, path, options) => call(method, path, { ...options, as: stranger() })
    const other = await addCamera({ call: theirs }, await addSite({ call: theirs }), 'Lobby', 'lobby')
    const ours = await api.call('GET', `/cameras/${id}/video?${hour}`)
    const foreign = await theirs('GET', `/cameras/${other}/video?${hour}`)
    expect(foreign.json.videoClips[0].startTime).not.toBe(ours.json.videoClips[0].startTime)
  })

  it.each([
    ['', "'startTime'"],
    ['startTime=2026-03-02T10:00:00Z', "'endTime'"],
    ['startTime=yesterday&endTime=2026-03-02T10:00:00Z', "'yesterday'"],
    ['startTime=2026-03-02T10:00:00Z&endTime=2026-03-02T10:00:00Z', "'endTime' must be after 'startTime'"],
    ['startTime=2026-03-02T10:00:00Z&endTime=2026-03-01T10:00:00Z', "'endTime' must be after 'startTime'"],
    ['startTime=2026-03-01T10:00:00Z&endTime=2026-03-02T10:00:00Z', 'less than 24 hours'],
    ['startTime=2026-03-01T10:00:00Z&startTime=2026-03-01T10:00:00Z&endTime=2026-03-01T11:00:00Z', "'startTime'"],
    ['startTime=%00&endTime=%F0%9F%98%80', "'startTime'"],
  ])('are not listed for %j', async (query, text) => {
    const { call, id } = await withCamera()
    const refused = await call('GET', `/cameras/${id}/video?${query}`)
    expect(refused).toMatchObject({ status: 400, json: { code: 400, message: expect.stringContaining(text) } })
    expect(refused.json.message).toMatch(/^Invalid listing criteria provided/)
  })

  it('are for who may watch, and of a camera of the account', async () => {
    const { call, id } = await withCamera()
    const path = `/cameras/${id}/video?${hour}`
    expect(await call('GET', path, { as: somebody({ type: 'CSR' }) })).toMatchObject({ status: 403, json: { code: 403 } })
    const missing = { status: 404, json: { code: 404, message: 'Camera not found' } }
    expect(await call('GET', path, { as: stranger() })).toMatchObject(missing)
    expect(await call('GET', `/cameras/123/video?${hour}`)).toMatchObject(missing)
  })
})

describe('the link of a clip', () => {
  const linkOf = async () => {
    const set = await withCamera()
    const url = new URL((await set.call('GET', `/cameras/${set.id}/video?${hour}`)).json.videoClips[0].url)
    return { ...set, open: () => set.app.request(url.pathname), path: url.pathname }
  }

  it('opens a moving picture without a token, the same each time', async () => {
    const { open } = await linkOf()
    const [first, second] = [await open(), await open()]
    expect(first.status).toBe(200)
    expect(first.headers.get('content-type')).toBe('image/gif')
    const bytes = Buffer.from(await first.arrayBuffer())
    expect(bytes.subarray(0, 6).toString()).toBe('GIF89a')
    expect(Buffer.from(await second.arrayBuffer()).equals(bytes)).toBe(true)
  })

  it('opens it for half an hour, and nothing after', async () => {
    const { open, clock } = await linkOf()
    clock.now += 30 * minutes - 1
    expect((await open()).status).toBe(200)
    clock.now += 1
    expect((await open()).status).toBe(404)
  })

  it('opens nothing when it was changed, or is what the product sealed for something else', async () => {
    const { app, deps, path } = await linkOf()
    const others = [
      `${path.slice(0, -2)}AA`,
      `/v1/public/camera-clips/${deps.sealer.seal(new TextEncoder().encode('a secret'))}`,
      '/v1/public/camera-clips/v1.x',
      '/v1/public/camera-clips/%00',
    ]
    for (const other of others) expect((await app.request(other)).status, other).toBe(404)
  })

  it('to the live view shows the time at which it is opened', async () => {
    const { app, call, id, clock } = await withCamera()
    const { pathname } = new URL((await call('GET', `/cameras/${id}`)).json.liveViewUrl)
    const pictureNow = async () => Buffer.from(await (await app.request(pathname)).arrayBuffer())
    const first = await pictureNow()
    clock.now += minutes
    expect((await pictureNow()).equals(first)).toBe(false)
    clock.now += 30 * minutes
    expect((await app.request(pathname)).status).toBe(404)
  })
})

describe('a video provider', () => {
  it('that cannot be reached is named in the answer', async () => {
    const { call, id } = await withCamera('down-1')
    expect(await call('GET', `/cameras/${id}/video?${hour}`)).toMatchObject({
      status: 424,
      json: { code: 424, message: 'The video provider DEMO cannot be reached; try again later' },
    })
  })

  it('that does not answer costs its own request alone, and not for longer than the limit', async () => {
    const { deps, api, id } = await withCamera('slow-1')
    const patience = new AbortController()
    const slow = { ...deps, video: videoProviders(deps, undefined, () => patience.signal) }
    const app = createApp(slow, mountsOf(slow))
    const as = (who: object) => ({
      headers: { 'api-key': 'test-key', Authorization: `Bearer ${Buffer.from(JSON.stringify(who)).toString('base64url')}` },
    })
    const waiting = app.request(`/v1/api/cameras/${id}/video?${hour}`, as(somebody()))
    expect((await app.request('/v1/api/cameras', as(stranger()))).status).toBe(200)
    expect((await api.call('GET', `/cameras/${id}`)).status).toBe(200)
    patience.abort()
    const answer = await waiting
    expect(answer.status).toBe(424)
    const message = 'The video provider DEMO did not answer in time; try again later'
    expect(await answer.json()).toEqual({ code: 424, message })
  })
})
