import { z } from 'zod'
import { day, second } from '../../../lib/clock.ts'
import type { AccountId } from '../../../lib/ids.ts'
import { sha256 } from '../../../lib/secrets.ts'
import type { Principal } from '../principals/principal.ts'

/** How long the answer to a request is kept under the key that its client gave it, in milliseconds. */
export const answerLifetime = day

/**
 * How long a request may be under way, in milliseconds: the time limit of the function that runs it, and five seconds for clocks
 * that differ. Whoever claimed a key is dead after that, and the key is free.
 */
export const claimLifetime = 25 * second

/** The largest body that is kept, in bytes: sealed as text it still fits in an item of the table. */
export const maxKeptBytes = 200_000

/** The answer to a request, without its body when that is not kept. Bodies may hold secrets that are shown once: they are sealed. */
export const KeptAnswer = z.object({
  status: z.number(),
  headers: z.record(z.string(), z.string()),
  body: z.union([z.object({ sealed: z.string() }), z.literal('empty'), z.literal('not kept')]),
})
export type KeptAnswer = z.infer<typeof KeptAnswer>

/**
 * A request under the key that its client gave it. Without an answer it is under way until `until`; with one it is kept until then.
 * `claim` is drawn for each run, so that none overwrites another's. The fingerprint is sealed: short bodies, a PIN in one,
 * could be guessed from a plain hash.
 */
export const KeptRequest = z.object({
  claim: z.string(),
  sealedFingerprint: z.string(),
  until: z.number(),
  answer: KeptAnswer.optional(),
})
export type KeptRequest = z.infer<typeof KeptRequest>

/** Where a request is kept. Keys of one caller mean nothing to another. */
export type RequestPlace = { accountId: AccountId; caller: string; key: string }

/** Who calls, as a part of where their requests are kept: an administrator is the same through each application. */
export const callerOf = (principal: Principal): string => {
  switch (principal.kind) {
    case 'administrator':
      return `administrator#${principal.administratorId}`
    case 'token':
      return `service-token#${principal.administratorId}#${principal.clientId}`
    case 'cardHolder':
      return `user#${principal.userId}`
    case 'panel':
      return `panel#${principal.panelId}`
    case 'system':
      return 'system'
  }
}

/** Whether a text can be a key: 1 to 255 printable ASCII characters. */
export const isIdempotencyKey = (text: string): boolean => /^[\x20-\x7e]{1,255}$/.test(text)

/** What tells one request from another: method, path with query, and the bytes of the body. */
export const fingerprintOf = (method: string, pathAndQuery: string, body: Uint8Array): string =>
  sha256(`${method} ${pathAndQuery}\n${sha256(body)}`)
