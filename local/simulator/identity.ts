import { createHash } from 'node:crypto'
import { exportJWK, generateKeyPair } from 'jose'
import { z } from 'zod'
import { WirePanelId } from '../../shared/panel-protocol/fields.ts'
import { CloudKeys, type PairAnswer, PrivateKey } from '../../shared/panel-protocol/pairing.ts'
import type { Store } from './store.ts'

/** The panel's own key, and what it learned when it paired. */
export const Identity = z.object({
  privateKey: PrivateKey,
  pairing: z
    .object({
      panelId: WirePanelId,
      socketUrl: z.string(),
      keys: CloudKeys,
      cloudUrl: z.string(),
      /** SHA-256 of the code, to notice that the panel was given a new one. */
      codeHash: z.string(),
    })
    .optional(),
})
export type Identity = z.infer<typeof Identity>
export type Pairing = NonNullable<Identity['pairing']>

const file = 'identity.json'

/** The panel's identity from its store. A new panel, or one whose store was wiped, makes its key and writes it down before anybody hears of it. */
export const loadIdentity = async (store: Store): Promise<Identity> => {
  const kept = Identity.safeParse(jsonOf(await store.read(file)))
  if (kept.success) return kept.data
  const pair = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true })
  const identity = Identity.parse({ privateKey: await exportJWK(pair.privateKey) })
  await saveIdentity(store, identity)
  return identity
}

export const saveIdentity = (store: Store, identity: Identity) => store.write(file, JSON.stringify(identity))

/** What a panel keeps of the answer to its pairing. */
export const pairingFrom = (answer: PairAnswer, cloudUrl: string, pairingCode: string): Pairing => ({
  ...answer,
  cloudUrl,
  codeHash: hashOf(pairingCode),
})

/** True when the panel need not pair (again): same cloud, same code. */
export const isPairedWith = (pairing: Pairing | undefined, cloudUrl: string, pairingCode: string): boolean =>
  pairing?.cloudUrl === cloudUrl && pairing.codeHash === hashOf(pairingCode)

const hashOf = (pairingCode: string) => createHash('sha256').update(pairingCode).digest('hex')

const jsonOf = (content: Buffer | undefined): unknown => {
  try {
    return content && JSON.parse(content.toString('utf8'))
  } catch {
    return undefined
  }
}
