import type { Deps } from '../../shared/domain/deps.ts'
import type { SignServiceToken } from '../../shared/domain/identity/service-tokens/issue.ts'
import type { VerifyApiKey } from '../../shared/http/api-keys.ts'
import type { SpendQuota } from '../../shared/http/quota-leases.ts'
import type { VerifyToken } from '../../shared/http/verify-token.ts'
import type { LoadingStores } from '../../shared/storage/load-stores.ts'
import type { Stores } from '../../shared/storage/stores.ts'

/** What the API function is given besides the stores. */
export type ApiBase = Omit<Deps, keyof Stores> & {
  verifyToken: VerifyToken
  signServiceToken: SignServiceToken
  spendQuota: SpendQuota
  /** Keys the MACs of client secrets. */
  clientSecretKey: Uint8Array
  /** Reads a file of the reference page, which is deployed with the function. */
  readDocsFile: (name: string) => Promise<Uint8Array>
  /** Keys the MACs of api keys. */
  apiKeyKey: Uint8Array
  verifyApiKey: VerifyApiKey
}

/** What a file of routes is given: the stores that it names, and everything that is not a store. */
export type ApiDeps<Names extends keyof LoadingStores = keyof LoadingStores> = ApiBase & Pick<LoadingStores, Names>
