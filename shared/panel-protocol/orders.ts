import type { Command } from '../domain/devices/commands/entity.ts'
import type { PublishedConfig } from '../domain/devices/panels/entity.ts'
import type { Instant } from '../lib/clock.ts'
import type { PanelId } from '../lib/ids.ts'
import type { CommandMessage } from './command.ts'
import type { ConfigAvailable } from './config-available.ts'
import { type SigningKey, signCommand, signConfigDescriptor } from './signing.ts'

/** A stored command as it goes to its panel. */
export const commandMessage = async (key: SigningKey, command: Command): Promise<CommandMessage> => {
  const { id: commandId, panelId, kind, accessPoint, durationSeconds, notAfter, issuedAt } = command
  const payload = { commandId, panelId, kind, accessPointId: accessPoint.id, durationSeconds, notAfter, issuedAt }
  return { type: 'command', jws: await signCommand(key, payload) }
}

/** A published version of a panel's rules as it is announced; `url` gives its body. */
export const configMessage = async (
  key: SigningKey,
  panelId: PanelId,
  { version, sha256, bytes }: PublishedConfig,
  url: string,
  now: Instant,
): Promise<ConfigAvailable> => ({
  type: 'config.available',
  version,
  url,
  jws: await signConfigDescriptor(key, { panelId, version, sha256, bytes, issuedAt: now }),
})
