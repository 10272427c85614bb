import type { AccountId } from '../../../lib/ids.ts'
import { err, ok, type Result } from '../../../lib/result.ts'
import type { NotFound } from '../../common-errors.ts'
import type { Deps } from '../../deps.ts'
import type { AuditObject } from '../../record/events/audit.ts'
import type { AccessPoint } from '../access-points/entity.ts'
import { type DoorSet, type HeldSide, type StoredChange, sidesOf } from './entity.ts'
import type { DoorInExclusiveSet, ZoneCodeInvalid } from './errors.ts'
import type { MemberChange } from './plan.ts'

/** Doors whose place changes in one transaction. */
export const doorsAtOnce = 15

/** What an audit event says of a set of doors. */
export const doorSetAsObject = ({ id, name }: DoorSet): AuditObject => ({ id, kind: 'door_set', name })

/** The doors that come in have to exist; in an exclusive set no other one may hold a side of theirs, and none is a floor where there is a zone code. */
export const decideDoors = (
  { id, exclusive, zoneCode }: Pick<DoorSet, 'id' | 'exclusive' | 'zoneCode'>,
  plan: readonly MemberChange[],
  accessPoints: readonly AccessPoint[],
  held: readonly HeldSide[],
): Result<StoredChange[], NotFound<'access point'> | DoorInExclusiveSet | ZoneCodeInvalid> => {
  const byId = new Map(accessPoints.map((point) => [point.id, point]))
  const changes: StoredChange[] = []
  for (const { accessPointId, before, after } of plan) {
    const stored = before ? { before } : {}
    if (!after) {
      changes.push(stored)
      continue
    }
    const point = byId.get(accessPointId)
    if (!point) return err({ kind: 'not_found', what: 'access point', id: accessPointId })
    if (zoneCode !== undefined && point.floor) return err({ kind: 'zone_code_invalid', problem: 'floor', accessPointId })
    const other = held.find(
      (one) => exclusive && one.doorSetId !== id && one.accessPointId === accessPointId && sidesOf(after).includes(one.side),
    )
    if (other) return err({ kind: 'door_in_exclusive_set', accessPointId, doorSetId: other.doorSetId })
    changes.push({ ...stored, after: { ...after, doorSetId: id, panelId: point.panelId } })
  }
  return ok(changes)
}

/** Reads what `decideDoors` decides about. */
export const checkDoors = async (
  deps: Pick<Deps, 'accessPoints' | 'doorSets'>,
  accountId: AccountId,
  set: Pick<DoorSet, 'id' | 'exclusive' | 'zoneCode'>,
  plan: readonly MemberChange[],
): Promise<ReturnType<typeof decideDoors>> => {
  const ids = plan.flatMap(({ accessPointId, after }) => (after ? [accessPointId] : []))
  const [accessPoints, held] = await Promise.all([
    deps.accessPoints.getMany(accountId, ids),
    set.exclusive ? deps.doorSets.heldSides(accountId, ids) : [],
  ])
  return decideDoors(set, plan, accessPoints, held)
}
