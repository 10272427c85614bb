import { createLocalJWKSet } from 'jose'
import { createApp } from '../../functions/brivo-api/app.ts'
import { mountsOf } from '../../functions/brivo-api/mounts.ts'
import { readAuthority } from '../../shared/domain/identity/administrators/authority.ts'
import { readServiceToken } from '../../shared/domain/identity/service-tokens/authority.ts'
import { isAccountOpen } from '../../shared/domain/places/accounts/is-open.ts'
import { revocationList } from '../../shared/http/revocations.ts'
import { tokenVerifier } from '../../shared/http/verify-token.ts'
import { testApiOver } from './api.ts'
import type { TestAuth } from './auth.ts'

/** The API over the table of an OAuth server, whose tokens it takes. */
export const apiBeside = (auth: TestAuth) => {
  const { deps } = testApiOver(auth.table)
  const now = () => auth.clock.now
  const verifyToken = tokenVerifier(
    {
      issuer: auth.deps.issuer,
      keys: createLocalJWKSet(auth.deps.publicKeys.jwks),
      revocations: revocationList(auth.deps.grants.revokedSince, now),
      readAccount: (accountId) => isAccountOpen(auth.operator, accountId),
      readAuthority: (accountId, administratorId) => readAuthority(auth.operator, accountId, administratorId),
      readServiceToken: (presented) => readServiceToken(auth.operator, presented),
    },
    now,
  )
  const served = { ...deps, now, verifyToken }
  return createApp(served, mountsOf(served))
}
