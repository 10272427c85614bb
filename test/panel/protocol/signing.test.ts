import { CompactSign, exportJWK, generateKeyPair, type JWK } from 'jose'
import { beforeAll, describe, expect, it } from 'vitest'
import { AccessPointId, PanelId } from '../../../shared/lib/ids.ts'
import { readUnverifiedAssertion, signAssertion, verifyAssertion } from '../../../shared/panel-protocol/assertion.ts'
import type { CommandPayload } from '../../../shared/panel-protocol/command.ts'
import { PublicKey } from '../../../shared/panel-protocol/pairing.ts'
import type { ReceiptPayload } from '../../../shared/panel-protocol/receipt.ts'
import {
  keyIdOf,
  type PublishedKey,
  publicHalf,
  type SigningKey,
  signCommand,
  signConfigDescriptor,
  signingKey,
  signReceipt,
  type VerifyKeys,
  verifyCommand,
  verifyConfigDescriptor,
  verifyKeys,
  verifyReceipt,
} from '../../../shared/panel-protocol/signing.ts'

const now = Date.UTC(2026, 4, 5, 12)
const panelId = PanelId.parse(77)
const command: CommandPayload = {
  commandId: '019f0000-0000-7000-8000-000000000001',
  panelId,
  kind: 'activate',
  accessPointId: AccessPointId.parse(5),
  durationSeconds: 5,
  notAfter: now + 10_000,
  issuedAt: now,
}

const newPair = async () => {
  const pair = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true })
  const jwk: JWK = await exportJWK(pair.privateKey)
  const published = await publicHalf(PublicKey.parse(jwk))
  return { jwk, published, signing: await signingKey(jwk), verifying: await verifyKeys({ keys: [published] }) }
}

let cloud: { jwk: JWK; published: PublishedKey; signing: SigningKey; verifying: VerifyKeys }
let stranger: typeof cloud
beforeAll(async () => {
  cloud = await newPair()
  stranger = await newPair()
})

describe('keys', () => {
  it('are known by the thumbprint of their public half, whatever kid they came with', async () => {
    expect(cloud.published.kid).toBe(cloud.signing.kid)
    expect(await keyIdOf(PublicKey.parse({ ...cloud.jwk, kid: 'other' }))).toBe(cloud.signing.kid)
    const renamed = await verifyKeys({ keys: [{ ...cloud.published, kid: 'other' }] })
    expect((await verifyCommand(renamed, await signCommand(cloud.signing, command))).ok).toBe(true)
  })

  it('are published without their private half', () => {
    expect(Object.keys(cloud.published).sort()).toEqual(['alg', 'crv', 'kid', 'kty', 'use', 'x'])
    expect(PublicKey.parse(cloud.jwk)).not.toHaveProperty('d')
  })

  it('are refused for signing when the private half is missing', async () => {
    await expect(signingKey(cloud.published)).rejects.toThrow('private Ed25519')
  })
})

describe('signed payloads', () => {
  it('come back as they were signed', async () => {
    const descriptor = {
      panelId,
      version: 3,
      sha256: 'ab'.repeat(32),
      bytes: 9,
      stateHash: 'cd'.repeat(16),
      people: [],
      issuedAt: now,
    }
    const receipt: ReceiptPayload = { commandId: command.commandId, panelId, at: now, stage: 'result', outcome: 'succeeded' }
    expect(await verifyCommand(cloud.verifying, await signCommand(cloud.signing, command))).toEqual({ ok: true, value: command })
    const config = await signConfigDescriptor(cloud.signing, descriptor)
    expect(await verifyConfigDescriptor(cloud.verifying, config)).toEqual({ ok: true, value: descriptor })
    expect(await verifyReceipt(cloud.verifying, await signReceipt(cloud.signing, receipt))).toEqual({ ok: true, value: receipt })
  })

  it('are refused from a key that is not known, and say so, so that the panel may ask for the new keys', async () => {
    const jws = await signCommand(stranger.signing, command)
    expect(await verifyCommand(cloud.verifying, jws)).toMatchObject({ ok: false, error: { kind: 'unknown_key' } })
  })

  it('are refused when a stranger signs under the kid of a known key', async () => {
    const jws = await signCommand({ kid: cloud.signing.kid, key: stranger.signing.key }, command)
    expect(await verifyCommand(cloud.verifying, jws)).toMatchObject({ ok: false, error: { kind: 'bad_signature' } })
  })

  it('are refused when the payload was changed', async () => {
    const [header, , signature] = (await signCommand(cloud.signing, command)).split('.')
    const other = Buffer.from(JSON.stringify({ ...command, durationSeconds: 86_400 })).toString('base64url')
    const result = await verifyCommand(cloud.verifying, `${header}.${other}.${signature}`)
    expect(result).toMatchObject({ ok: false, error: { kind: 'bad_signature' } })
  })

  it('never pass for another kind of payload, though one key signs both', async () => {
    const jws = await signCommand(cloud.signing, command)
    expect(await verifyConfigDescriptor(cloud.verifying, jws)).toMatchObject({ ok: false, error: { kind: 'bad_signature' } })
  })

  it('are refused when they are well signed and wrong inside, naming the field', async () => {
    const { kid, key } = cloud.signing
    const payload = Buffer.from(JSON.stringify({ ...command, durationSeconds: 0 }))
    const jws = await new CompactSign(payload).setProtectedHeader({ alg: 'EdDSA', kid, typ: 'sallyport-command+jws' }).sign(key)
    const result = await verifyCommand(cloud.verifying, jws)
    expect(result).toMatchObject({ ok: false, error: { kind: 'malformed_payload' } })
    expect(result).toHaveProperty('error.message', expect.stringContaining('durationSeconds'))
  })

  it('are refused, not thrown over, when they are no JWS at all', async () => {
    for (const text of ['', 'a.b.c', '....', 'eyJhbGciOiJub25lIn0.e30.', 'ü.ü.ü']) {
      expect(await verifyCommand(cloud.verifying, text)).toMatchObject({ ok: false, error: { kind: 'bad_signature' } })
    }
  })
})

describe('assertions', () => {
  const claims = { serialNumber: 'SP-1', panelId, jti: 'j1' }

  it('are believed for 60 seconds, with 30 of tolerance either way', async () => {
    const assertion = await signAssertion(cloud.signing, claims, now)
    const at = (seconds: number) => verifyAssertion(cloud.verifying, assertion, now + seconds * 1_000)
    expect(await at(0)).toEqual({ ok: true, value: claims })
    expect(await at(-29)).toMatchObject({ ok: true })
    expect(await at(85)).toMatchObject({ ok: true })
    expect(await at(-31)).toMatchObject({ ok: false })
    expect(await at(95)).toMatchObject({ ok: false })
  })

  it('name the panel to look up before they are believed', async () => {
    const assertion = await signAssertion(stranger.signing, claims, now)
    expect(readUnverifiedAssertion(assertion)).toEqual({ ok: true, value: claims })
    expect(await verifyAssertion(cloud.verifying, assertion, now)).toMatchObject({ ok: false })
  })

  it('are refused, not thrown over, when they are anything else', async () => {
    for (const text of ['', 'x', 'a.b.c', await signCommand(cloud.signing, command)]) {
      expect(readUnverifiedAssertion(text).ok).toBe(false)
      expect((await verifyAssertion(cloud.verifying, text, now)).ok).toBe(false)
    }
  })
})
