import { describe, expect, it } from 'vitest'
import { everywhere, type Scope } from '../../../../shared/domain/identity/principals/permission.ts'
import type { Event } from '../../../../shared/domain/record/events/entity.ts'
import { isEventVisible } from '../../../../shared/domain/record/events/visible.ts'
import { GroupId, ScenarioId, SiteId } from '../../../../shared/lib/ids.ts'

const event = (given: Partial<Event>): Event => ({
  uuid: '00000000-0000-4000-8000-000000000001',
  kind: 'audit',
  type: 'group.updated',
  facts: {},
  occurredAt: 0,
  processedAt: 0,
  ...given,
})
const at = (id: number) => ({ site: { id, name: 'Site' } })
const to = (kind: NonNullable<Event['subject']>['kind'], id: number) => ({ subject: { kind, id } })
const doors = { facts: { changes: [{ property: 'accessPoints', previousValue: '7, 8' }] } }
const limited: Scope = {
  ...everywhere,
  sites: [SiteId.parse(1)],
  groups: [GroupId.parse(1)],
  scenarios: [ScenarioId.parse(1)],
}

describe('an event is seen by who is limited', () => {
  it.each<[string, boolean, Partial<Event>]>([
    ['access at an assigned site', true, { kind: 'access', type: 'access.granted', ...at(1), ...to('access_point', 7) }],
    ['access at another site', false, { kind: 'access', type: 'access.granted', ...at(2), ...to('access_point', 7) }],
    ['access at no known site', false, { kind: 'access', type: 'access.granted', ...to('access_point', 7) }],
    ['a change of a door at an assigned site', true, { ...at(1), ...to('access_point', 7) }],
    ['a change of an assigned group', true, to('group', 1)],
    ['a change of another group', false, to('group', 2)],
    ['a permission of an assigned group at another site', false, { ...at(2), ...to('group', 1) }],
    ['a permission of an assigned group at an assigned site', true, { ...at(1), ...to('group', 1), ...doors }],
    ['the end of a group, which names doors', false, { ...to('group', 1), ...doors }],
    ['an assigned scenario', true, to('emergency_scenario', 1)],
    ['a change of its doors', false, { ...to('emergency_scenario', 1), ...doors }],
    ['another scenario', false, to('emergency_scenario', 2)],
    ['a universal schedule', true, to('schedule', 7)],
    ['a user', false, to('user', 7)],
    ['an administrator', false, to('administrator', 7)],
  ])('%s: %s', (_, isSeen, given) => {
    expect(isEventVisible(limited)(event(given))).toBe(isSeen)
  })

  it('in some sites only sees what happens to people', () => {
    const { sites } = limited
    expect(isEventVisible({ ...everywhere, sites })(event(to('user', 7)))).toBe(true)
  })
})
