import { describe, expect, it } from 'vitest'
import {
  isLockedDown,
  modeOf,
  noPosture,
  overrideAt,
  standsUnlocked,
} from '../../../../shared/domain/access/decisions/posture.ts'
import { normalModes } from '../../../../shared/domain/devices/posture/entity.ts'
import { AccessPointId } from '../../../../shared/lib/ids.ts'

const [front, back] = [AccessPointId.parse(1), AccessPointId.parse(2)]
const held = (behavior: 'lock' | 'unlock', endsAt?: number) => ({
  ...noPosture,
  overrides: [{ accessPointId: front, behavior, ...(endsAt === undefined ? {} : { endsAt }) }],
})

describe('how a door stands', () => {
  it('is what its schedule says when nothing holds it', () => {
    expect([true, false].map((open) => standsUnlocked(noPosture, { id: front }, 0, open))).toEqual([true, false])
  })

  it.each([true, false])('is what its override says, though the schedule says %s, until the instant of its end', (open) => {
    expect(standsUnlocked(held('unlock', 100), { id: front }, 99, open)).toBe(true)
    expect(standsUnlocked(held('lock', 100), { id: front }, 99, open)).toBe(false)
    expect(standsUnlocked(held('lock', 100), { id: front }, 100, open)).toBe(open)
    expect(standsUnlocked(held('unlock'), { id: front }, 1e15, open)).toBe(true)
    expect(standsUnlocked(held('unlock'), { id: back }, 99, open)).toBe(open)
  })

  it('is what an emergency says, whatever its override says', () => {
    const emergency = { ...held('unlock'), modes: { ...normalModes, rest: 'lockdown' as const, egress: [back] } }
    expect(standsUnlocked(emergency, { id: front }, 0, true)).toBe(false)
    expect(standsUnlocked({ ...held('lock'), modes: { ...normalModes, egress: [front] } }, { id: front }, 0, false)).toBe(true)
    expect(standsUnlocked(emergency, { id: back }, 0, false)).toBe(true)
    expect([front, back].map((id) => modeOf(emergency, id))).toEqual(['lockdown', 'egress'])
    expect(modeOf({ ...noPosture, modes: { ...emergency.modes, normal: [front] } }, front)).toBe('normal')
  })

  it('is locked down with its lift, when it is a floor', () => {
    const floor = { id: back, floor: { liftId: front } }
    const lockdown = (...ids: AccessPointId[]) => ({
      ...held('unlock'),
      modes: { ...normalModes, lockdown: ids, egress: [back] },
    })
    expect(standsUnlocked(lockdown(front), floor, 0, true)).toBe(false)
    expect(standsUnlocked(lockdown(), floor, 0, false)).toBe(true)
    expect(isLockedDown(lockdown(back), floor)).toBe(true)
  })

  it('is unlocked in a fire, whatever is ordered; a floor is not, since a lift is no way out', () => {
    const lockdown = { ...held('lock'), modes: { ...normalModes, rest: 'lockdown' as const } }
    expect(standsUnlocked(lockdown, { id: front }, 0, false)).toBe(false)
    expect(standsUnlocked(lockdown, { id: front }, 0, false, true)).toBe(true)
    expect(standsUnlocked(held('lock'), { id: front }, 0, false, true)).toBe(true)
    expect(standsUnlocked(lockdown, { id: back, floor: { liftId: front } }, 0, true, true)).toBe(false)
    expect(standsUnlocked(noPosture, { id: back, floor: { liftId: front } }, 0, true, true)).toBe(true)
  })

  it('has no override that is over', () => {
    expect(overrideAt(held('lock', 100), front, 100)).toBeUndefined()
    expect(overrideAt(held('lock', 100), front, 99)).toMatchObject({ behavior: 'lock' })
  })
})
