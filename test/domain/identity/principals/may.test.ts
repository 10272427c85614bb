import { describe, expect, it } from 'vitest'
import { type AdministratorType, administratorTypes } from '../../../../shared/domain/identity/administrators/type.ts'
import { may } from '../../../../shared/domain/identity/principals/may.ts'
import { everywhere, type Permission, type Scope } from '../../../../shared/domain/identity/principals/permission.ts'
import { GroupId, SiteId } from '../../../../shared/lib/ids.ts'
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
  'accounts:edit': [...seniors, 'CSR'],
  'customers:edit': dealers,
  'administrators:view': exceptAssistants,
  'administrators:edit': [...owners, 'SENIOR+'],
  'applications:view': exceptAssistants,
  'applications:edit': seniors,
  'service-tokens:edit': [...owners, 'SENIOR+'],
  'sites:view': everybody,
  'sites:edit': seniors,
  'panels:view': everybody,
  'panels:edit': seniors,
  'access-points:view': everybody,
  'access-points:edit': seniors,
  'access-points:activate': withAssistants,
  'access-points:override': seniors,
  'areas:view': everybody,
  'areas:edit': seniors,
  'areas:reset': withAssistants,
  'cameras:view': everybody,
  'cameras:edit': seniors,
  'cameras:watch': withAssistants,
  'emergencies:view': everybody,
  'emergencies:edit': seniors,
  'emergencies:initiate': seniors,
  'users:view': everybody,
  'users:edit': withAssistants,
  'credentials:view': everybody,
  'credentials:edit': withAssistants,
  'custom-fields:view': everybody,
  'custom-fields:edit': seniors,
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
    const given = somebody({ ...principal(caller), canCreateAdmins: true })
    if (caller !== 'SENIOR') expect(may(given, 'administrators:edit')).toBe(table['administrators:edit'].includes(caller))
  })
})

describe('a grant that is limited to a place', () => {
  const [north, south] = [SiteId.parse(1), SiteId.parse(2)]
  const keeper = (sites: Scope['sites'], groups: Scope['groups'] = 'all') => ({
    grants: [{ permission: 'sites:edit', scope: { ...everywhere, sites, groups } } as const],
  })

  it('holds there, in no other place, and not for what belongs to the whole account', () => {
    expect(may(keeper([north]), 'sites:edit', { site: north })).toBe(true)
    expect(may(keeper([north]), 'sites:edit', { site: south })).toBe(false)
    expect(may(keeper([north]), 'sites:edit', { site: null })).toBe(false)
    expect(may(keeper('all'), 'sites:edit', { site: null })).toBe(true)
  })

  it('lets its owner begin when no place is named yet, and ask for nothing else', () => {
    expect(may(keeper([north]), 'sites:edit')).toBe(true)
    expect(may(keeper([north]), 'sites:view')).toBe(false)
    expect(may(keeper([]), 'none')).toBe(true)
  })

  it('ands its parts, each over the things that have it', () => {
    const group = GroupId.parse(7)
    expect(may(keeper([north], [group]), 'sites:edit', { site: north, group })).toBe(true)
    expect(may(keeper([north], [group]), 'sites:edit', { site: south, group })).toBe(false)
    expect(may(keeper([north], [group]), 'sites:edit', { group })).toBe(true)
  })

  it('adds to the others of the same permission', () => {
    const grants = [...keeper([north]).grants, ...keeper([south]).grants]
    expect(may({ grants }, 'sites:edit', { site: south })).toBe(true)
  })
})
