import type { PanelKey } from '../../shared/domain/devices/panels/entity.ts'
import { second } from '../../shared/lib/clock.ts'
import type { AccountId, PanelId } from '../../shared/lib/ids.ts'
import {
  assertionLifetimeSeconds,
  assertionToleranceSeconds,
  readUnverifiedAssertion,
  verifyAssertion,
} from '../../shared/panel-protocol/assertion.ts'
import { keyIdOf, verifyKeys } from '../../shared/panel-protocol/signing.ts'
import type { UsedAssertion } from '../../shared/storage/devices/connections.ts'
import type { GatewayDeps } from './deps.ts'

/** A panel that has proved who it is; its assertion is still to be used up. */
export type Identified = { accountId: AccountId; panelId: PanelId; key: PanelKey; keyId: string; assertion: UsedAssertion }

/** An assertion is believed from this long before its issue until this long after its end. */
const rememberedMs = (assertionLifetimeSeconds + 2 * assertionToleranceSeconds) * second

/**
 * Who sends a request, by the assertion in `Authorization`: verified with the key that the panel of that serial number paired
 * with. The account is that panel's, whatever the assertion says. Undefined, without a reason, for anything that is not right.
 */
export const identify = async (
  deps: Pick<GatewayDeps, 'panels' | 'now'>,
  authorization: string | undefined,
): Promise<Identified | undefined> => {
  const [, text] = /^bearer\s+(\S+)\s*$/i.exec(authorization ?? '') ?? []
  const claimed = text === undefined ? undefined : readUnverifiedAssertion(text)
  if (text === undefined || !claimed?.ok) return undefined
  const found = await deps.panels.findBySerial(claimed.value.serialNumber)
  if (!found?.key || found.panelId !== claimed.value.panelId) return undefined
  const { accountId, panelId, key } = found
  const now = deps.now()
  const verified = await verifyAssertion(await verifyKeys({ keys: [key] }), text, now)
  if (!verified.ok) return undefined
  const assertion = { jti: verified.value.jti, expiresAt: now + rememberedMs }
  return { accountId, panelId, key, keyId: await keyIdOf(key), assertion }
}
