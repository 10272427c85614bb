import { recordFirmwareEnd } from '../../../shared/domain/devices/firmware/end.ts'
import type { Hello } from '../../../shared/panel-protocol/hello.ts'
import { answerPending, askForHeartbeat, contact, heartbeatSecondsOf } from '../contact.ts'
import type { GatewayDeps } from '../deps.ts'
import type { Heard, Speaker } from '../speaker.ts'

/**
 * The panel is there: its socket is the one to be used from now on, and it gets what waited for it. It is asked for a heartbeat at
 * once, since only that reports how its doors stand; a panel that has rules to fetch first is asked when it has them.
 */
export const hello = async (deps: GatewayDeps, speaker: Speaker, message: Hello): Promise<Heard> => {
  const { appliedVersion, stateHash, postureVersion: appliedPosture, firmwareVersion } = message
  const met = await contact(deps, speaker, { appliedVersion, stateHash, appliedPosture, firmwareVersion }, true)
  if (typeof met === 'string') return met
  const { generation } = met.presence
  const heartbeatSeconds = heartbeatSecondsOf(speaker)
  const reached = await speaker.say({ type: 'welcome', now: deps.now(), generation, heartbeatSeconds })
  const sent = reached ? await answerPending(deps, speaker, met) : undefined
  if (sent?.reached && !sent.rules) await askForHeartbeat(speaker)
  await recordFirmwareEnd(deps, speaker.accountId, met.presence)
  return 'heard'
}
