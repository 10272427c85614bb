import { z } from 'zod'
import type { CameraVideo } from '../../../domain/devices/cameras/clips.ts'
import { formatInstant, formatInstantMs } from '../wire-time.ts'
import { CameraListed, cameraListed } from './wire.ts'

export const VideoWire = z
  .object({
    startTime: z.string(),
    endTime: z.string(),
    camera: CameraListed,
    videoClips: z.array(
      z
        .object({
          format: z.string().meta({ description: 'What kind of file the link opens', example: 'mp4' }),
          startTime: z.string(),
          endTime: z.string(),
          url: z.string().meta({ description: 'Opens the clip without a token, for a limited time' }),
        })
        .meta({ id: 'VideoClip' }),
    ),
  })
  .meta({ id: 'CameraVideo' })

/** The clips of a camera (API document, Camera Video Clip Listing). */
export const videoWire = ({ camera, window, clips }: CameraVideo): z.infer<typeof VideoWire> => ({
  startTime: formatInstant(window.startAt),
  endTime: formatInstant(window.endAt),
  camera: cameraListed(camera),
  videoClips: clips.map(({ format, startAt, endAt, url }) => ({
    format,
    startTime: formatInstantMs(startAt),
    endTime: formatInstantMs(endAt),
    url,
  })),
})
