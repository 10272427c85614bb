import { randomUUID } from 'node:crypto'
import {
  CompactSign,
  type CryptoKey,
  calculateJwkThumbprint,
  compactVerify,
  createLocalJWKSet,
  exportJWK,
  generateKeyPair,
  importJWK,
  type JWK,
  SignJWT,
} from 'jose'

export type Signer = { key: CryptoKey; kid: string }
export type Pairing = { panelId: number; socketUrl: string; keys: { keys: JWK[] } }

/** A new private Ed25519 key, to be kept by the panel. */
export const newKey = async (): Promise<JWK> =>
  exportJWK((await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true })).privateKey)

/** A private key ready to sign. Its `kid` is the thumbprint of RFC 7638. */
export const signerOf = async (jwk: JWK): Promise<Signer> => {
  const key = await importJWK(jwk, 'EdDSA')
  if (key instanceof Uint8Array) throw new TypeError('The key of a panel is an Ed25519 key')
  return { key, kid: await calculateJwkThumbprint(jwk) }
}

/** Asks once to be paired. Throws when the cloud refuses or cannot be had; `message` has its status. */
export const pair = async (
  cloudUrl: string,
  serialNumber: string,
  pairingCode: string,
  { kty, crv, x }: JWK,
): Promise<Pairing> => {
  const answer = await fetch(`${cloudUrl}/panels/pair`, {
    method: 'POST',
    redirect: 'error',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ serialNumber, pairingCode, publicKey: { kty, crv, x } }),
    signal: AbortSignal.timeout(10_000),
  })
  if (!answer.ok) throw new Error(`Pairing: ${answer.status} ${await answer.text()}`)
  // A cloud that answers 200 keeps to the protocol.
  return (await answer.json()) as Pairing
}

/** `Bearer` and a proof of who the panel is, for one connection. `now` is the cloud's time as far as it is known. */
export const authorization = async (
  { key, kid }: Signer,
  serialNumber: string,
  panelId: number,
  now: number,
): Promise<string> => {
  const issuedAt = Math.floor(now / 1_000)
  const assertion = await new SignJWT()
    .setProtectedHeader({ alg: 'EdDSA', kid, typ: 'JWT' })
    .setIssuer(serialNumber)
    .setSubject(String(panelId))
    .setAudience('sallyport-panels')
    .setJti(randomUUID())
    .setIssuedAt(issuedAt)
    .setExpirationTime(issuedAt + 60)
    .sign(key)
  return `Bearer ${assertion}`
}

/** The JWS of a receipt. */
export const signReceipt = ({ key, kid }: Signer, payload: object): Promise<string> =>
  new CompactSign(Buffer.from(JSON.stringify(payload)))
    .setProtectedHeader({ alg: 'EdDSA', kid, typ: 'sallyport-receipt+jws' })
    .sign(key)

/** Whose signatures count. A key that is not known is asked for, once in 30 seconds. */
export const trustOf = (cloudUrl: string, pairing: Pairing, keep: () => void) => {
  let askedAt = Number.NEGATIVE_INFINITY
  const refresh = async (kid: string | undefined) => {
    if (pairing.keys.keys.some((key) => key.kid === kid) || performance.now() - askedAt < 30_000) return
    askedAt = performance.now()
    const answer = await fetch(`${cloudUrl}/panels/keys`, { redirect: 'error', signal: AbortSignal.timeout(10_000) })
    const fresh = (await answer.json()) as Pairing['keys']
    if (!answer.ok || fresh.keys.length === 0) return
    pairing.keys = fresh
    keep()
  }
  /** The payload of a text that the cloud signed as `typ`. Throws `bad_signature: …` when it did not. */
  return async <Payload>(typ: string, jws: string): Promise<Payload> => {
    try {
      const header = JSON.parse(Buffer.from(jws.split('.')[0] ?? '', 'base64url').toString('utf8'))
      await refresh(header.kid).catch(() => undefined)
      const verified = await compactVerify(jws, createLocalJWKSet(pairing.keys), { algorithms: ['EdDSA'] })
      if (verified.protectedHeader.typ !== typ) throw new Error(`it is not one of ${typ}`)
      // What the cloud signed keeps to the protocol.
      return JSON.parse(Buffer.from(verified.payload).toString('utf8')) as Payload
    } catch (thrown) {
      throw new Error(`bad_signature: ${thrown instanceof Error ? thrown.message : thrown}`)
    }
  }
}
