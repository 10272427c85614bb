import type { Deps } from '../../shared/domain/deps.ts'
import type { Principal } from '../../shared/domain/identity/principals/principal.ts'
import type { LoadingStores } from '../../shared/storage/load-stores.ts'
import type { Stores } from '../../shared/storage/stores.ts'

/** What the API function is given besides the stores. `expired` and `invalid` are kept apart, as the answer says which. */
export type ApiBase = Omit<Deps, keyof Stores> & {
  /** The principal of a bearer token. */
  verifyToken: (token: string) => Promise<Principal | 'expired' | 'invalid'>
  verifyApiKey: (key: string) => boolean
}

/** What a file of routes is given: the stores that it names, and everything that is not a store. */
export type ApiDeps<Names extends keyof LoadingStores = keyof LoadingStores> = ApiBase & Pick<LoadingStores, Names>

/** What handlers read of a request besides its input. `By` is who may be there, where not every kind of principal is. */
export type ApiEnv<By extends Principal = Principal> = { Variables: Caller<By>; Bindings: Caller<By> }

/** Who was let in, by which request. The app hands it on to the endpoints, which are apps of their own, as their environment. */
type Caller<By> = { principal: By; requestId: string }
