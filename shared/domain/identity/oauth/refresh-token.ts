import type { Instant } from '../../../lib/clock.ts'
import { base64url, keyedSha256, sameText } from '../../../lib/secrets.ts'
import { type Grant, refreshGrace, retriesThatShowSharing, sharedTokenRest, sharingMemory } from './entity.ts'

/** What a refresh token says of itself before it is believed. */
export type PresentedToken = { grantId: string; generation: number; mac: string }

/**
 * The refresh token of one generation of a grant: `<grant>.<generation>.<mac>`. The same generation always gives the same
 * token, so callers that refresh at once, or again since an answer was lost, all get the same successor. The table alone
 * does not give it (no key), nor the key alone (no seed).
 */
export const refreshTokenOf = (key: Uint8Array, { id, seed }: Pick<Grant, 'id' | 'seed'>, generation: number): string =>
  [idToText(id), generation.toString(36), base64url(keyedSha256(key, 'refresh-token', `${id} ${generation} ${seed}`))].join('.')

/** Takes a refresh token apart; undefined when it has not the form of one. */
export const readRefreshToken = (token: string): PresentedToken | undefined => {
  const [, id, generation, mac] = /^([\w-]{22})\.([0-9a-z]{1,8})\.([\w-]{43})$/.exec(token) ?? []
  const bytes = Buffer.from(id ?? '', 'base64url').toString('hex')
  if (!generation || !mac || bytes.length !== 32) return undefined
  const grantId = bytes.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
  return { grantId, generation: Number.parseInt(generation, 36), mac }
}

/**
 * What a refresh does: `rotate` to the next generation; `repeat` the newest; repeat it for a token that is just superseded
 * (`retry`); end the grant (`reused`); or nothing (`invalid`).
 */
export type RefreshDecision = 'rotate' | 'repeat' | 'retry' | 'reused' | 'invalid'

/** Whether several callers are known to use the refresh tokens of this grant at once. */
export const isShared = ({ retries = 0, retriedAt = 0 }: Grant, now: Instant): boolean =>
  retries >= retriesThatShowSharing && now < retriedAt + sharingMemory

/**
 * Judges a refresh token against its grant. One that was never issued ends nothing, or anybody who has seen a grant's id could
 * end it. One that was superseded twice, or once and long ago, is used by two parties.
 */
export const decideRefresh = (key: Uint8Array, grant: Grant, presented: PresentedToken, now: Instant): RefreshDecision => {
  const issued = refreshTokenOf(key, grant, presented.generation).split('.').at(-1) ?? ''
  if (presented.generation > grant.generation || !sameText(issued, presented.mac)) return 'invalid'
  if (grant.revokedAt !== undefined || now >= grant.expiresAt) return 'invalid'
  if (presented.generation === grant.generation) {
    // Callers that refresh before every request would else go on by two while one of them is still on its way.
    return isShared(grant, now) && now < grant.rotatedAt + sharedTokenRest ? 'repeat' : 'rotate'
  }
  return presented.generation === grant.generation - 1 && now < grant.rotatedAt + refreshGrace ? 'retry' : 'reused'
}

const idToText = (uuid: string) => Buffer.from(uuid.replaceAll('-', ''), 'hex').toString('base64url')
