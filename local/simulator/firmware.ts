import { createHash } from 'node:crypto'
import { z } from 'zod'
import { FirmwareVersion } from '../../shared/domain/devices/firmware/entity.ts'
import type { PanelId } from '../../shared/lib/ids.ts'
import { err, ok, type Result } from '../../shared/lib/result.ts'
import type { FirmwareAvailable } from '../../shared/panel-protocol/firmware.ts'
import { verifyFirmwareDescriptor } from '../../shared/panel-protocol/signing.ts'
import type { HttpFailure } from './cloud-http.ts'
import type { Store } from './store.ts'
import type { Trust } from './trust.ts'

/** What a panel runs that never installed another. */
export const factoryVersion = 'simulator-1.0.0'

/** No image may eat the panel's memory. */
const maxImageBytes = 64 * 1_024 * 1_024
const file = 'firmware.json'

/** An image of a simulated panel, which is its version and nothing that runs. */
const Image = z.object({ product: z.literal('sallyport-simulator'), version: FirmwareVersion })

export type FirmwareError = {
  kind: 'bad_signature' | 'wrong_panel' | 'older_order' | 'unreachable' | 'wrong_hash' | 'malformed_image'
  message: string
}

type Place = {
  panelId: PanelId
  trust: Trust
  /** GET, without a word about who asks: the URL says it all. */
  fetch: (url: string, maxBytes: number) => Promise<Result<Buffer, HttpFailure>>
}

const Kept = z.object({ version: FirmwareVersion, issuedAt: z.number() })

/** What the panel runs, kept over a reboot. */
export type FirmwareKeeper = Awaited<ReturnType<typeof openFirmware>>

export const openFirmware = async (store: Store) => {
  const kept = Kept.safeParse(jsonOf(await store.read(file)))
  let running = kept.success ? kept.data : { version: factoryVersion, issuedAt: 0 }
  return {
    version: () => running.version,
    /**
     * Installs an announced image: signature, panel, version, length, hash, content. What it returns without an error is on the disk.
     * Any error leaves the panel with what it ran.
     */
    async install({ version, url, jws }: FirmwareAvailable, place: Place): Promise<Result<void, FirmwareError>> {
      const signed = await place.trust.check(verifyFirmwareDescriptor, jws)
      if (!signed.ok) return failed('bad_signature', signed.error.message)
      const { panelId, sha256, bytes, issuedAt, ...descriptor } = signed.value
      if (panelId !== place.panelId) return failed('wrong_panel', `This firmware is for panel ${panelId}`)
      if (descriptor.version !== version)
        return failed('bad_signature', `${version} was announced and ${descriptor.version} signed`)
      // an old order that somebody kept must not bring an old fault back
      if (issuedAt < running.issuedAt) return failed('older_order', 'A newer order was followed already')
      if (bytes > maxImageBytes) return failed('malformed_image', `${bytes} bytes are too many`)
      const fetched = await place.fetch(url, bytes)
      if (!fetched.ok) return failed(fetched.error.kind === 'too_long' ? 'wrong_hash' : 'unreachable', fetched.error.message)
      const hash = createHash('sha256').update(fetched.value).digest('hex')
      if (fetched.value.byteLength !== bytes || hash !== sha256) return failed('wrong_hash', 'The image is not what was signed')
      const image = Image.safeParse(jsonOf(fetched.value))
      if (!image.success || image.data.version !== version)
        return failed('malformed_image', `The image is not version ${version}`)
      const installed = { version, issuedAt }
      await store.write(file, JSON.stringify(installed))
      running = installed
      return ok(undefined)
    },
  }
}

const failed = (kind: FirmwareError['kind'], message: string): Result<never, FirmwareError> => err({ kind, message })

const jsonOf = (content: Buffer | undefined): unknown => {
  try {
    return content && JSON.parse(content.toString('utf8'))
  } catch {
    return undefined
  }
}
