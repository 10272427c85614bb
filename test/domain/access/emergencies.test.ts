import { describe, expect, it } from 'vitest'
import { modeOf, noPosture } from '../../../shared/domain/access/decisions/posture.ts'
import { fullScenario, type Scenario } from '../../../shared/domain/access/emergencies/entity.ts'
import { decideModes } from '../../../shared/domain/access/emergencies/modes.ts'
import { maxAccessPoints } from '../../../shared/domain/devices/panels/entity.ts'
import { maxOverrides, maxPostureBytes, maxResets, normalModes } from '../../../shared/domain/devices/posture/entity.ts'
import { AccessPointId, idFrom, PanelId, ScenarioId } from '../../../shared/lib/ids.ts'

const doorIds = (count: number) =>
  Array.from({ length: count }, (_, index) => AccessPointId.parse(idFrom(Date.UTC(2088, 0, 1) + index * 1_000, index)))
const inForce = (kind: Scenario['kind'], accessPointIds: Scenario['accessPointIds'], issuedAt: number, more = {}): Scenario => ({
  ...fullScenario(kind),
  isFull: undefined as never,
  id: ScenarioId.parse(1_000 + issuedAt),
  accessPointIds,
  active: { issuedAt, accessPointIds, panelIds: [] },
  ...more,
})

describe('the modes of the doors of a panel', () => {
  const [one, two, three] = doorIds(3) as [AccessPointId, AccessPointId, AccessPointId]
  const doors = [one, two, three]
  const asked = (active: Scenario[]) => {
    const posture = { ...noPosture, modes: decideModes(doors, active) }
    return doors.map((id) => modeOf(posture, id))
  }

  it('are normal when nothing is in force', () => {
    expect(decideModes(doors, [])).toEqual(normalModes)
  })

  it('are those of the scenario that was initiated last, whatever their order', () => {
    const lockdown = inForce('lockdown', [one, two], 5)
    const egress = inForce('egress', [two], 6)
    for (const active of [
      [lockdown, egress],
      [egress, lockdown],
    ])
      expect(asked(active)).toEqual(['lockdown', 'egress', 'normal'])
    expect(asked([lockdown, inForce('egress', [two], 4)])).toEqual(['lockdown', 'lockdown', 'normal'])
  })

  it('are all those of a full scenario, a door that it was not initiated with too', () => {
    expect(asked([inForce('lockdown', [], 5, { isFull: true })])).toEqual(['lockdown', 'lockdown', 'lockdown'])
  })

  it('fit a posture with every override and reset that a panel holds, in the worst case, and 4 KB without the resets', () => {
    const all = doorIds(maxAccessPoints)
    const third = Math.ceil(maxAccessPoints / 3)
    const active = [inForce('lockdown', all.slice(0, third), 5), inForce('egress', all.slice(third, 2 * third), 6)]
    const overrides = all
      .slice(0, maxOverrides)
      .map((accessPointId) => ({ accessPointId, behavior: 'unlock', endsAt: 9_999_999_999_999 }))
    const posture = {
      panelId: PanelId.parse(all[0]),
      version: 999_999,
      overrides,
      modes: decideModes(all, active),
      issuedAt: 9e12,
    }
    expect(Buffer.byteLength(JSON.stringify(posture))).toBeLessThanOrEqual(4_096)
    const resets = all.slice(0, maxResets).map((id) => ({ areaId: id, userId: id, at: 9_999_999_999_999 }))
    expect(Buffer.byteLength(JSON.stringify({ ...posture, resets }))).toBeLessThanOrEqual(maxPostureBytes)
  })
})
