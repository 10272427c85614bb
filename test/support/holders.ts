import type { CardCredential } from '../../shared/domain/people/credentials/entity.ts'
import type { Group } from '../../shared/domain/people/groups/entity.ts'
import type { User, Visitor } from '../../shared/domain/people/users/entity.ts'
import { CredentialId, GroupId, UserId, visitorIdFrom } from '../../shared/lib/ids.ts'

type Person = Extract<User, { kind: 'USER' }>

/** A visitor as a store keeps it, whose id is made of `id`; the visit is from 100 to 900. */
export const visitor = (id: number, wanted: Partial<Visitor> = {}): Visitor => ({
  ...user(visitorIdFrom(8 * id)),
  kind: 'VISITOR',
  visit: { startsAt: 100, endsAt: 900 },
  visitDetails: {},
  ...wanted,
})

/** A user as a store keeps it. */
export const user = (id: number, wanted: Partial<Person> = {}): Person => ({
  id: UserId.parse(id),
  version: 1,
  kind: 'USER',
  firstName: 'Peter',
  lastName: `Quill ${id}`,
  suspended: false,
  bleTwoFactorExempt: false,
  emails: [],
  phoneNumbers: [],
  groupIds: [],
  createdAt: 0,
  updatedAt: 0,
  ...wanted,
})

/** A group as a store keeps it. */
export const group = (id: number, wanted: Partial<Group> = {}): Group => ({
  id: GroupId.parse(id),
  version: 1,
  name: `Group ${id}`,
  keypadUnlock: false,
  immuneToAntipassback: false,
  excludedFromLockdown: false,
  createdAt: 0,
  updatedAt: 0,
  ...wanted,
})

/** A 26-bit card as a store keeps it; its bits are made of its id. */
export const credential = (id: number, wanted: Partial<CardCredential> = {}): CardCredential => ({
  id: CredentialId.parse(id),
  version: 1,
  kind: 'card',
  state: 'active',
  formatId: 100,
  referenceId: String(id),
  encoded: id.toString(16),
  bits: 26,
  fields: [],
  createdAt: 0,
  updatedAt: 0,
  ...wanted,
})

/** The next state of an entity: `wanted` changed, and its version counted up. */
export const next = <E extends { version: number }>(entity: E, wanted: Partial<E>): E => ({
  ...entity,
  ...wanted,
  version: entity.version + 1,
})
