import { CompactSign, type CryptoKey, calculateJwkThumbprint, compactVerify, createLocalJWKSet, errors, importJWK } from 'jose'
import type { z } from 'zod'
import { err, ok, type Result } from '../lib/result.ts'
import { CommandPayload } from './command.ts'
import { ConfigDescriptor } from './config-available.ts'
import { ConfigDelta } from './config-delta.ts'
import { FirmwareDescriptor } from './firmware.ts'
import { type CloudKeys, PrivateKey, PublicKey } from './pairing.ts'
import { PosturePayload } from './posture.ts'
import { ReceiptPayload } from './receipt.ts'

export const signatureAlgorithm = 'EdDSA'

/** A private Ed25519 key ready to sign, and the id under which others know its public half. */
export type SigningKey = { readonly kid: string; readonly key: CryptoKey }
/** Public keys ready to verify, found by the `kid` of a signature. Made once by `verifyKeys`, then kept. */
export type VerifyKeys = ReturnType<typeof createLocalJWKSet>

/** `unknown_key`: no key of that `kid` is known here (yet); `bad_signature`: everything else that makes a signature worthless. */
export type SignatureError =
  | { kind: 'unknown_key'; message: string }
  | { kind: 'bad_signature'; message: string }
  | { kind: 'malformed_payload'; message: string }

/** The `kid` of a key: the RFC 7638 thumbprint of its public half. */
export const keyIdOf = (jwk: PublicKey): Promise<string> =>
  calculateJwkThumbprint({ kty: jwk.kty, crv: jwk.crv, x: jwk.x }, 'sha256')

/** A public key as it is published, complete. */
export type PublishedKey = { kty: 'OKP'; crv: 'Ed25519'; x: string; kid: string; alg: string; use: string }

/** What may be published of a key pair: only the public half, under its thumbprint. */
export const publicHalf = async (jwk: PublicKey): Promise<PublishedKey> => {
  const { kty, crv, x } = PublicKey.parse(jwk)
  return { kty, crv, x, kid: await keyIdOf(jwk), alg: signatureAlgorithm, use: 'sig' }
}

/** Makes a private JWK ready to sign. Throws when it is not a private Ed25519 key. */
export const signingKey = async (privateJwk: unknown): Promise<SigningKey> => {
  const parsed = PrivateKey.safeParse(privateJwk)
  // What is wrong with a private key is not said in detail: it would end in a log.
  if (!parsed.success) throw new TypeError('A signing key must be a private Ed25519 JWK')
  const { kty, crv, x, d } = parsed.data
  const key = await importJWK({ kty, crv, x, d }, signatureAlgorithm)
  if (key instanceof Uint8Array) throw new TypeError('A signing key must be a private Ed25519 JWK')
  return { kid: await keyIdOf(parsed.data), key }
}

/** Makes public keys ready to verify. They are known by their thumbprints, whatever `kid` they came with. */
export const verifyKeys = async (keys: CloudKeys): Promise<VerifyKeys> =>
  createLocalJWKSet({ keys: await Promise.all(keys.keys.map(publicHalf)) })

// Commands, descriptors, deltas and postures are signed by one key. `typ` keeps one from being passed off as the other.
const commandType = 'sallyport-command+jws'
const descriptorType = 'sallyport-config+jws'
const deltaType = 'sallyport-config-delta+jws'
const postureType = 'sallyport-posture+jws'
const firmwareType = 'sallyport-firmware+jws'
const receiptType = 'sallyport-receipt+jws'

/** The cloud signs a command: compact JWS. */
export const signCommand = (key: SigningKey, command: CommandPayload) => sign(key, commandType, command)
/** The panel reads a command, after its signature was found good. */
export const verifyCommand = (keys: VerifyKeys, jws: string) => verify(keys, commandType, CommandPayload, jws)

/** The cloud vouches for one version of a panel's rules: compact JWS. */
export const signConfigDescriptor = (key: SigningKey, descriptor: ConfigDescriptor) => sign(key, descriptorType, descriptor)
/** The panel reads a descriptor, after its signature was found good. */
export const verifyConfigDescriptor = (keys: VerifyKeys, jws: string) => verify(keys, descriptorType, ConfigDescriptor, jws)

/** The cloud signs what changed in a panel's rules: compact JWS. */
export const signConfigDelta = (key: SigningKey, delta: ConfigDelta) => sign(key, deltaType, delta)
/** The panel reads a delta, after its signature was found good. */
export const verifyConfigDelta = (keys: VerifyKeys, jws: string) => verify(keys, deltaType, ConfigDelta, jws)

/** The cloud vouches for one image of firmware: compact JWS. */
export const signFirmwareDescriptor = (key: SigningKey, descriptor: FirmwareDescriptor) => sign(key, firmwareType, descriptor)
/** The panel reads what vouches for an image, after its signature was found good. */
export const verifyFirmwareDescriptor = (keys: VerifyKeys, jws: string) => verify(keys, firmwareType, FirmwareDescriptor, jws)

/** The cloud signs a posture: compact JWS. */
export const signPosture = (key: SigningKey, posture: PosturePayload) => sign(key, postureType, posture)
/** The panel reads a posture, after its signature was found good. */
export const verifyPosture = (keys: VerifyKeys, jws: string) => verify(keys, postureType, PosturePayload, jws)

/** The panel signs how far a command came: compact JWS. */
export const signReceipt = (key: SigningKey, receipt: ReceiptPayload) => sign(key, receiptType, receipt)
/** The cloud reads a receipt, after its signature was found good; `keys` is the one key that this panel paired with. */
export const verifyReceipt = (keys: VerifyKeys, jws: string) => verify(keys, receiptType, ReceiptPayload, jws)

const sign = ({ kid, key }: SigningKey, typ: string, payload: object): Promise<string> =>
  new CompactSign(Buffer.from(JSON.stringify(payload))).setProtectedHeader({ alg: signatureAlgorithm, kid, typ }).sign(key)

const verify = async <Schema extends z.ZodType>(
  keys: VerifyKeys,
  typ: string,
  schema: Schema,
  jws: string,
): Promise<Result<z.infer<Schema>, SignatureError>> => {
  let payload: unknown
  try {
    const verified = await compactVerify(jws, keys, { algorithms: [signatureAlgorithm] })
    if (verified.protectedHeader.typ !== typ || verified.protectedHeader.kid === undefined) {
      return err({ kind: 'bad_signature', message: `The signature is not one of ${typ}` })
    }
    payload = JSON.parse(Buffer.from(verified.payload).toString('utf8'))
  } catch (thrown) {
    return err(signatureErrorOf(thrown))
  }
  const parsed = schema.safeParse(payload)
  if (parsed.success) return ok(parsed.data)
  const [issue] = parsed.error.issues
  return err({ kind: 'malformed_payload', message: `${issue?.path.map(String).join('.')}: ${issue?.message}` })
}

/** What verification's throw means. Everything thrown over a text from outside is a bad signature, not a fault of ours. */
export const signatureErrorOf = (thrown: unknown): SignatureError => {
  const message = thrown instanceof Error ? thrown.message : 'not a signature'
  return { kind: thrown instanceof errors.JWKSNoMatchingKey ? 'unknown_key' : 'bad_signature', message }
}
