import { z } from 'zod'
import type { VideoProviderFailed } from '../../domain/devices/cameras/errors.ts'
import type { CameraStatus, Video, VideoClip, VideoProvider } from '../../domain/devices/cameras/video.ts'
import type { Clock } from '../../lib/clock.ts'
import { describeError, log } from '../../lib/log.ts'
import { err, ok, type Result } from '../../lib/result.ts'
import type { Sealer } from '../../lib/sealer.ts'

/** What a provider is made with. `publicUrl` is the base URL of the HTTP API. */
export type VideoSetup = { now: Clock; publicUrl: string; sealer: Sealer }

export type VideoProviderLoaders = Readonly<Record<string, (setup: VideoSetup) => Promise<VideoProvider>>>

/**
 * The video providers: a new one is a file beside this one, and a line here. Its name is what cameras are registered with, in lower
 * case; the file is loaded when a camera of it is first asked about.
 */
const providers: VideoProviderLoaders = {
  demo: async (setup) => (await import('./demo.ts')).demoProvider(setup),
}

/** How long an answer is waited for: less than makes a request slow enough for an alarm. */
const patienceMs = 2_500
const maxClips = 2_000

const Clips = z
  .array(
    z
      .object({
        format: z.string().min(1).max(20),
        startAt: z.number(),
        endAt: z.number(),
        url: z.url({ protocol: /^https?$/ }).max(4_000),
      })
      .refine(({ startAt, endAt }) => startAt <= endAt),
  )
  .max(maxClips)
const Status = z.enum(['online', 'offline'])

/**
 * The providers of `loaders`, each waited for until the signal of `timeLimit` and no longer, and its answers checked. So a provider
 * that is slow, down or wrong costs the request that asks it its answer, and nothing else.
 */
export const videoProviders = (
  setup: VideoSetup,
  loaders: VideoProviderLoaders = providers,
  timeLimit = () => AbortSignal.timeout(patienceMs),
): Video => {
  const load = async (name: string): Promise<VideoProvider> => {
    const loader = Object.hasOwn(loaders, name) ? loaders[name] : undefined
    if (!loader) throw new Error('There is no such provider any more')
    return loader(setup)
  }

  const ask = async <T>(
    provider: string,
    schema: z.ZodType<T>,
    question: (asked: VideoProvider, signal: AbortSignal) => Promise<T>,
  ): Promise<Result<T, VideoProviderFailed>> => {
    const signal = timeLimit()
    const failed = (why: VideoProviderFailed['why'], thrown?: unknown) => {
      log('warn', 'video provider failed', { provider, why, ...(thrown === undefined ? {} : describeError(thrown)) })
      return err<VideoProviderFailed>({ kind: 'video_provider_failed', provider, why })
    }
    try {
      const asked = await load(provider)
      const parsed = schema.safeParse(await Promise.race([question(asked, signal), untilAborted(signal)]))
      return parsed.success ? ok(parsed.data) : failed('wrong', parsed.error)
    } catch (thrown) {
      return failed(signal.aborted ? 'slow' : 'down', thrown)
    }
  }

  return {
    names: async () => Object.keys(loaders),
    clips: async (provider, camera, window) => {
      const given = await ask<VideoClip[]>(provider, Clips, (asked, signal) => asked.clips(camera, window, signal))
      if (!given.ok) return given
      const within = given.value.filter(({ startAt, endAt }) => endAt > window.startAt && startAt < window.endAt)
      return ok(within.toSorted((one, other) => one.startAt - other.startAt))
    },
    status: (provider, camera) => ask<CameraStatus>(provider, Status, (asked, signal) => asked.status(camera, signal)),
    liveViewUrl: async (provider, camera) => {
      const url = await ask<string | undefined>(provider, z.url({ protocol: /^https?$/ }).optional(), async (asked) =>
        asked.liveViewUrl(camera),
      )
      return url.ok ? url.value : undefined
    },
  }
}

/** Rejects when the signal is aborted, for a provider that does not heed it. */
const untilAborted = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => {
    const abort = () => reject(new Error('The provider did not answer in time'))
    if (signal.aborted) abort()
    else signal.addEventListener('abort', abort, { once: true })
  })
