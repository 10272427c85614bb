import { describe, expect, it } from 'vitest'
import { videoProviders } from '../../../shared/adapters/video/providers.ts'
import type { VideoProvider } from '../../../shared/domain/devices/cameras/video.ts'
import { AccountId } from '../../../shared/lib/ids.ts'

const setup = { now: () => 0, publicUrl: 'https://cloud.example', sealer: { seal: () => '', open: () => new Uint8Array() } }
const camera = { accountId: AccountId.parse(1), providerCameraId: 'lobby' }
const window = { startAt: 1_000, endAt: 2_000 }
const clip = { format: 'mp4', startAt: 1_200, endAt: 1_300, url: 'https://video.example/1' }

const working: VideoProvider = {
  clips: async () => [clip],
  status: async () => 'online',
  liveViewUrl: () => 'https://video.example/live',
}
const patience = new AbortController()
const withProvider = (parts: Partial<VideoProvider>) =>
  videoProviders(setup, { other: async () => ({ ...working, ...parts }) }, () => patience.signal)
const failed = (why: string) => ({ ok: false, error: { kind: 'video_provider_failed', provider: 'other', why } })
/** What a provider of another make may answer; its type would not let it. */
const wrongClips = (given: unknown) => ({ clips: async () => given as never })

describe('a second provider', () => {
  it('is one more file: what it answers is what is listed', async () => {
    const video = withProvider({})
    expect(await video.names()).toEqual(['other'])
    expect(await video.clips('other', camera, window)).toEqual({ ok: true, value: [clip] })
    expect(await video.status('other', camera)).toEqual({ ok: true, value: 'online' })
    expect(await video.liveViewUrl('other', camera)).toBe('https://video.example/live')
  })

  it('may answer in any order, and more than was asked for', async () => {
    const at = (startAt: number, endAt: number) => ({ ...clip, startAt, endAt })
    const given = [at(1_900, 2_500), at(500, 1_000), at(900, 1_001), at(2_000, 2_100)]
    const listed = await withProvider({ clips: async () => given }).clips('other', camera, window)
    expect(listed).toEqual({ ok: true, value: [at(900, 1_001), at(1_900, 2_500)] })
  })

  it('is asked with the account whose camera it is', async () => {
    const asked: unknown[] = []
    const video = withProvider({
      clips: async (...given) => {
        asked.push(given.slice(0, 2))
        return []
      },
    })
    await video.clips('other', camera, window)
    expect(asked).toEqual([[camera, window]])
  })
})

describe('a provider that gives no answer that makes sense', () => {
  it.each([
    undefined,
    'clips',
    [{}],
    [{ ...clip, url: 'javascript:alert(1)' }],
    [{ ...clip, url: '/clips/1' }],
    [{ ...clip, startAt: 1_301 }],
    [{ ...clip, startAt: Number.NaN }],
    [{ ...clip, format: '' }],
    Array.from({ length: 2_001 }, () => clip),
  ])('is wrong', async (given) => {
    expect(await withProvider(wrongClips(given)).clips('other', camera, window)).toEqual(failed('wrong'))
  })

  it('is down when it throws, at once or later, or cannot be loaded', async () => {
    const thrown = () => {
      throw new Error('no route to host')
    }
    expect(await withProvider({ clips: thrown }).clips('other', camera, window)).toEqual(failed('down'))
    const rejected = async () => thrown()
    expect(await withProvider({ status: rejected }).status('other', camera)).toEqual(failed('down'))
    expect(await videoProviders(setup, { other: rejected }).clips('other', camera, window)).toEqual(failed('down'))
    expect(await withProvider({ liveViewUrl: thrown }).liveViewUrl('other', camera)).toBeUndefined()
  })

  it('is down when cameras of it are left and there is no such provider any more', async () => {
    expect(await videoProviders(setup, {}).clips('other', camera, window)).toEqual(failed('down'))
    expect(await videoProviders(setup).clips('constructor', camera, window)).toMatchObject({ error: { why: 'down' } })
  })

  it('is slow when its time is over, whether it heeds the signal or not', async () => {
    const heeds = (_: unknown, __: unknown, signal: AbortSignal) =>
      new Promise<never>((_resolve, reject) => signal.addEventListener('abort', () => reject(new Error('aborted'))))
    const never = () => new Promise<never>(() => undefined)
    for (const clips of [heeds, never]) {
      const waited = new AbortController()
      const video = videoProviders(setup, { other: async () => ({ ...working, clips }) }, () => waited.signal)
      const answer = video.clips('other', camera, window)
      waited.abort()
      expect(await answer).toEqual(failed('slow'))
    }
  })
})
