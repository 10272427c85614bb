import { joinFrameChanges, lastOfEach } from '../domain/access/decisions/entity.ts'
import type { Command } from '../domain/devices/commands/entity.ts'
import type { FirmwareImage } from '../domain/devices/firmware/entity.ts'
import type { Posture } from '../domain/devices/posture/entity.ts'
import type { RulesDelta, RulesSnapshot } from '../domain/devices/rules-log/entity.ts'
import type { Instant } from '../lib/clock.ts'
import { definedOf } from '../lib/defined.ts'
import type { PanelId } from '../lib/ids.ts'
import type { CommandMessage } from './command.ts'
import type { ConfigAvailable } from './config-available.ts'
import type { ConfigDeltaMessage } from './config-delta.ts'
import type { FirmwareAvailable } from './firmware.ts'
import type { PostureMessage } from './posture.ts'
import {
  type SigningKey,
  signCommand,
  signConfigDelta,
  signConfigDescriptor,
  signFirmwareDescriptor,
  signPosture,
} from './signing.ts'

/** A stored command as it goes to its panel. */
export const commandMessage = async (key: SigningKey, command: Command): Promise<CommandMessage> => {
  const {
    id: commandId,
    panelId,
    kind,
    relays,
    accessPoint,
    durationSeconds,
    inLockdown,
    inPrivacy,
    notAfter,
    issuedAt,
  } = command
  const what = { kind, accessPointId: accessPoint.id, ...(relays ? { relays } : {}) }
  const also = definedOf({ inLockdown, inPrivacy })
  const payload = { commandId, panelId, ...what, durationSeconds, ...also, notAfter, issuedAt }
  return { type: 'command', jws: await signCommand(key, payload) }
}

/** A snapshot of a panel's rules as it is announced; `url` gives its body. */
export const configMessage = async (
  key: SigningKey,
  panelId: PanelId,
  { version, sha256, bytes, stateHash, people }: RulesSnapshot,
  url: string,
  now: Instant,
): Promise<ConfigAvailable> => ({
  type: 'config.available',
  version,
  url,
  jws: await signConfigDescriptor(key, { panelId, version, sha256, bytes, stateHash, people, issuedAt: now }),
})

/** Deltas of a panel's rules that follow each other, in one message. There is one at least. */
export const deltaMessage = async (
  key: SigningKey,
  panelId: PanelId,
  [first, ...others]: readonly [RulesDelta, ...RulesDelta[]],
  now: Instant,
): Promise<ConfigDeltaMessage> => {
  const { version } = others.at(-1) ?? first
  const all = [first, ...others]
  const people = lastOfEach(all.flatMap((delta) => delta.people))
  const frame = joinFrameChanges(all.flatMap((delta) => delta.frame ?? []))
  const change = { ...(frame ? { frame } : {}), people }
  const jws = await signConfigDelta(key, { panelId, base: first.version - 1, version, ...change, issuedAt: now })
  return { type: 'config.delta', version, jws }
}

/** An image of firmware as it is announced to a panel; `url` gives it. */
export const firmwareMessage = async (
  key: SigningKey,
  panelId: PanelId,
  { version, sha256, bytes }: FirmwareImage,
  url: string,
  now: Instant,
): Promise<FirmwareAvailable> => ({
  type: 'firmware.available',
  version,
  url,
  jws: await signFirmwareDescriptor(key, { panelId, version, sha256, bytes, issuedAt: now }),
})

/** A stored posture as it goes to its panel: without what only administrators ask about, and without overrides that are over. */
export const postureMessage = async (key: SigningKey, posture: Posture, now: Instant): Promise<PostureMessage> => {
  const { panelId, version, modes, resets } = posture
  const overrides = posture.overrides
    .filter(({ endsAt }) => endsAt === undefined || now < endsAt)
    .map(({ accessPointId, behavior, endsAt }) => ({ accessPointId, behavior, ...(endsAt === undefined ? {} : { endsAt }) }))
  const whole = { panelId, version, overrides, modes, ...(resets.length > 0 ? { resets } : {}), issuedAt: now }
  return { type: 'posture', version, jws: await signPosture(key, whole) }
}
