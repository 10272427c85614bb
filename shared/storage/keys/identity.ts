import type { Instant } from '../../lib/clock.ts'
import type { Key } from '../table/types.ts'
import { paddedInstant } from './common.ts'

/** What an administrator granted to an application, and what leads to a grant. Codes and sessions are named by their SHA-256. */
export const grantKey = (grantId: string): Key => ({ pk: `T#grant#${grantId}`, sk: 'grant' })
export const codeKey = (hash: string): Key => ({ pk: `T#code#${hash}`, sk: 'code' })
export const sessionKey = (hash: string): Key => ({ pk: `T#session#${hash}`, sk: 'session' })
/** Recent wrong passwords; by the username's SHA-256, since anybody may try any text as a username. */
export const signInAttemptsKey = (hash: string): Key => ({ pk: `T#sign-in#${hash}`, sk: 'attempts' })

/** Grants that ended before their access tokens did, in order of their end: few, since access tokens are short-lived. */
export const revocationPartition = 'G#revocations'
export const revocationSort = (revokedAt: Instant, grantId = '') => `${paddedInstant(revokedAt)}#${grantId}`
