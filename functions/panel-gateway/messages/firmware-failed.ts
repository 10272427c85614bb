import { recordFirmwareRefusal } from '../../../shared/domain/devices/firmware/end.ts'
import { log } from '../../../shared/lib/log.ts'
import type { FirmwareFailed } from '../../../shared/panel-protocol/firmware.ts'
import type { GatewayDeps } from '../deps.ts'
import type { Heard, Speaker } from '../speaker.ts'

/** The panel did not install a version that it was sent. */
export const firmwareFailed = async (
  deps: Pick<GatewayDeps, 'panels' | 'presences' | 'now'>,
  { accountId, panelId, line }: Speaker,
  { version, error }: FirmwareFailed,
): Promise<Heard> => {
  log('error', 'a panel did not install its firmware', { accountId, panelId, version, why: error })
  await recordFirmwareRefusal(deps, accountId, panelId, line.keyId, { version, error })
  return 'heard'
}
