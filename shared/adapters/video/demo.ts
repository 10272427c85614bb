import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { ProvidedCamera, VideoClip, VideoProvider, VideoWindow } from '../../domain/devices/cameras/video.ts'
import type { Clock, Instant } from '../../lib/clock.ts'
import type { Sealer } from '../../lib/sealer.ts'
import type { VideoSetup } from './providers.ts'

/** How long a link opens what it leads to. */
export const demoLinkMs = 30 * 60 * 1000
/** A camera of the demo sees somebody once in this time. */
const slotMs = 2 * 60 * 1000
const liveMs = 10_000

/** What a link leads to: what a camera, known by its `seed`, recorded in a time; without one, what it shows now. */
const DemoLink = z.object({
  purpose: z.literal('demo-video'),
  seed: z.string(),
  until: z.number(),
  clip: z.object({ startAt: z.number(), endAt: z.number() }).optional(),
})
type DemoLink = z.infer<typeof DemoLink>

/** What a camera showed in a time. */
export type DemoView = { seed: string; startAt: Instant; endAt: Instant }

/**
 * The built-in provider, whose cameras are drawn: every id is a camera, of this account alone. It has the same clips of a camera
 * whenever it is asked, and their links open a small moving picture that the product serves itself. An id that begins with
 * `offline-`, `down-` or `slow-` is a camera that is offline, or whose provider is down or does not answer, for people who try out how
 * their programs take that.
 */
export const demoProvider = ({ now, publicUrl, sealer }: VideoSetup): VideoProvider => {
  const linkTo = (seed: string, clip?: DemoLink['clip']): string => {
    const link: DemoLink = { purpose: 'demo-video', seed, until: now() + demoLinkMs, ...(clip ? { clip } : {}) }
    return `${publicUrl}/v1/public/camera-clips/${sealer.seal(new TextEncoder().encode(JSON.stringify(link)))}`
  }
  return {
    clips: async (camera, window, signal) => {
      await behaveAs(camera, signal)
      const seed = seedOf(camera)
      return clipsOf(seed, window, now()).map((clip) => ({ format: 'gif', ...clip, url: linkTo(seed, clip) }))
    },
    status: async (camera, signal) => {
      await behaveAs(camera, signal)
      return camera.providerCameraId.startsWith('offline-') ? 'offline' : 'online'
    },
    liveViewUrl: (camera) => linkTo(seedOf(camera)),
  }
}

/** What the link of a demo camera leads to; undefined when it is none of ours, or its time is over. */
export const openDemoLink = ({ sealer, now }: { sealer: Sealer; now: Clock }, link: string): DemoView | undefined => {
  const opened = read(sealer, link)
  if (!opened || now() >= opened.until) return undefined
  return { seed: opened.seed, ...(opened.clip ?? { startAt: now() - liveMs, endAt: now() }) }
}

const read = (sealer: Sealer, link: string): DemoLink | undefined => {
  try {
    return DemoLink.safeParse(JSON.parse(new TextDecoder().decode(sealer.open(link)))).data
  } catch {
    return undefined
  }
}

const behaveAs = async ({ providerCameraId }: ProvidedCamera, signal: AbortSignal): Promise<void> => {
  if (providerCameraId.startsWith('down-')) throw new Error('This camera of the demo has no provider that could be reached')
  if (!providerCameraId.startsWith('slow-')) return
  await new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(new Error('This camera of the demo does not answer')), { once: true })
  })
}

const digest = (text: string) => createHash('sha256').update(text).digest()

const seedOf = ({ accountId, providerCameraId }: ProvidedCamera): string =>
  digest(`${accountId}#${providerCameraId}`).toString('base64url').slice(0, 16)

/** One clip of 10 to 40 seconds in each slot of time, as the seed says; only what is over by `now` has been recorded. */
const clipsOf = (seed: string, { startAt, endAt }: VideoWindow, now: Instant): Omit<VideoClip, 'format' | 'url'>[] => {
  const first = Math.floor(startAt / slotMs)
  const count = Math.max(0, Math.ceil(Math.min(endAt, now) / slotMs) - first)
  return Array.from({ length: count }, (_, index) => {
    const slot = first + index
    const drawn = digest(`${seed}#${slot}`)
    const begins = slot * slotMs + (drawn.readUInt32BE(0) % (slotMs - 40_000))
    return { startAt: begins, endAt: begins + 10_000 + (drawn.readUInt32BE(4) % 30_000) }
  }).filter((clip) => clip.endAt <= now && clip.endAt > startAt && clip.startAt < endAt)
}
