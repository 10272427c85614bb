import { describe, expect, it } from 'vitest'
import { decide } from '../../../../shared/domain/access/decisions/decide.ts'
import { emptyMemory, remember } from '../../../../shared/domain/access/decisions/decision.ts'
import { indexRules } from '../../../../shared/domain/access/decisions/index-rules.ts'
import { scheduledState } from '../../../../shared/domain/access/decisions/unlock-schedule.ts'
import { hour } from '../../../../shared/lib/clock.ts'
import { AccessPointId } from '../../../../shared/lib/ids.ts'
import { when } from '../schedules/timetables.ts'
import { at, doors, schedules, someRules } from './some-rules.ts'

const rules = indexRules(someRules())
const noon = when('America/New_York', '2025-06-18T12:00')
const five = when('America/New_York', '2025-06-18T17:00')
const door = (name: keyof typeof doors) => AccessPointId.parse(doors[name])

describe('the unlock schedule of a door', () => {
  it('unlocks it within its blocks, and says until when', () => {
    const front = someRules().accessPoints.map((point) => ({ ...point, unlockScheduleId: schedules.officeHours }))
    const unlocking = indexRules(someRules({ accessPoints: front }))
    expect(scheduledState(unlocking, door('front'), noon)).toEqual({ unlocked: true, nextChangeAt: five })
    expect(scheduledState(unlocking, door('front'), five)).toEqual({
      unlocked: false,
      nextChangeAt: when('America/New_York', '2025-06-20T09:00'),
    })
  })

  it('waits for its enabling group', () => {
    expect(scheduledState(rules, door('yard'), noon)).toEqual({ unlocked: false })
    const memory = remember(emptyMemory, decide(rules, at('front', { encodedCredential: '22994' }), noon - hour))
    expect(scheduledState(rules, door('yard'), noon, memory)).toEqual({ unlocked: true, nextChangeAt: five })
    expect(scheduledState(rules, door('yard'), five, memory)).toEqual({ unlocked: false })
  })

  it('leaves a door locked that has none, is unknown, or whose schedule or zone the rules lack', () => {
    for (const name of ['front', 'orphan', 'nowhere'] as const)
      expect(scheduledState(rules, door(name), noon)).toEqual({ unlocked: false })
    expect(scheduledState(rules, AccessPointId.parse(999), noon)).toEqual({ unlocked: false })
  })

  it('lets nobody in who has no permission', () => {
    const open = someRules().accessPoints.map((point) => ({ ...point, unlockScheduleId: schedules.always }))
    const unlocking = indexRules(someRules({ accessPoints: open }))
    expect(scheduledState(unlocking, door('front'), noon)).toEqual({ unlocked: true })
    expect(decide(unlocking, at('front', { encodedCredential: '2f623ae' }), noon).reason).toBe('no_permission')
  })
})
