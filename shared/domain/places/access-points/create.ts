import { AccessPointId } from '../../../lib/ids.ts'
import { err, ok, type Result } from '../../../lib/result.ts'
import { raced } from '../../../lib/retry.ts'
import { spreadTo } from '../../access/emergencies/spread.ts'
import { untilFirst } from '../../change.ts'
import type { ChangedMeanwhile, NotFound } from '../../common-errors.ts'
import type { Deps } from '../../deps.ts'
import { maxAccessPoints } from '../../devices/panels/entity.ts'
import type { Principal } from '../../identity/principals/principal.ts'
import { type AuditObject, auditEvent } from '../../record/events/audit.ts'
import type { AccessPoint, CreateAccessPoint } from './entity.ts'
import type { PanelFull } from './errors.ts'

/** What an audit event says of an access point. */
export const accessPointAsObject = (point: AccessPoint): AuditObject => ({
  id: point.id,
  kind: 'access_point',
  name: point.name,
  site: { id: point.siteId, name: point.siteName },
})

type Needed = Pick<
  Deps,
  'accessPoints' | 'emergencies' | 'panels' | 'postureWork' | 'postures' | 'schedules' | 'now' | 'newId' | 'newUuid' | 'pause'
>

/** Adds a door to a panel; it is at the panel's site. A full emergency scenario in force holds it from the first. */
export const createAccessPoint = async (
  deps: Needed,
  principal: Principal,
  input: CreateAccessPoint,
): Promise<Result<AccessPoint, NotFound<'panel' | 'schedule'> | PanelFull | ChangedMeanwhile>> => {
  const added = await addDoor(deps, principal, input)
  const isEmergency = added.ok && (await deps.emergencies.active(principal.accountId)).length > 0
  // when this breaks off, the panel's change in the table's stream has the same done
  if (isEmergency) await spreadTo(deps, principal.accountId, added.value.panelId)
  return added
}

const addDoor = async (
  deps: Needed,
  principal: Principal,
  { panelId, unlockScheduleId, ...settings }: CreateAccessPoint,
): Promise<Result<AccessPoint, NotFound<'panel' | 'schedule'> | PanelFull | ChangedMeanwhile>> => {
  const { accountId } = principal
  return untilFirst(deps, 'control panel', async () => {
    const id = AccessPointId.parse(deps.newId())
    const [panel, schedule, add] = await Promise.all([
      deps.panels.get(accountId, panelId),
      unlockScheduleId ? deps.schedules.get(accountId, unlockScheduleId) : undefined,
      deps.accessPoints.adding(accountId, id),
    ])
    if (!panel) return err({ kind: 'not_found', what: 'panel', id: panelId })
    if (unlockScheduleId && !schedule) return err({ kind: 'not_found', what: 'schedule', id: unlockScheduleId })
    const count = panel.accessPointIds.length
    if (count >= maxAccessPoints) return err({ kind: 'panel_full', panelId: panel.id, count })
    const now = deps.now()
    const point: AccessPoint = {
      ...settings,
      id,
      version: 1,
      panelId: panel.id,
      siteId: panel.siteId,
      siteName: panel.siteName,
      type: 'DOOR',
      ...(unlockScheduleId ? { unlockScheduleId } : {}),
      createdAt: now,
      updatedAt: now,
    }
    const stamp = { now, uuid: deps.newUuid() }
    const event = auditEvent(stamp, principal, 'access_point.created', accessPointAsObject(point))
    return (await add(point, panel, event)).ok ? ok(point) : raced
  })
}
