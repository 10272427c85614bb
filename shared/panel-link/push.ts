import type { FirmwareFiles } from '../adapters/firmware-files.ts'
import type { Snapshots } from '../adapters/snapshots.ts'
import type { Deps } from '../domain/deps.ts'
import type { Command } from '../domain/devices/commands/entity.ts'
import type { FirmwareRequest } from '../domain/devices/firmware/entity.ts'
import type { Posture } from '../domain/devices/posture/entity.ts'
import type { RulesDelta, RulesSnapshot } from '../domain/devices/rules-log/entity.ts'
import type { AccountId, PanelId } from '../lib/ids.ts'
import { commandMessage, configMessage, deltaMessage, firmwareMessage, postureMessage } from '../panel-protocol/orders.ts'
import type { SigningKey } from '../panel-protocol/signing.ts'
import type { Say } from './say.ts'

/** What signs the messages for panels and finds their snapshots. */
export type PushDeps = Pick<Deps, 'now'> & {
  snapshots: Pick<Snapshots, 'url'>
  firmwareFiles: FirmwareFiles
  signing: SigningKey
}

/** How what is pending goes to a panel: a signed command, its posture, signed, or a signed note of where its new rules or its new firmware are. */
export const pushTo = (deps: PushDeps, accountId: AccountId, panelId: PanelId, say: Say) => ({
  posture: async (posture: Posture): Promise<boolean> => say(await postureMessage(deps.signing, posture, deps.now())),
  command: async (command: Command): Promise<boolean> => say(await commandMessage(deps.signing, command)),
  snapshot: async (snapshot: RulesSnapshot): Promise<boolean> => {
    const url = await deps.snapshots.url(accountId, panelId, snapshot.object)
    return say(await configMessage(deps.signing, panelId, snapshot, url, deps.now()))
  },
  deltas: async (deltas: readonly [RulesDelta, ...RulesDelta[]]): Promise<boolean> =>
    say(await deltaMessage(deps.signing, panelId, deltas, deps.now())),
  firmware: async (request: FirmwareRequest): Promise<boolean> => {
    const url = await deps.firmwareFiles.url(request.file)
    return say(await firmwareMessage(deps.signing, panelId, request, url, deps.now()))
  },
})
