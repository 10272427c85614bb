import type { Instant } from '../../../lib/clock.ts'
import type { AccountId, PanelId } from '../../../lib/ids.ts'
import { err, ok, type Result } from '../../../lib/result.ts'
import { sameText } from '../../../lib/secrets.ts'
import type { Deps } from '../../deps.ts'
import type { Guess } from '../../identity/guesses/entity.ts'
import { countGuess, mayGuess, type TooManyGuesses } from '../../identity/guesses/guess.ts'
import { auditEventBy, type Stamp } from '../../record/events/audit.ts'
import type { Event } from '../../record/events/entity.ts'
import { panelAsObject } from './create.ts'
import type { Panel, PanelKey } from './entity.ts'
import type { PairingRefused } from './errors.ts'
import { pairingCodeHash } from './pairing-code.ts'

/** What a panel gives to pair; `keyId` is the thumbprint of `key`, `from` the network that it is given from. */
export type PairingClaim = { serialNumber: string; pairingCode: string; key: PanelKey; keyId: string; from: string }

/**
 * A panel pairs with the code that waits for it, while the code lives. The first key that comes uses the code up; that key may
 * come again, since the answer may have been lost on its way: then the panel is given back as it is.
 */
export const decidePairing = (panel: Panel, claim: PairingClaim, now: Instant): Result<Panel, PairingRefused> => {
  const isRight = sameText(panel.pairing?.codeHash ?? '', pairingCodeHash(claim.pairingCode))
  if (!panel.pairing || !isRight || panel.pairing.expiresAt <= now) return err({ kind: 'pairing_refused' })
  if (!panel.key) return ok({ ...panel, key: claim.key, pairedAt: now, version: panel.version + 1, updatedAt: now })
  return panel.key.x === claim.key.x ? ok(panel) : err({ kind: 'pairing_refused' })
}

/**
 * Pairs the panel with this serial number: from now on, what its key signs is its word. Refused claims are counted by serial number and
 * network, whether there is such a panel or not.
 */
export const pairPanel = async (
  deps: Pick<Deps, 'panels' | 'guesses' | 'now' | 'newUuid'>,
  claim: PairingClaim,
): Promise<Result<Paired, PairingRefused | TooManyGuesses>> => {
  const guess: Guess = { secret: 'pairing-code', owner: claim.serialNumber.toUpperCase(), from: claim.from }
  const taken = await mayGuess(deps, guess)
  if (!taken.ok) return taken
  const paired = await pairBySerial(deps, claim)
  if (!paired.ok) await countGuess(deps, guess)
  return paired
}

type Paired = { accountId: AccountId; panelId: PanelId }

const pairBySerial = async (
  deps: Pick<Deps, 'panels' | 'now' | 'newUuid'>,
  claim: PairingClaim,
): Promise<Result<Paired, PairingRefused>> => {
  const found = await deps.panels.findBySerial(claim.serialNumber)
  if (!found) {
    // It takes as many trips to the table as a known serial number.
    await deps.panels.findBySerial(claim.serialNumber)
    return err({ kind: 'pairing_refused' })
  }
  const panel = await deps.panels.get(found.accountId, found.panelId)
  if (!panel) return err({ kind: 'pairing_refused' })
  const now = deps.now()
  const decided = decidePairing(panel, claim, now)
  if (!decided.ok) return decided
  if (decided.value !== panel) {
    const event = pairedEvent(decided.value, { now, uuid: deps.newUuid() })
    const stored = await deps.panels.rekey(found.accountId, decided.value, claim.keyId, event)
    // Another claim, or a new code, came first: the panel asks again and hears what came of it.
    if (!stored.ok) return err({ kind: 'pairing_refused' })
  }
  return ok({ accountId: found.accountId, panelId: panel.id })
}

const pairedEvent = (panel: Panel, stamp: Stamp): Event =>
  auditEventBy(stamp, { kind: 'panel', id: panel.id, name: panel.name }, 'panel.paired', panelAsObject(panel))
