import { recordFirmwareEnd } from '../../../shared/domain/devices/firmware/end.ts'
import type { Heartbeat } from '../../../shared/panel-protocol/heartbeat.ts'
import { answerPending, contact } from '../contact.ts'
import type { GatewayDeps } from '../deps.ts'
import type { Heard, Speaker } from '../speaker.ts'

/** The panel lives, and says how its doors stand; it gets what waits for it. */
export const heartbeat = async (deps: GatewayDeps, speaker: Speaker, message: Heartbeat): Promise<Heard> => {
  const at = deps.now()
  const doors = Object.fromEntries(message.doors.map(({ accessPointId, state }) => [String(accessPointId), { state, at }]))
  const met = await contact(
    deps,
    speaker,
    { appliedVersion: message.appliedVersion, stateHash: message.stateHash, appliedPosture: message.postureVersion, doors },
    false,
  )
  if (typeof met === 'string') return met
  const reached = await speaker.say({ type: 'heartbeat.ack', now: deps.now() })
  if (reached) await answerPending(deps, speaker, met)
  await recordFirmwareEnd(deps, speaker.accountId, met.presence)
  return 'heard'
}
