import { createHash } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { factoryVersion, openFirmware } from '../../../local/simulator/firmware.ts'
import { openStore } from '../../../local/simulator/store.ts'
import { createTrust } from '../../../local/simulator/trust.ts'
import { PanelId } from '../../../shared/lib/ids.ts'
import { err, ok } from '../../../shared/lib/result.ts'
import type { FirmwareDescriptor } from '../../../shared/panel-protocol/firmware.ts'
import { signFirmwareDescriptor } from '../../../shared/panel-protocol/signing.ts'
import { newKey } from '../../support/gateway.ts'

const panelId = PanelId.parse(7)
const imageOf = (version: string) => Buffer.from(JSON.stringify({ product: 'sallyport-simulator', version }))
const hashOf = (image: Buffer) => createHash('sha256').update(image).digest('hex')

let directory: string
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'panel-'))
})
afterEach(() => rm(directory, { recursive: true, force: true }))

/** A panel, and what installs an image that its cloud has signed. */
const aPanel = async () => {
  const cloud = await newKey()
  const trust = await createTrust(
    { keys: [cloud.published] },
    { now: () => 0, fetchKeys: async () => undefined, keep: async () => undefined },
  )
  const firmware = await openFirmware(await openStore(directory))
  const install = async (
    version: string,
    {
      image = imageOf(version),
      key = cloud.signing,
      isAway = false,
      ...wanted
    }: Partial<FirmwareDescriptor> & {
      image?: Buffer
      key?: typeof cloud.signing
      isAway?: boolean
    } = {},
  ) => {
    const described = imageOf(version)
    const descriptor = { panelId, version, sha256: hashOf(described), bytes: described.byteLength, issuedAt: 5, ...wanted }
    const announced = {
      type: 'firmware.available',
      version,
      url: 'https://x.example/',
      jws: await signFirmwareDescriptor(key, descriptor),
    } as const
    const fetch = async () => (isAway ? err({ kind: 'unreachable' as const, message: 'no way' }) : ok(image))
    const installed = await firmware.install(announced, { panelId, trust, fetch })
    return installed.ok ? 'installed' : installed.error.kind
  }
  return { firmware, install }
}

describe('the firmware of a panel', () => {
  it('is that of the factory until another is installed, which stays over a reboot', async () => {
    const { firmware, install } = await aPanel()
    expect(firmware.version()).toBe(factoryVersion)
    expect(await install('simulator-1.1.0')).toBe('installed')
    expect(firmware.version()).toBe('simulator-1.1.0')
    expect((await openFirmware(await openStore(directory))).version()).toBe('simulator-1.1.0')
  })

  it('is not installed unless it is what the cloud signed for this panel', async () => {
    const { firmware, install } = await aPanel()
    const other = imageOf('simulator-6.6.6')
    expect(await install('simulator-1.1.0', { image: other })).toBe('wrong_hash')
    expect(await install('simulator-1.1.0', { image: Buffer.concat([imageOf('simulator-1.1.0'), Buffer.from(' ')]) })).toBe(
      'wrong_hash',
    )
    expect(await install('simulator-1.1.0', { key: (await newKey()).signing })).toBe('bad_signature')
    expect(await install('simulator-1.1.0', { panelId: PanelId.parse(8) })).toBe('wrong_panel')
    expect(await install('simulator-1.1.0', { version: 'simulator-1.2.0' })).toBe('bad_signature')
    expect(await install('simulator-1.1.0', { bytes: 1e9 })).toBe('malformed_image')
    expect(await install('simulator-1.1.0', { image: other, sha256: hashOf(other), bytes: other.byteLength })).toBe(
      'malformed_image',
    )
    expect(await install('simulator-1.1.0', { isAway: true })).toBe('unreachable')
    expect(firmware.version()).toBe(factoryVersion)
  })

  it('does not go back by an old order, and does by a new one', async () => {
    const { firmware, install } = await aPanel()
    await install('simulator-1.1.0', { issuedAt: 10 })
    expect(await install('simulator-1.0.0', { issuedAt: 9 })).toBe('older_order')
    expect(firmware.version()).toBe('simulator-1.1.0')
    expect(await install('simulator-1.0.0', { issuedAt: 11 })).toBe('installed')
  })
})
