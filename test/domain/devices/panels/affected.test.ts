import { describe, expect, it } from 'vitest'
import { affectedPanels, noPanels } from '../../../../shared/domain/devices/panels/affected.ts'

const nothing = { ...noPanels, panelIds: [], people: [], revokes: false }
const user = { entity: 'user', id: 9, suspended: false, groupIds: [1, 2], firstName: 'A' }

describe('a change', () => {
  it('of what no rules hold concerns no panel', () => {
    expect(affectedPanels({ before: user, after: { ...user, firstName: 'B' } })).toEqual(nothing)
    expect(affectedPanels({ after: { entity: 'event' } })).toEqual(nothing)
    const site = { entity: 'site', timeZone: 'UTC', panelCount: 1 }
    expect(affectedPanels({ before: site, after: { ...site, panelCount: 2 } })).toEqual(nothing)
  })

  it('of the doors of a set or of a reader concerns the panel of the door and no other', () => {
    for (const entity of ['door-set-member', 'reader']) {
      const item = { entity, accessPointId: 1, panelId: 7 }
      expect(affectedPanels({ after: item })).toEqual({ ...nothing, panelIds: [7] })
      expect(affectedPanels({ before: item })).toEqual({ ...nothing, panelIds: [7], revokes: true })
    }
    // the copies beside them say the same and concern nobody
    for (const entity of ['door-of-set', 'door-set', 'connection-of-access-point', 'reader-of-door', 'exclusive-side']) {
      expect(affectedPanels({ before: { entity, panelId: 7 } })).toEqual(nothing)
    }
  })

  it('of the codes of a set concerns the panels with its doors, and of its name none', () => {
    const set = { entity: 'door-set', id: 8, name: 'Z', zoneCode: '7000' }
    const found = { ...nothing, doorSetIds: [8] }
    expect(affectedPanels({ before: set, after: { ...set, zoneCode: '7001' } })).toEqual({ ...found, revokes: true })
    expect(affectedPanels({ before: { ...set, zoneCode: undefined }, after: set })).toEqual(found)
    expect(affectedPanels({ before: set })).toEqual({ ...found, revokes: true })
    expect(affectedPanels({ before: set, after: { ...set, name: 'Y' } })).toEqual(nothing)
  })

  it('of an area concerns its panel, and takes nothing away when the area goes', () => {
    const area = { entity: 'area', panelId: 7, borders: [{ accessPointId: 1, side: 1, direction: 'in' }] }
    expect(affectedPanels({ after: area })).toEqual({ ...nothing, panelIds: [7], revokes: true })
    expect(affectedPanels({ before: area })).toEqual({ ...nothing, panelIds: [7] })
    expect(affectedPanels({ before: { ...area, name: 'A' }, after: { ...area, name: 'B' } })).toEqual(nothing)
    expect(affectedPanels({ before: { ...area, entity: 'area-of-panel' } })).toEqual(nothing)
  })

  it('of a person concerns that person, in the groups of before and after, and may revoke', () => {
    const people = (...groupIds: number[]) => ({ people: [{ userId: 9, groupIds }] })
    expect(affectedPanels({ before: user, after: { ...user, suspended: true } })).toEqual({
      ...nothing,
      ...people(1, 2),
      revokes: true,
    })
    expect(affectedPanels({ before: user, after: { ...user, groupIds: [3] } })).toMatchObject(people(1, 2, 3))
    expect(affectedPanels({ before: user })).toMatchObject({ ...people(1, 2), revokes: true })
  })

  it('of a visit concerns the panels of the visitor, and may revoke when it is stopped or shorter; of what is known of it, none', () => {
    const visitor = { ...user, visit: { startsAt: 1, endsAt: 5 }, visitDetails: {} }
    const stopped = { ...visitor, visit: { ...visitor.visit, stopped: { at: 3, as: 'ended' } } }
    const concerned = { ...nothing, people: [{ userId: 9, groupIds: [1, 2] }], revokes: true }
    expect(affectedPanels({ before: visitor, after: stopped })).toEqual(concerned)
    for (const [visit, revokes] of [
      [{ startsAt: 1, endsAt: 6 }, false],
      [{ startsAt: 0, endsAt: 5 }, false],
      [{ startsAt: 2, endsAt: 9 }, true],
      [{ startsAt: 1, endsAt: 4 }, true],
    ] as const) {
      expect(affectedPanels({ before: visitor, after: { ...visitor, visit } })).toEqual({ ...concerned, revokes })
    }
    expect(affectedPanels({ before: visitor, after: { ...visitor, visitDetails: { arrivedAt: 2 } } })).toEqual(nothing)
  })

  it('of a card concerns its holders of before and after', () => {
    const card = { entity: 'credential', encoded: 'a', userId: 5 }
    expect(affectedPanels({ before: card, after: { ...card, userId: 6 } })).toMatchObject({
      people: [{ userId: 5 }, { userId: 6 }],
    })
    expect(affectedPanels({ after: { entity: 'credential', encoded: 'a' } })).toMatchObject({ people: [] })
  })

  it('of an access rule or a door concerns its panel, also the one it left', () => {
    expect(affectedPanels({ before: { entity: 'rule', panelId: 7, scheduleId: 1 } })).toMatchObject({
      panelIds: [7],
      revokes: true,
    })
    const door = { entity: 'access-point', name: 'D', panelId: 7 }
    expect(affectedPanels({ before: door, after: { ...door, panelId: 8 } })).toMatchObject({ panelIds: [7, 8] })
  })

  it('of a rule without a panel concerns those of its site or set of doors', () => {
    const rule = { entity: 'rule', target: { kind: 'site', siteId: 3 } }
    expect(affectedPanels({ after: rule })).toEqual({ ...nothing, siteIds: [3] })
    const inSet = { entity: 'rule', target: { kind: 'door_set', doorSetId: 4 } }
    expect(affectedPanels({ before: rule, after: inSet })).toEqual({ ...nothing, siteIds: [3], doorSetIds: [4], revokes: true })
    const atDoor = { entity: 'rule', target: { kind: 'door', accessPointId: 1 }, panelId: 7 }
    expect(affectedPanels({ before: atDoor, after: rule })).toMatchObject({ panelIds: [7], siteIds: [3], everyPanel: false })
    expect(affectedPanels({ after: { entity: 'rule', target: { kind: 'door' } } })).toMatchObject({ everyPanel: true })
  })

  it('of a time zone, or of a holiday of one site, concerns the panels of that site', () => {
    const site = { entity: 'site', id: 3, timeZone: 'UTC' }
    expect(affectedPanels({ before: site, after: { ...site, timeZone: 'US/Eastern' } })).toEqual({
      ...nothing,
      siteIds: [3],
      revokes: true,
    })
    const holiday = { entity: 'holiday', start: 'x', siteId: 3 }
    expect(affectedPanels({ after: holiday })).toEqual({ ...nothing, siteIds: [3], revokes: true })
    expect(affectedPanels({ before: holiday, after: { ...holiday, siteId: 4 } })).toMatchObject({ siteIds: [3, 4] })
  })

  it('of a schedule concerns the panels that use it', () => {
    const schedule = { entity: 'schedule', id: 4, siteId: 3, week: {} }
    expect(affectedPanels({ before: schedule })).toEqual({ ...nothing, scheduleIds: [4], revokes: true })
  })

  it('of a holiday that holds or held everywhere concerns every panel of the account', () => {
    const holiday = { entity: 'holiday', start: 'x' }
    expect(affectedPanels({ after: holiday })).toMatchObject({ everyPanel: true })
    expect(affectedPanels({ before: holiday, after: { ...holiday, siteId: 3 } })).toMatchObject({ everyPanel: true, siteIds: [] })
  })
})
