import { describe, expect, it } from 'vitest'
import { decide } from '../../../../shared/domain/access/decisions/decide.ts'
import { emptyMemory } from '../../../../shared/domain/access/decisions/decision.ts'
import { indexRules } from '../../../../shared/domain/access/decisions/index-rules.ts'
import { noPosture } from '../../../../shared/domain/access/decisions/posture.ts'
import { normalModes } from '../../../../shared/domain/devices/posture/entity.ts'
import { AccessPointId } from '../../../../shared/lib/ids.ts'
import { at, doors, groups, schedules, someRules } from './some-rules.ts'

const noon = Date.UTC(2025, 5, 16, 16)
const evening = Date.UTC(2025, 5, 16, 23)
const ann = { encodedCredential: '28c0293', bits: 26 }
const [lift, ground, roof] = [doors.front, 81, 82].map((id) => AccessPointId.parse(id))
if (!lift || !ground || !roof) throw new Error('an id is missing')

const of = (groupId: number, more: object = {}) => ({ subject: { kind: 'group', groupId }, ...more })

/** The front door as a lift, with rules of its own, and with two floors behind it. */
const liftRules = (own: object[], toGround: object[], toRoof: object[], more: object = {}) => {
  const { accessPoints, groups: all } = someRules()
  const [front, ...others] = accessPoints
  const floor = (id: number, number: number, rules: object[]) => ({
    ...front,
    id,
    floor: { liftId: lift, number, relay: number + 1 },
    rules,
  })
  return indexRules(
    someRules({
      accessPoints: [{ ...front, rules: own, ...more }, ...others, floor(82, 9, toRoof), floor(81, 0, toGround)],
      groups: all.map((group) => ({ ...group, excludedFromLockdown: group.id === groups.guards })),
    }),
  )
}

describe('at a lift', () => {
  const staff = of(groups.staff)
  const inOfficeHours = of(groups.staff, { scheduleId: schedules.officeHours })

  it('one presentation grants every floor that the person may choose now, and does not open the door of the lift', () => {
    const rules = liftRules([], [staff], [inOfficeHours])
    expect(decide(rules, at(lift, ann), noon)).toMatchObject({ decision: 'granted', floors: [roof, ground], onlyFloors: true })
    expect(decide(rules, at(lift, ann), evening)).toMatchObject({ decision: 'granted', floors: [ground], onlyFloors: true })
  })

  it('a rule at the lift opens its door and chooses no floor', () => {
    const decision = decide(liftRules([staff], [], []), at(lift, ann), noon)
    expect(decision.decision).toBe('granted')
    expect(decision).not.toHaveProperty('floors')
    const both = decide(liftRules([inOfficeHours], [staff], []), at(lift, ann), noon)
    expect(both).toMatchObject({ decision: 'granted', scheduleId: schedules.officeHours, floors: [ground] })
    expect(both).not.toHaveProperty('onlyFloors')
  })

  it('who may go nowhere is refused, and who may go at another time is refused for the time', () => {
    expect(decide(liftRules([], [], []), at(lift, ann), noon).reason).toBe('no_permission')
    const late = decide(liftRules([], [inOfficeHours], []), at(lift, ann), evening)
    expect(late.reason).toBe('outside_schedule')
    expect(late.trace.at(-1)).toMatchObject({ rule: 'schedule_open', passed: false })
  })

  it('a second factor that the lift asks for is needed for its floors', () => {
    const rules = liftRules([], [staff], [], { twoFactorEnabled: true })
    expect(decide(rules, at(lift, ann), noon).reason).toBe('second_factor_required')
    expect(decide(rules, at(lift, { ...ann, pin: '1111' }), noon)).toMatchObject({ decision: 'granted', floors: [ground] })
  })

  it('a lockdown of a floor takes that floor, and one of the lift takes all of them', () => {
    const rules = liftRules([], [staff], [staff])
    const lockdown = (id: AccessPointId) => ({ ...noPosture, modes: { ...normalModes, lockdown: [id] } })
    expect(decide(rules, at(lift, ann), noon, emptyMemory, lockdown(roof))).toMatchObject({ floors: [ground] })
    expect(decide(rules, at(lift, ann), noon, emptyMemory, lockdown(lift)).reason).toBe('locked_down')
    const guarded = liftRules([], [of(groups.guards)], [of(groups.guards)])
    const guard = at(lift, { pin: '3333' })
    expect(decide(guarded, guard, noon, emptyMemory, lockdown(lift))).toMatchObject({ floors: [roof, ground] })
  })

  it('a floor is decided by itself too, as a phone asks for it', () => {
    const rules = liftRules([], [staff], [])
    expect(decide(rules, at(ground, ann), noon).decision).toBe('granted')
    expect(decide(rules, at(roof, ann), noon).reason).toBe('no_permission')
  })
})

describe('a wireless lock that is set to privacy', () => {
  const [front] = someRules().accessPoints
  const lockRules = (...rules: object[]) =>
    indexRules(someRules({ accessPoints: [{ ...front, lockSerialNumber: 'A-7', rules }] }))
  const privacy = { ...emptyMemory, privacy: [AccessPointId.parse(doors.front)] }

  it('opens to nobody but those whose rule overrides that', () => {
    const usual = lockRules(of(groups.staff))
    expect(decide(usual, at('front', ann), noon).decision).toBe('granted')
    const refused = decide(usual, at('front', ann), noon, privacy)
    expect([refused.reason, refused.trace.at(-1)?.rule]).toEqual(['privacy_mode', 'privacy_off'])
    const overriding = lockRules(of(groups.staff, { overridesPrivacy: true }))
    expect(decide(overriding, at('front', ann), noon, privacy).decision).toBe('granted')
  })

  it('opens by the schedule of the overriding rule, not by that of another', () => {
    const rules = lockRules(of(groups.staff), of(groups.staff, { scheduleId: schedules.officeHours, overridesPrivacy: true }))
    expect(decide(rules, at('front', ann), noon, privacy).scheduleId).toBe(schedules.officeHours)
    expect(decide(rules, at('front', ann), evening, privacy).reason).toBe('outside_schedule')
  })

  it('changes nothing at other doors', () => {
    const other = { ...emptyMemory, privacy: [AccessPointId.parse(doors.vault)] }
    expect(decide(lockRules(of(groups.staff)), at('front', ann), noon, other).decision).toBe('granted')
  })
})
