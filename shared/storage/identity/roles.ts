import { Role, roleSubject } from '../../domain/identity/roles/entity.ts'
import type { Instant } from '../../lib/clock.ts'
import type { AccountId } from '../../lib/ids.ts'
import { sha256 } from '../../lib/secrets.ts'
import { uniqueKey } from '../keys/common.ts'
import type { AuditEvents } from '../record/event-writes.ts'
import { type ChangeResult, collection } from '../table/collection.ts'
import type { Table, Write } from '../table/types.ts'
import { announcing } from './notices.ts'

/** Roles of an account, which has few of them. A name is that of one role, whatever its capitals. */
export const roleStore = (table: Table) => {
  const { get, getMany, all, add, replace, remove } = collection(table, 'role', Role, ({ name }) => ({ name }))
  return {
    get,
    getMany,
    all,

    /** Adds a role; `refused` when its name is taken. */
    add: (accountId: AccountId, role: Role, event: AuditEvents): Promise<ChangeResult> =>
      add(accountId, role, event, [claiming(accountId, role)]),

    /** Puts `next` in place of the role as it was read, and says so to those who judge tokens; `refused` when its name is taken. */
    replace: (accountId: AccountId, before: Role, next: Role, event: AuditEvents): Promise<ChangeResult> => {
      const renamed = normalName(before) === normalName(next) ? [] : [claiming(accountId, next), releasing(accountId, before)]
      return replace(accountId, next, event, [...renamed, announcingRole(accountId, next, next.updatedAt)])
    },

    /** Deletes the role as it was read, and says so to those who judge tokens. */
    remove: (accountId: AccountId, role: Role, event: AuditEvents, now: Instant): Promise<ChangeResult> =>
      remove(accountId, role, event, [
        releasing(accountId, role),
        announcingRole(accountId, { ...role, version: role.version + 1 }, now),
      ]),
  }
}

const normalName = ({ name }: Role): string => name.normalize('NFKC').toLowerCase()
/** By a digest: a name of 100 characters may become one that no key has room for, as one character stands for up to 18. */
const nameKey = (accountId: AccountId, role: Role) => uniqueKey(accountId, 'role-name', sha256(normalName(role)))

const claiming = (accountId: AccountId, role: Role): Write => ({
  put: { ...nameKey(accountId, role), entity: 'unique', roleId: role.id },
  when: [{ attribute: 'pk', is: 'absent' }],
})
const releasing = (accountId: AccountId, role: Role): Write => ({ delete: nameKey(accountId, role) })

const announcingRole = (accountId: AccountId, { id, version }: Role, revokedAt: Instant): Write =>
  announcing({ subject: roleSubject(accountId, id), version, revokedAt })
