import type { AccountId, ScheduleId } from '../../../lib/ids.ts'
import type { Deps } from '../../deps.ts'
import type { AccessPoint } from '../../places/access-points/entity.ts'
import { overrideAt } from '../decisions/posture.ts'
import type { HeldByOverride } from './errors.ts'

const held = ({ id, name }: Pick<AccessPoint, 'id' | 'name'>): HeldByOverride => ({
  kind: 'held_by_override',
  accessPointId: id,
  name,
})

/** Whether an override holds this door now (API document, Door Override: its unlock schedule is not changed meanwhile). */
export const heldDoor = async (
  deps: Pick<Deps, 'postures' | 'now'>,
  accountId: AccountId,
  point: Pick<AccessPoint, 'id' | 'name' | 'panelId'>,
): Promise<HeldByOverride | undefined> =>
  overrideAt(await deps.postures.get(accountId, point.panelId), point.id, deps.now()) && held(point)

/** A door that the schedule unlocks and an override holds now, if there is one: the schedule is not edited meanwhile. */
export const heldDoorOf = async (
  deps: Pick<Deps, 'postures' | 'schedules' | 'now'>,
  accountId: AccountId,
  scheduleId: ScheduleId,
): Promise<HeldByOverride | undefined> => {
  const points = await deps.schedules.unlockedDoors(accountId, scheduleId)
  const panelIds = [...new Set(points.map(({ panelId }) => panelId))]
  const postures = new Map((await deps.postures.getMany(accountId, panelIds)).map((posture) => [posture.panelId, posture]))
  const now = deps.now()
  const point = points.find(({ id, panelId }) => {
    const posture = postures.get(panelId)
    return posture && overrideAt(posture, id, now)
  })
  return point && held(point)
}
