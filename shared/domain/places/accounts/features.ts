import { type Account, allotmentsOf } from './entity.ts'

/** The parts of the product that an account has or lacks. What they are called and numbered is a matter of each API. */
export const accountFeatures = ['api', 'mobilePasses', 'trustedNetworks', 'walletPasses', 'allegion'] as const
export type AccountFeature = (typeof accountFeatures)[number]

/**
 * Whether an account has a feature. Passes are enabled when the account may assign any. There are no restrictions to trusted
 * networks in this product, so nobody has them.
 */
export const hasFeature = (account: Pick<Account, 'settings'>, feature: AccountFeature): boolean => {
  const { mobilePasses, walletPasses, allegion } = allotmentsOf(account)
  const has: Record<AccountFeature, boolean> = {
    api: true,
    mobilePasses: mobilePasses > 0,
    trustedNetworks: false,
    walletPasses: walletPasses > 0,
    allegion: allegion > 0,
  }
  return has[feature]
}
