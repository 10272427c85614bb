import { describe, expect, it } from 'vitest'
import { everywhere, type Scope } from '../../../../shared/domain/identity/principals/permission.ts'
import type { Event, PropertyChange } from '../../../../shared/domain/record/events/entity.ts'
import { hiddenChanges, withoutValues } from '../../../../shared/domain/record/events/hidden-changes.ts'
import { GroupId, SiteId } from '../../../../shared/lib/ids.ts'

const site = { id: 1, name: 'Mill' }
const event = (changes: PropertyChange[], given: Partial<Event> = {}): Event => ({
  uuid: '00000000-0000-4000-8000-000000000001',
  kind: 'audit',
  type: 'schedule.updated',
  facts: { changes },
  occurredAt: 0,
  processedAt: 0,
  ...given,
})
const limited: Scope = { ...everywhere, sites: [SiteId.parse(1)], groups: [GroupId.parse(1)] }

describe('a change is shown to who is limited', () => {
  it.each<[string, boolean, PropertyChange, Partial<Event>?]>([
    ['from no group to one that is assigned', true, { property: 'enablingGroupId', currentValue: '1' }],
    ['from an assigned group to another', false, { property: 'enablingGroupId', previousValue: '1', currentValue: '2' }],
    ['from another group to none', false, { property: 'enablingGroupId', previousValue: '2' }],
    ['of escorted groups', false, { property: 'escortedGroupIds', currentValue: '[2]' }, { site }],
    [
      'of doors that one of the site is interlocked with',
      true,
      { property: 'interlockedAccessPointIds', currentValue: '[7]' },
      { site },
    ],
    ['to an assigned site', true, { property: 'siteId', currentValue: '1' }],
    ['from another site', false, { property: 'siteId', previousValue: '2', currentValue: '1' }],
    ["to the name of the event's site", true, { property: 'siteName', currentValue: 'Mill' }, { site }],
    ['from the name of another site', false, { property: 'siteName', previousValue: 'Shop', currentValue: 'Mill' }, { site }],
    [
      'of a door of a camera',
      false,
      { property: 'accessPoint', currentValue: '7' },
      { site, subject: { kind: 'camera', id: 3 } },
    ],
    [
      'of the door of a permission',
      true,
      { property: 'accessPoint', currentValue: 'Front door' },
      { site, subject: { kind: 'group', id: 1 } },
    ],
    ['of a schedule that is used at the site', true, { property: 'scheduleId', currentValue: '7' }, { site }],
    ['of a schedule that is used nobody knows where', false, { property: 'scheduleId', currentValue: '7' }],
    ['of a person', false, { property: 'userId', currentValue: '7' }],
    ['of things that a later property names', false, { property: 'elevatorIds', currentValue: '7' }],
    ['of what names nothing', true, { property: 'name', previousValue: '2', currentValue: '3' }],
  ])('%s: %s', (_, isShown, change, given) => {
    expect(hiddenChanges(limited)(event([change], given))).toEqual(isShown ? [] : [0])
    expect(hiddenChanges(everywhere)(event([change], given))).toEqual([])
  })

  it('without its values where these are hidden, and with the other changes of the event', () => {
    const name = { property: 'name', currentValue: 'New' }
    const group = { property: 'enablingGroupId', previousValue: '2', currentValue: '1' }
    const given = event([name, group, name])
    expect(withoutValues(given, hiddenChanges(limited)(given)).facts.changes).toEqual([
      name,
      { property: 'enablingGroupId' },
      name,
    ])
  })
})
