import { log } from '../../../shared/lib/log.ts'
import type { FirmwareFailed } from '../../../shared/panel-protocol/firmware.ts'
import type { GatewayDeps } from '../deps.ts'
import type { Heard, Speaker } from '../speaker.ts'

/** The panel did not install a version that it was sent. */
export const firmwareFailed = async (
  { presences, now }: Pick<GatewayDeps, 'presences' | 'now'>,
  { accountId, panelId, line }: Speaker,
  { version, error }: FirmwareFailed,
): Promise<Heard> => {
  log('error', 'a panel did not install its firmware', { accountId, panelId, version, why: error })
  await presences.firmwareFailed(accountId, panelId, line, version, { at: now(), ...(error === undefined ? {} : { error }) })
  return 'heard'
}
