import type { PanelMessage } from '../../shared/panel-protocol/message.ts'
import type { GatewayDeps } from './deps.ts'
import { configApplied } from './messages/config-applied.ts'
import { events } from './messages/events.ts'
import { firmwareFailed } from './messages/firmware-failed.ts'
import { heartbeat } from './messages/heartbeat.ts'
import { hello } from './messages/hello.ts'
import { postureApplied } from './messages/posture-applied.ts'
import { receipt } from './messages/receipt.ts'
import { status } from './messages/status.ts'
import type { Heard, Speaker } from './speaker.ts'

/** Hands a message to whoever knows what it means. */
export const hear = (deps: GatewayDeps, speaker: Speaker, message: PanelMessage): Promise<Heard> => {
  switch (message.type) {
    case 'hello':
      return hello(deps, speaker, message)
    case 'heartbeat':
      return heartbeat(deps, speaker, message)
    case 'config.applied':
      return configApplied(deps, speaker, message)
    case 'posture.applied':
      return postureApplied(deps, speaker, message)
    case 'firmware.failed':
      return firmwareFailed(deps, speaker, message)
    case 'receipt':
      return receipt(deps, speaker, message)
    case 'events':
      return events(deps, speaker, message)
    case 'status':
      return status(deps, speaker, message)
  }
}
