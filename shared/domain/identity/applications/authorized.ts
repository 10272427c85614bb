import type { Deps } from '../../deps.ts'
import type { Administrator } from '../administrators/entity.ts'
import type { Application } from '../oauth/entity.ts'
import type { Principal } from '../principals/principal.ts'

/** An administrator, and the applications that may act for them. */
export type Authorized = { administrator: Administrator; applications: readonly Application[] }

/**
 * Which applications may act on the account for which administrators (API document, Authorized Application Listing): every administrator
 * once, in order of id, with every application once, by name. What is gone is left out: it opens nothing any more.
 */
export const listAuthorized = async (
  deps: Pick<Deps, 'grants' | 'administrators' | 'applications' | 'now'>,
  { accountId }: Pick<Principal, 'accountId'>,
): Promise<readonly Authorized[]> => {
  const authorizations = await deps.grants.authorizations(accountId, deps.now())
  const [administrators, applications] = await Promise.all([
    deps.administrators.getMany(accountId, [...new Set(authorizations.map(({ administratorId }) => administratorId))]),
    deps.applications.findManyByClientId([...new Set(authorizations.map(({ clientId }) => clientId))]),
  ])
  return administrators
    .toSorted((one, other) => one.id - other.id)
    .flatMap((administrator) => {
      const clients = new Set(
        authorizations.filter(({ administratorId }) => administratorId === administrator.id).map(({ clientId }) => clientId),
      )
      const allowed = applications.filter(({ clientId }) => clients.has(clientId))
      return allowed.length === 0
        ? []
        : [{ administrator, applications: allowed.toSorted((one, other) => one.name.localeCompare(other.name)) }]
    })
}
