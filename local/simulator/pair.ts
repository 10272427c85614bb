import { log } from '../../shared/lib/log.ts'
import { err, ok, type Result } from '../../shared/lib/result.ts'
import { PairAnswer, type PairRequest } from '../../shared/panel-protocol/pairing.ts'
import { publicHalf } from '../../shared/panel-protocol/signing.ts'
import { backoffMs } from './backoff.ts'
import type { Cable } from './cable.ts'
import { askCloud, type HttpFailure } from './cloud-http.ts'
import { type Identity, isPairedWith, pairingFrom, saveIdentity } from './identity.ts'
import { pause } from './pause.ts'
import type { PanelSettings, Timing } from './settings.ts'
import type { Store } from './store.ts'

const maxAnswerBytes = 64 * 1_024
/** A refused code is tried again, since it may be registered later, but rarely: this much slower than an absent cloud. */
const refusedSlowdown = 5

export type PairingPlace = {
  settings: PanelSettings
  cloudUrl: string
  timing: Timing
  store: Store
  cable: Cable
  random: () => number
  stopped: AbortSignal
}

/**
 * Pairs, trying until the cloud agrees, and writes down what it learned. A panel that is paired already asks again, once, when it
 * was given another code or cloud; when that is refused it stays as it was. Undefined when the panel was stopped meanwhile.
 */
export const pairUntilAgreed = async (identity: Identity, place: PairingPlace): Promise<Identity | undefined> => {
  const { settings, cloudUrl, timing, store, cable, random, stopped } = place
  if (isPairedWith(identity.pairing, cloudUrl, settings.pairingCode)) return identity
  for (let attempt = 0; !stopped.aborted; attempt += 1) {
    await cable.whenUp(stopped)
    const answer = await askToPair(identity, place)
    if (answer.ok) {
      const paired = { ...identity, pairing: pairingFrom(answer.value, cloudUrl, settings.pairingCode) }
      await saveIdentity(store, paired)
      log('info', 'panel paired', { serialNumber: settings.serialNumber, panelId: paired.pairing.panelId })
      return paired
    }
    const isRefused = answer.error.kind === 'refused' && answer.error.status < 500
    if (isRefused && identity.pairing) return identity
    if (isRefused || attempt === 0) {
      log('warn', 'pairing failed', { serialNumber: settings.serialNumber, reason: answer.error.message })
    }
    const slowdown = isRefused ? refusedSlowdown : 1
    await pause(slowdown * backoffMs(attempt, timing.backoffFirstMs, timing.backoffMaximumMs, random()), stopped)
  }
  return undefined
}

const askToPair = async (identity: Identity, place: PairingPlace): Promise<Result<PairAnswer, HttpFailure>> => {
  const { settings, cloudUrl, timing, cable, stopped } = place
  const { kty, crv, x } = await publicHalf(identity.privateKey)
  const body: PairRequest = { ...settings, publicKey: { kty, crv, x } }
  const answer = await askCloud({
    url: `${cloudUrl}/panels/pair`,
    body: JSON.stringify(body),
    signal: AbortSignal.any([cable.signal(), stopped]),
    timeoutMs: timing.answerTimeoutMs,
    maxBytes: maxAnswerBytes,
  })
  if (!answer.ok) return answer
  try {
    return ok(PairAnswer.parse(JSON.parse(answer.value.toString('utf8'))))
  } catch {
    return err({ kind: 'unreachable', message: 'The answer to the pairing is not one' })
  }
}
