import type { Deps } from '../../deps.ts'
import type { Principal } from '../../identity/principals/principal.ts'
import { auditEvent, propertyChanges } from '../../record/events/audit.ts'
import { credentialAsObject } from './as-object.ts'
import type { Credential } from './entity.ts'

/** As many credentials as become free in one transaction: each is two writes and, on its own, an event. */
export const maxReleasedAtOnce = 25

/** Takes a user's credentials, as they were read, from it, each with its event; false when another writer changed one of them. */
export const releaseInTurns = async (
  deps: Pick<Deps, 'credentials' | 'now' | 'newUuid'>,
  principal: Principal,
  held: readonly Credential[],
): Promise<boolean> => {
  for (let from = 0; from < held.length; from += maxReleasedAtOnce) {
    const some = held.slice(from, from + maxReleasedAtOnce)
    const now = deps.now()
    const events = some.map((credential) => {
      const changes = propertyChanges(credential, {}, ['userId', 'effectiveFrom', 'effectiveTo'])
      return auditEvent({ now, uuid: deps.newUuid() }, principal, 'credential.revoked', credentialAsObject(credential), changes)
    })
    if (!(await deps.credentials.release(principal.accountId, some, now, events)).ok) return false
  }
  return true
}
