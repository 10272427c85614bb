import type { ConfigApplied } from '../../../shared/panel-protocol/config-applied.ts'
import { askForHeartbeat } from '../contact.ts'
import type { GatewayDeps } from '../deps.ts'
import type { Heard, Speaker } from '../speaker.ts'

/** The panel runs a new version of its rules, or refused it. Its doors may be others now: a heartbeat reports how they stand. */
export const configApplied = async (
  { presences, now }: Pick<GatewayDeps, 'presences' | 'now'>,
  speaker: Speaker,
  { version, ok, error, stateHash }: ConfigApplied,
): Promise<Heard> => {
  const { accountId, panelId, line } = speaker
  if (ok) {
    await presences.applied(accountId, panelId, line, version, stateHash)
    await askForHeartbeat(speaker)
  } else if (!error?.startsWith('older_version')) {
    // a panel that is ahead of what it was sent refuses nothing that it should run
    const refused = { version, at: now(), ...(error === undefined ? {} : { error }) }
    await presences.refused(accountId, panelId, line, refused)
  }
  return 'heard'
}
