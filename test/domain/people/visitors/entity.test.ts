import { describe, expect, it } from 'vitest'
import { userMeets } from '../../../../shared/domain/people/users/criteria.ts'
import { findOfUser } from '../../../../shared/domain/people/users/entity.ts'
import { type Visit, type VisitState, visitAdmits, visitState } from '../../../../shared/domain/people/visitors/entity.ts'
import { firstVisitorId, GroupId, idFrom, isVisitorId, visitorIdFrom } from '../../../../shared/lib/ids.ts'
import { visitor } from '../../../support/holders.ts'

const visit: Visit = { startsAt: 100, endsAt: 900 }
const stopped = (as: 'ended' | 'cancelled', at = 500): Visit => ({ ...visit, stopped: { at, as } })

describe('the state of a visit', () => {
  it.each<[VisitState, Visit, arrivedAt: number | undefined, now: number]>([
    ['upcoming', visit, undefined, 99],
    ['active', visit, undefined, 100],
    ['active', visit, undefined, 900],
    ['visiting', visit, 150, 200],
    ['visited', visit, 150, 901],
    ['no_visit', visit, undefined, 901],
    ['visited', stopped('ended'), 150, 500],
    ['no_visit', stopped('ended'), undefined, 500],
    ['cancelled', stopped('cancelled'), 150, 901],
    ['cancelled', stopped('cancelled', 50), undefined, 60],
  ])('is %s', (state, of, arrivedAt, now) => {
    expect(visitState(of, arrivedAt, now)).toBe(state)
  })
})

describe('a visit', () => {
  it('admits from its start to its end, and not from the instant on at which it is stopped', () => {
    expect([99, 100, 900, 901].map((at) => visitAdmits(visit, at))).toEqual([false, true, true, false])
    expect([499, 500].map((at) => visitAdmits(stopped('ended'), at))).toEqual([true, false])
  })

  it('makes a visitor who could open a door active only while it lasts', () => {
    const ready = findOfUser(visitor(1, { pin: '1234', pinId: 7, groupIds: [GroupId.parse(5)] }))
    const facts = { holders: new Set<number>(), fields: new Map() }
    const isActive = (now: number) => userMeets(ready, 1, { field: 'status', anyOf: ['active'] }, { ...facts, now })
    expect([99, 100, 901].map(isActive)).toEqual([false, true, false])
  })
})

describe('the id of a visitor', () => {
  it('says that it is one, is exact as a number, and sorts by creation', () => {
    const [early, late] = [idFrom(Date.UTC(2026, 0, 1), 4095), idFrom(Date.UTC(2089, 0, 1), 4095)]
    const ids = [early, late].map(visitorIdFrom)
    expect(ids.every((id) => isVisitorId(id) && Number.isSafeInteger(id))).toBe(true)
    expect(ids[0]).toBeLessThan(ids[1] ?? 0)
  })

  it('is that of nobody else until the end of 2080', () => {
    expect(idFrom(Date.UTC(2080, 11, 1), 4095)).toBeLessThan(firstVisitorId)
  })
})
