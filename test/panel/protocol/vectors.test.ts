import { createHash, createPublicKey, verify } from 'node:crypto'
import { gunzipSync } from 'node:zlib'
import { expect, it } from 'vitest'
import type { DecisionReason } from '../../../shared/domain/access/decisions/decision.ts'
import { hashAfter, hashAfterFrame, hashText } from '../../../shared/domain/access/decisions/state-hash.ts'
import { PanelEvent } from '../../../shared/panel-protocol/events.ts'
import { PairAnswer, PairRequest } from '../../../shared/panel-protocol/pairing.ts'
import { protocolVectors } from './vectors.ts'

const vectors = await protocolVectors()
const file = '../../../docs/vectors/panel-protocol.json'

it('docs/vectors/panel-protocol.json is what the code gives; --update writes it', async () => {
  await expect(`${JSON.stringify(vectors, null, 2)}\n`).toMatchFileSnapshot(file)
})

it('keys have the thumbprints of RFC 7638, and the key of RFC 8037 the one that it names', () => {
  expect(vectors.keys.panel.kid).toBe('kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k')
  for (const { crv, kty, x, kid } of Object.values(vectors.keys))
    expect(kid).toBe(createHash('sha256').update(JSON.stringify({ crv, kty, x })).digest('base64url'))
})

it('every signature verifies with nothing but the signed bytes and the public key', () => {
  const [assertion, signed] = [vectors.assertion, vectors.signed]
  for (const { jws, header, message } of [assertion, ...signed]) {
    const key = ['assertion', 'receipt'].includes(message) ? vectors.keys.panel : vectors.keys.cloud
    expect(header.kid).toBe(key.kid)
    const { kty, crv, x } = key
    const [head, payload, signature = ''] = jws.split('.')
    const publicKey = createPublicKey({ key: { kty, crv, x }, format: 'jwk' })
    expect(verify(null, Buffer.from(`${head}.${payload}`), publicKey, Buffer.from(signature, 'base64url'))).toBe(true)
  }
  expect(new Set(signed.map(({ header }) => header.typ)).size).toBe(6)
})

it('the body of the rules is gzip of them, and has the hash and length that were signed', () => {
  const body = Buffer.from(vectors.rules.gzip, 'base64')
  const config = vectors.signed.find(({ message }) => message === 'config.available')
  expect(JSON.parse(gunzipSync(body).toString('utf8'))).toEqual(vectors.rules.body)
  expect(config?.payload).toMatchObject({
    sha256: createHash('sha256').update(body).digest('hex'),
    bytes: body.length,
    stateHash: vectors.rules.stateHash,
  })
})

it('the hash after the delta is that before it, less the replaced records and with the new ones', () => {
  const { users, credentials } = vectors.rules.body
  const before = vectors.delta.people.map(({ id }) => {
    const user = users.find((one) => one.id === id)
    return { id, ...(user ? { user } : {}), credentials: credentials.filter(({ userId }) => userId === id) }
  })
  const framed = hashAfterFrame(BigInt(`0x${vectors.rules.stateHash}`), vectors.rules.body, vectors.delta.frame)
  const after = hashAfter(framed, before, vectors.delta.people)
  expect(hashText(after)).toBe(vectors.delta.stateHash)
})

it('decisions come out with every reason, and each is reported by an event that the cloud takes', () => {
  const reasons: Record<DecisionReason, true> = {
    granted: true,
    unknown_access_point: true,
    blocked_after_failures: true,
    nothing_presented: true,
    unknown_credential: true,
    ambiguous_credential: true,
    unknown_pin: true,
    wrong_pin: true,
    interlocked: true,
    second_person_required: true,
    escort_required: true,
    anti_passback: true,
    area_full: true,
    user_suspended: true,
    visit_not_current: true,
    pin_not_effective: true,
    credential_not_active: true,
    no_passes_left: true,
    credential_not_effective: true,
    no_permission: true,
    locked_down: true,
    privacy_mode: true,
    outside_schedule: true,
    second_factor_required: true,
    rules_incomplete: true,
  }
  const found = new Set(vectors.decisions.map(({ outcome }) => outcome.reason))
  expect([...found].sort()).toEqual(Object.keys(reasons).sort())
  for (const { event } of vectors.decisions) expect(PanelEvent.parse(event)).toEqual(event)
})

it('the bodies of the pairing are what the cloud takes and gives', () => {
  expect(PairRequest.parse(vectors.pairing.request)).toEqual(vectors.pairing.request)
  expect(PairAnswer.parse(vectors.pairing.answer)).toEqual(vectors.pairing.answer)
})
