import { z } from 'zod'
import { type FirmwareUpdateState, updateState } from '../../../domain/devices/firmware/entity.ts'
import type { PanelFirmware } from '../../../domain/devices/firmware/request.ts'
import type { Instant } from '../../../lib/clock.ts'
import { definedOf } from '../../../lib/defined.ts'
import { plainText } from '../../../lib/text.ts'
import { formatInstant } from '../wire-time.ts'
import { ControlPanelListed, controlPanelListed } from './wire.ts'

/** Body that asks for another firmware (API document, Update Control Panel firmware). */
export const FirmwareInput = z
  .object({
    firmwareVersion: plainText('firmwareVersion', 64).meta({
      description: 'The firmware version to install on the Control Panel',
    }),
  })
  .meta({ id: 'ControlPanelFirmwareInput', example: { firmwareVersion: '5.20.0' } })

const FirmwareUpdate = z
  .object({
    version: z.string(),
    state: z.enum(['REQUESTED', 'SENT', 'INSTALLED', 'FAILED', 'EXPIRED']),
    requested: z.string(),
    ended: z.string().optional().meta({ description: 'When the cloud noted how it ended' }),
    error: z.string().optional(),
  })
  .meta({ id: 'ControlPanelFirmwareUpdate', description: 'What the panel was last asked to install, and how far that came' })
export const ControlPanelFirmware = ControlPanelListed.pick({
  id: true,
  panelName: true,
  serialNumber: true,
  activated: true,
  updated: true,
  firmwareVersion: true,
})
  .extend({ version: z.string().optional(), availableVersions: z.array(z.string()), update: FirmwareUpdate.optional() })
  .meta({ id: 'ControlPanelFirmware' })

/** What a panel runs and can run (API document, Get Control Panel firmware); `update` is ours. */
export const controlPanelFirmware = (
  { live, availableVersions }: PanelFirmware,
  now: Instant,
): z.infer<typeof ControlPanelFirmware> => {
  const { id, panelName, serialNumber, activated, updated, firmwareVersion } = controlPanelListed(live, now)
  const { firmware } = live.presence
  const update = firmware && {
    version: firmware.version,
    state: updateStates[updateState(firmware, firmwareVersion, now)],
    requested: formatInstant(firmware.requestedAt),
    ...definedOf({ ended: firmware.ended && formatInstant(firmware.ended.at), error: firmware.ended?.error }),
  }
  const named = { id, panelName, serialNumber, updated, availableVersions }
  return { ...named, ...definedOf({ activated, firmwareVersion, version: firmwareVersion, update }) }
}

const updateStates = {
  requested: 'REQUESTED',
  sent: 'SENT',
  installed: 'INSTALLED',
  failed: 'FAILED',
  expired: 'EXPIRED',
} as const satisfies Record<FirmwareUpdateState, string>
