import { log } from '../../../shared/lib/log.ts'
import type { PostureApplied } from '../../../shared/panel-protocol/posture.ts'
import type { GatewayDeps } from '../deps.ts'
import type { Heard, Speaker } from '../speaker.ts'
import { atOnce, doorStates, noteDoors } from './status.ts'

/**
 * The doors follow a new posture, or the panel refused it. How they stand is noted with the version, or before it when they are many:
 * whoever waits for the version reads that.
 */
export const postureApplied = async (
  deps: Pick<GatewayDeps, 'presences' | 'now'>,
  speaker: Speaker,
  { version, ok, error, doors }: PostureApplied,
): Promise<Heard> => {
  const { accountId, panelId, line } = speaker
  if (!ok) {
    log('error', 'a panel refused its posture', { accountId, panelId, version, why: error })
    const refused = { version, at: deps.now(), ...(error === undefined ? {} : { error }) }
    return (await deps.presences.postureRefused(accountId, panelId, line, refused)) ? 'heard' : 'unpaired'
  }
  const last = doors.slice(-atOnce)
  const noted = await noteDoors(deps, speaker, doors.slice(0, -atOnce))
  if (noted !== 'heard') return noted
  const applied = await deps.presences.postureApplied(accountId, panelId, line, version, doorStates(last, deps.now()))
  return applied ? 'heard' : noteDoors(deps, speaker, last)
}
