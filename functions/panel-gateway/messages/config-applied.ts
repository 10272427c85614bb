import { hasReportedDoors } from '../../../shared/domain/devices/panels/entity.ts'
import type { ConfigApplied } from '../../../shared/panel-protocol/config-applied.ts'
import { askForHeartbeat } from '../contact.ts'
import type { GatewayDeps } from '../deps.ts'
import type { Heard, Speaker } from '../speaker.ts'

/**
 * The panel runs a new version of its rules, or refused it. It is asked for a heartbeat when it has not said yet on this connection how
 * its doors stand, or when there is a newer version. Otherwise it says by itself when it has other doors now: to ask every time would
 * bring each change of a person a second time.
 */
export const configApplied = async (
  { presences, now }: Pick<GatewayDeps, 'presences' | 'now'>,
  speaker: Speaker,
  { version, ok, error, stateHash }: ConfigApplied,
): Promise<Heard> => {
  const { accountId, panelId, line } = speaker
  if (ok) {
    const presence = await presences.applied(accountId, panelId, line, version, stateHash)
    if (presence && (presence.rulesVersion > version || !hasReportedDoors(presence))) await askForHeartbeat(speaker)
  } else if (!error?.startsWith('older_version')) {
    // a panel that is ahead of what it was sent refuses nothing that it should run
    const refused = { version, at: now(), ...(error === undefined ? {} : { error }) }
    await presences.refused(accountId, panelId, line, refused)
  }
  return 'heard'
}
