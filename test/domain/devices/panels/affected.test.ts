import { describe, expect, it } from 'vitest'
import { affectedPanels } from '../../../../shared/domain/devices/panels/affected.ts'

const nothing = { panelIds: [], groupIds: [], userIds: [], personIds: [], everyPanel: false, revokes: false }
const user = { entity: 'user', suspended: false, groupIds: [1, 2], firstName: 'A' }

describe('a change', () => {
  it('of what no rules hold concerns no panel', () => {
    expect(affectedPanels({ before: user, after: { ...user, firstName: 'B' } })).toEqual(nothing)
    expect(affectedPanels({ after: { entity: 'event' } })).toEqual(nothing)
    const site = { entity: 'site', timeZone: 'UTC', panelCount: 1 }
    expect(affectedPanels({ before: site, after: { ...site, panelCount: 2 } })).toEqual(nothing)
  })

  it('of a person concerns the groups of before and after, and may revoke', () => {
    expect(affectedPanels({ before: user, after: { ...user, suspended: true } })).toEqual({
      ...nothing,
      groupIds: [1, 2],
      revokes: true,
    })
    expect(affectedPanels({ before: user, after: { ...user, groupIds: [3] } })).toMatchObject({ groupIds: [1, 2, 3] })
    expect(affectedPanels({ before: user, after: { ...user, groupIds: [2, 3] } })).toMatchObject({ groupIds: [1, 3] })
    expect(affectedPanels({ before: user, after: { ...user, groupIds: [2], pin: '1234' } })).toMatchObject({ groupIds: [1, 2] })
    expect(affectedPanels({ before: user })).toMatchObject({ groupIds: [1, 2], revokes: true })
  })

  it('of a card concerns its holders of before and after', () => {
    const card = { entity: 'credential', encoded: 'a', userId: 5 }
    expect(affectedPanels({ before: card, after: { ...card, userId: 6 } })).toMatchObject({ userIds: [5, 6] })
    expect(affectedPanels({ after: { entity: 'credential', encoded: 'a' } })).toMatchObject({ userIds: [] })
  })

  it('of an access rule or a door concerns its panel, also the one it left', () => {
    expect(affectedPanels({ before: { entity: 'rule', panelId: 7, scheduleId: 1 } })).toMatchObject({
      panelIds: [7],
      revokes: true,
    })
    const door = { entity: 'access-point', name: 'D', panelId: 7 }
    expect(affectedPanels({ before: door, after: { ...door, panelId: 8 } })).toMatchObject({ panelIds: [7, 8] })
  })

  it('of a schedule, a holiday or a time zone concerns every panel of the account', () => {
    expect(affectedPanels({ after: { entity: 'holiday', start: 'x' } })).toMatchObject({ everyPanel: true })
    expect(
      affectedPanels({ before: { entity: 'site', timeZone: 'UTC' }, after: { entity: 'site', timeZone: 'US/Eastern' } }),
    ).toMatchObject({
      everyPanel: true,
    })
  })
})
