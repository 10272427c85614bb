import type { ApiKeyName } from '../domain/identity/api-keys/entity.ts'
import { readApiKey } from '../domain/identity/api-keys/text.ts'
import { apiKeySubject } from '../domain/identity/revocations/entity.ts'
import type { Clock } from '../lib/clock.ts'
import { keptReads, type Noticed } from './kept-reads.ts'
import type { Revocations } from './revocations.ts'

/** Whether a text is an api key that holds. */
export type VerifyApiKey = (text: string) => Promise<boolean>

/** What api keys are judged by. */
export type ApiKeyRules = {
  /** The service's api-key key. */
  key: Uint8Array
  revocations: Revocations
  /** Reads what a key stands on now. */
  readKey: (named: ApiKeyName) => Promise<Noticed<unknown>>
}

/**
 * Judges api keys. One that we did not make is refused without a look at the table; what the others stand on is read when an instance
 * first sees one, and again after a notice about it and every ten minutes.
 */
export const apiKeyVerifier = ({ key, revocations, readKey }: ApiKeyRules, now: Clock): VerifyApiKey => {
  const current = keptReads<unknown>(revocations, now)
  return async (text) => {
    const named = readApiKey(key, text)
    if (!named) return false
    await revocations.ready()
    return (await current(apiKeySubject(named.id), () => readKey(named))) !== undefined
  }
}
