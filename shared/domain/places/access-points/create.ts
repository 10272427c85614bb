import type { Instant } from '../../../lib/clock.ts'
import { AccessPointId, type AccountId, type PanelId } from '../../../lib/ids.ts'
import { err, ok, type Result } from '../../../lib/result.ts'
import { raced } from '../../../lib/retry.ts'
import { spreadTo } from '../../access/emergencies/spread.ts'
import { untilFirst } from '../../change.ts'
import type { ChangedMeanwhile, NotFound } from '../../common-errors.ts'
import type { Deps } from '../../deps.ts'
import { maxAccessPoints, type Panel } from '../../devices/panels/entity.ts'
import type { Principal } from '../../identity/principals/principal.ts'
import { type AuditObject, auditEvent } from '../../record/events/audit.ts'
import { checkDoorRules } from './check-door-rules.ts'
import { type AccessPoint, type CreateAccessPoint, connectionOf, type Hardware } from './entity.ts'
import type { ConnectionTaken, DoorRulesInvalid, NoLift, PanelFull, SettingNotOfType } from './errors.ts'
import { fitsType } from './fits.ts'
import { abilitiesOf, deviceTypeOf } from './types.ts'

/** What an audit event says of an access point. */
export const accessPointAsObject = (point: AccessPoint): AuditObject => ({
  id: point.id,
  kind: 'access_point',
  name: point.name,
  ...deviceTypeOf(point),
  site: { id: point.siteId, name: point.siteName },
})

type Needed = Pick<
  Deps,
  | 'accessPoints'
  | 'areas'
  | 'emergencies'
  | 'groups'
  | 'panels'
  | 'postureWork'
  | 'postures'
  | 'schedules'
  | 'now'
  | 'newId'
  | 'newUuid'
  | 'pause'
>

/** The error when another access point has the connection of this one. */
export const connectionTaken = (point: AccessPoint): ConnectionTaken => {
  const { setting, value } = connectionOf(point) ?? { setting: 'relay', value: '' }
  return { kind: 'connection_taken', setting, value }
}

export type CreateAccessPointError =
  | NotFound<'access point' | 'panel' | 'schedule'>
  | PanelFull
  | NoLift
  | SettingNotOfType
  | ConnectionTaken
  | DoorRulesInvalid
  | ChangedMeanwhile

/** Adds an access point to a panel; it is at the panel's site. A full emergency scenario in force holds it from the first. */
export const createAccessPoint = async (
  deps: Needed,
  principal: Principal,
  input: CreateAccessPoint,
): Promise<Result<AccessPoint, CreateAccessPointError>> => {
  const fits = fitsType(input.hardware.type, input)
  if (!fits.ok) return fits
  const added = await addPoint(deps, principal, input)
  const isEmergency = added.ok && (await deps.emergencies.active(principal.accountId)).length > 0
  // when this breaks off, the panel's change in the table's stream has the same done
  if (isEmergency) await spreadTo(deps, principal.accountId, [added.value.panelId])
  return added
}

const addPoint = async (
  deps: Needed,
  principal: Principal,
  input: CreateAccessPoint,
): Promise<Result<AccessPoint, CreateAccessPointError>> => {
  const { accountId } = principal
  const { hardware, unlockScheduleId } = input
  return untilFirst<Result<AccessPoint, CreateAccessPointError>>(deps, 'control panel', async () => {
    const panelId = await panelOf(deps, accountId, hardware)
    if (!panelId.ok) return panelId
    const id = AccessPointId.parse(deps.newId())
    const [panel, schedule, add] = await Promise.all([
      deps.panels.get(accountId, panelId.value),
      unlockScheduleId ? deps.schedules.get(accountId, unlockScheduleId) : undefined,
      deps.accessPoints.adding(accountId, id),
    ])
    if (!panel) return err({ kind: 'not_found', what: 'panel', id: panelId.value })
    if (hardware.type === 'FLOOR' && !panel.accessPointIds.includes(hardware.floor.liftId)) return raced
    if (unlockScheduleId && !schedule) return err({ kind: 'not_found', what: 'schedule', id: unlockScheduleId })
    const count = panel.accessPointIds.length
    if (count >= maxAccessPoints) return err({ kind: 'panel_full', panelId: panel.id, count })
    const now = deps.now()
    const point = newPoint(input, panel, { id, now })
    const invalid = await checkDoorRules(deps, accountId, point, input)
    if (invalid) return err(invalid)
    const event = auditEvent({ now, uuid: deps.newUuid() }, principal, 'access_point.created', accessPointAsObject(point))
    const added = await add(point, panel, event)
    if (added.ok) return ok(point)
    return added.reason === 'taken' ? err(connectionTaken(point)) : raced
  })
}

/** The panel that the access point is connected to: of a floor that of its lift. */
const panelOf = async (
  deps: Pick<Deps, 'accessPoints'>,
  accountId: AccountId,
  hardware: Hardware,
): Promise<Result<PanelId, NotFound<'access point'> | NoLift>> => {
  if (hardware.type !== 'FLOOR') return ok(hardware.panelId)
  const { liftId } = hardware.floor
  const lift = await deps.accessPoints.get(accountId, liftId)
  if (!lift) return err({ kind: 'not_found', what: 'access point', id: liftId })
  return lift.type === 'DOOR' ? ok(lift.panelId) : err({ kind: 'no_lift', accessPointId: liftId })
}

const newPoint = (
  { hardware, unlockScheduleId, ...settings }: CreateAccessPoint,
  panel: Panel,
  { id, now }: { id: AccessPointId; now: Instant },
): AccessPoint => {
  const { locks } = abilitiesOf(hardware.type)
  return {
    activationEnabled: locks,
    reportLiveStatus: locks,
    twoFactorEnabled: false,
    ...settings,
    ...hardware,
    id,
    version: 1,
    panelId: panel.id,
    siteId: panel.siteId,
    siteName: panel.siteName,
    ...(unlockScheduleId ? { unlockScheduleId } : {}),
    createdAt: now,
    updatedAt: now,
  }
}
