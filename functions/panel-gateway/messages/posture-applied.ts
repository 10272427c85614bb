import { log } from '../../../shared/lib/log.ts'
import type { PostureApplied } from '../../../shared/panel-protocol/posture.ts'
import type { GatewayDeps } from '../deps.ts'
import type { Heard, Speaker } from '../speaker.ts'
import { noteDoors } from './status.ts'

/** The doors follow a new posture, or the panel refused it. How they stand is noted first: whoever waits for the version reads that. */
export const postureApplied = async (
  deps: Pick<GatewayDeps, 'presences' | 'now'>,
  speaker: Speaker,
  { version, ok, error, doors }: PostureApplied,
): Promise<Heard> => {
  const { accountId, panelId, line } = speaker
  if (!ok) {
    log('error', 'a panel refused its posture', { accountId, panelId, version, why: error })
    return 'heard'
  }
  const noted = await noteDoors(deps, speaker, doors)
  if (noted === 'heard') await deps.presences.postureApplied(accountId, panelId, line, version)
  return noted
}
