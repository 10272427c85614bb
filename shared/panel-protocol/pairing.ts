import { z } from 'zod'
import { WirePanelId } from './fields.ts'

/** The public half of an Ed25519 key (RFC 8037). Whatever else comes with it, a private half too, is dropped. */
export const PublicKey = z.object({
  kty: z.literal('OKP'),
  crv: z.literal('Ed25519'),
  /** 32 bytes, base64url. */
  x: z.string().regex(/^[\w-]{43}$/, 'is not 32 bytes in base64url'),
  /** RFC 7638 thumbprint; computed from the rest, never believed. */
  kid: z.string().max(128).optional(),
  alg: z.string().max(32).optional(),
  use: z.string().max(32).optional(),
})
export type PublicKey = z.infer<typeof PublicKey>

/** Both halves of an Ed25519 key. Never leaves its owner; it is never part of a message. */
export const PrivateKey = PublicKey.extend({ d: z.string().regex(/^[\w-]{43}$/, 'is not 32 bytes in base64url') })
export type PrivateKey = z.infer<typeof PrivateKey>

/** A panel's serial number, as it stands on its label. */
export const SerialNumber = z
  .string()
  .trim()
  .min(1)
  .max(64)
  .refine((text) => text.isWellFormed(), 'has half of a surrogate pair')

/** `POST /panels/pair`: the one-time code that an administrator got, and the key that the panel made. No other proof is asked. */
export const PairRequest = z.object({
  serialNumber: SerialNumber,
  pairingCode: z.string().trim().min(1).max(64),
  publicKey: PublicKey,
})
export type PairRequest = z.infer<typeof PairRequest>

/** The cloud's keys that sign commands and config descriptors; also the answer of `GET /panels/keys`. */
export const CloudKeys = z.object({ keys: z.array(PublicKey).max(16) })
export type CloudKeys = z.infer<typeof CloudKeys>

/** The answer to a good pairing: who the panel is, where it connects, and whose signatures it believes. */
export const PairAnswer = z.object({
  panelId: WirePanelId,
  socketUrl: z.url({ protocol: /^wss?$/ }),
  keys: CloudKeys,
})
export type PairAnswer = z.infer<typeof PairAnswer>
