import { describe, expect, it } from 'vitest'
import { may, type Permission } from '../../../../shared/domain/identity/administrators/may.ts'
import { type AdministratorType, administratorTypes } from '../../../../shared/domain/identity/administrators/principal.ts'
import { somebody } from '../../../support/api.ts'

/** Every kind of caller: the types, and the senior who may create administrators. */
type Caller = AdministratorType | 'SENIOR+'
const callers: readonly Caller[] = [...administratorTypes, 'SENIOR+']

const everybody: readonly Caller[] = callers
const dealers: readonly Caller[] = ['DEALER']
const owners: readonly Caller[] = [...dealers, 'MASTER']
const seniors: readonly Caller[] = [...owners, 'SENIOR', 'SENIOR+']
const withAssistants: readonly Caller[] = [...seniors, 'ASSISTANT']
const exceptAssistants: readonly Caller[] = [...seniors, 'CSR']

/** Who may do what. A permission without a line does not compile. */
const table: Record<Permission, readonly Caller[]> = {
  none: everybody,
  'accounts:view': everybody,
  'administrators:view': exceptAssistants,
  'administrators:edit': [...owners, 'SENIOR+'],
  'sites:view': everybody,
  'sites:edit': seniors,
  'panels:view': everybody,
  'panels:edit': seniors,
  'access-points:view': everybody,
  'access-points:edit': seniors,
  'access-points:activate': withAssistants,
  'users:view': everybody,
  'users:edit': withAssistants,
  'credentials:view': everybody,
  'credentials:edit': withAssistants,
  'groups:view': everybody,
  'groups:edit': seniors,
  'schedules:view': everybody,
  'schedules:edit': seniors,
  'subscriptions:view': exceptAssistants,
  'subscriptions:edit': seniors,
  'events:view': everybody,
}

const principal = (caller: Caller) =>
  caller === 'SENIOR+' ? somebody({ type: 'SENIOR', canCreateAdmins: true }) : somebody({ type: caller })

describe.each(callers)('a %s', (caller) => {
  // The record has exactly the permissions as its keys.
  it.each(Object.keys(table) as Permission[])('may or may not: %s', (permission) => {
    expect(may(principal(caller), permission)).toBe(table[permission].includes(caller))
  })

  it('gains nothing by a right that only a senior can be given', () => {
    if (caller === 'SENIOR+') return
    const given = { ...principal(caller), canCreateAdmins: true }
    if (caller !== 'SENIOR') expect(may(given, 'administrators:edit')).toBe(table['administrators:edit'].includes(caller))
  })
})
