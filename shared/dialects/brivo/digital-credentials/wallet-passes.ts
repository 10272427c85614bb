import { z } from 'zod'
import type { WalletPassSet } from '../../../domain/people/mobile-keys/wallet-pass.ts'

const WalletPassWire = z.object({
  userId: z.number(),
  accessCredentialId: z.number(),
  referenceId: z.string(),
  updated: z.boolean(),
})
export const WalletPassesWire = z.object({ bmpCredentials: z.array(WalletPassWire) }).meta({ id: 'BrivoWalletPassesUpdated' })

/** What became of the wallet passes; `updated` is false of one that was so before. */
export const walletPassesWire = (set: readonly WalletPassSet[]): z.infer<typeof WalletPassesWire> => ({
  bmpCredentials: set.map(({ userId, credentialId, referenceId, isChanged }) => ({
    userId,
    accessCredentialId: credentialId,
    referenceId,
    updated: isChanged,
  })),
})
