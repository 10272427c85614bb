import type { FirmwareFiles } from '../../shared/adapters/firmware-files.ts'
import type { PanelSockets } from '../../shared/adapters/panel-sockets.ts'
import type { Snapshots } from '../../shared/adapters/snapshots.ts'
import type { Deps } from '../../shared/domain/deps.ts'
import type { CloudKeys } from '../../shared/panel-protocol/pairing.ts'
import type { SigningKey } from '../../shared/panel-protocol/signing.ts'

/** What the gateway is given. `keys` are the public halves of all that may sign; `signing` is the one that does. */
export type GatewayDeps = Pick<
  Deps,
  | 'panels'
  | 'postures'
  | 'presences'
  | 'connections'
  | 'commands'
  | 'rulesLog'
  | 'uploads'
  | 'guesses'
  | 'now'
  | 'newUuid'
  | 'pause'
> & {
  sockets: PanelSockets
  snapshots: Pick<Snapshots, 'url'>
  firmwareFiles: FirmwareFiles
  signing: SigningKey
  keys: CloudKeys
  /** What panels dial. */
  socketUrl: string
}
