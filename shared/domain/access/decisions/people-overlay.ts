import type { CredentialId, UserId } from '../../../lib/ids.ts'
import { familyOf } from '../../people/credentials/entity.ts'
import type { PersonRecord } from './entity.ts'
import type { HeldCredential, PeopleIndex } from './people-index.ts'
import type { PanelUser } from './rules.ts'

/** People in columns, and over them the records of those who were changed since, which take their places. */
export type PeopleOverlay = PeopleIndex & { base: PeopleIndex; changed: ReadonlyMap<UserId, PersonRecord> }

const keyOf = (family: string, value: string): string => `${family} ${value}`

/**
 * The people after these records took their places. Takes time in proportion to the people who were changed, not to those who were not.
 * The former index stays as it is.
 */
export const overlayPeople = (before: PeopleIndex | PeopleOverlay, records: readonly PersonRecord[]): PeopleOverlay => {
  const base = 'base' in before ? before.base : before
  const changed = new Map('changed' in before ? before.changed : [])
  for (const record of records) changed.set(record.id, record)
  const values = new Map<string, HeldCredential[]>()
  const pins = new Map<string, PanelUser[]>()
  for (const { user, credentials } of changed.values()) {
    if (!user) continue
    if (user.pin !== undefined) pins.set(user.pin, [...(pins.get(user.pin) ?? []), user])
    for (const credential of credentials) {
      const key = keyOf(familyOf(credential.kind ?? 'card'), credential.encoded)
      values.set(key, [...(values.get(key) ?? []), { credential, user }])
    }
  }
  const isUnchanged = (id: UserId): boolean => !changed.has(id)
  return {
    base,
    changed,
    withValue: (family, value) => {
      const own = values.get(keyOf(family, value)) ?? []
      const others = base.withValue(family, value).filter(({ credential }) => isUnchanged(credential.userId))
      return own.length === 0 ? others : [...others, ...own].sort(byId)
    },
    withPin: (pin) => [...base.withPin(pin).filter(({ id }) => isUnchanged(id)), ...(pins.get(pin) ?? [])],
    ofUser: (id) => changed.get(id) ?? base.ofUser(id),
  }
}

const byId = (one: { credential: { id: CredentialId } }, other: { credential: { id: CredentialId } }): number =>
  one.credential.id - other.credential.id
