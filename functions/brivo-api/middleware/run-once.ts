import type { Context, Next } from 'hono'
import { decide, keeping } from '../../../shared/domain/identity/idempotency/decide.ts'
import {
  answerLifetime,
  callerOf,
  claimLifetime,
  fingerprintOf,
  isIdempotencyKey,
  type KeptAnswer,
  type KeptRequest,
  type RequestPlace,
} from '../../../shared/domain/identity/idempotency/entity.ts'
import type { ApiEnv } from '../../../shared/http/env.ts'
import { describeError, log } from '../../../shared/lib/log.ts'
import type { Sealer } from '../../../shared/lib/sealer.ts'
import { apiError } from '../api-error.ts'
import type { IdempotencyDeps } from './idempotency-key.ts'

/** What of an answer is kept beside its status and body; the other headers are those of each request. */
const keptHeaders = ['content-type', 'sallyport-command-id']

/** Claims the key, runs the request and keeps its answer; or answers as the first request with the key was answered. */
export const runOnce = async (deps: IdempotencyDeps, c: Context<ApiEnv>, key: string, next: Next) => {
  if (!isIdempotencyKey(key)) return apiError(c, { kind: 'invalid_idempotency_key' })
  const { principal } = c.var
  const place = { accountId: principal.accountId, caller: callerOf(principal), key }
  const fingerprint = await requestFingerprint(c.req.raw)
  const now = deps.now()
  const sealedFingerprint = deps.sealer.seal(Buffer.from(fingerprint))
  const request = { claim: deps.newUuid(), sealedFingerprint, until: now + claimLifetime }
  const taken = await deps.idempotency.claim(place, request, now)
  if (taken) return answerAgain(deps.sealer, c, taken, fingerprint)
  await next()
  return keepAnswer(deps, place, request, c.res)
}

const requestFingerprint = async (request: Request): Promise<string> => {
  const { pathname, search } = new URL(request.url)
  // The endpoint reads the body too.
  const body = new Uint8Array(await request.clone().arrayBuffer())
  return fingerprintOf(request.method, `${pathname}${search}`, body)
}

const answerAgain = async (sealer: Sealer, c: Context<ApiEnv>, taken: KeptRequest, fingerprint: string) => {
  const known = Buffer.from(sealer.open(taken.sealedFingerprint)).toString()
  const decided = decide({ fingerprint: known, answer: taken.answer }, fingerprint)
  if (!decided.ok) {
    if (decided.error.kind === 'request_under_way') c.header('Retry-After', '1')
    return apiError(c, decided.error)
  }
  const { status, headers, body } = decided.value
  const bytes = typeof body === 'object' ? new Uint8Array(sealer.open(body.sealed)) : null
  return new Response(bytes, { status, headers: { ...headers, 'Idempotent-Replayed': 'true' } })
}

/**
 * Keeps an answer, or gives the key back. What was done is answered even if that fails: the key is under way then until its claim
 * is over.
 */
const keepAnswer = async (
  deps: IdempotencyDeps,
  place: RequestPlace,
  request: KeptRequest,
  response: Response,
): Promise<void> => {
  try {
    const answer = await answerToKeep(deps.sealer, response)
    if (answer) await deps.idempotency.settle(place, { ...request, answer, until: deps.now() + answerLifetime })
    else await deps.idempotency.giveBack(place, request.claim)
  } catch (thrown) {
    log('error', 'the answer to a request with an idempotency key was not kept', {
      accountId: place.accountId,
      ...describeError(thrown),
    })
  }
}

const answerToKeep = async (sealer: Sealer, response: Response): Promise<KeptAnswer | undefined> => {
  const { status, headers } = response
  const bytes = new Uint8Array(await response.clone().arrayBuffer())
  const kept = keeping({ status, contentType: headers.get('content-type') ?? '', bytes: bytes.byteLength })
  if (kept === 'nothing') return undefined
  const named = keptHeaders.flatMap((name): [string, string][] => {
    const value = headers.get(name)
    return value === null ? [] : [[name, value]]
  })
  const whole = bytes.byteLength === 0 ? 'empty' : { sealed: sealer.seal(bytes) }
  return { status, headers: Object.fromEntries(named), body: kept === 'whole' ? whole : 'not kept' }
}
