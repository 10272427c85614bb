import type { AccessPointId, AreaId, PanelId, UserId } from '../../../lib/ids.ts'
import type { DoorSide } from '../../places/access-points/entity.ts'
import type { AreaProblem } from './problems.ts'

/**
 * What is wrong with borders that are asked for. `several_panels`: its doors belong to several panels, or to another panel than the area;
 * `side_twice`: a side of a door is named twice; `entry_of_other`: it is an entry of another area already; `limit_below_two`: two people enter there together,
 * and the area holds one.
 */
export type BordersProblem =
  | AreaProblem
  | { problem: 'several_panels' }
  | { problem: 'limit_below_two'; accessPointId: AccessPointId; side: DoorSide }
  | { problem: 'side_twice'; accessPointId: AccessPointId; side: DoorSide }
  | { problem: 'entry_of_other'; accessPointId: AccessPointId; side: DoorSide; areaId: AreaId }

/** The borders of an area are not sound. */
export type AreaBordersInvalid = { kind: 'area_borders_invalid' } & BordersProblem

/** A person that anti-passback is not to hold for does not exist. */
export type AreaUserUnknown = { kind: 'area_user_unknown'; userId: UserId }

/** The panel has as many areas as it can hold. */
export type AreasFull = { kind: 'areas_full'; panelId: PanelId; count: number }

/** The panel holds as many resets of areas as it can, all of them of the last seven days. */
export type AreaResetsFull = { kind: 'area_resets_full'; panelId: PanelId; count: number }

/** What an operation of areas can end in on an API's route, besides the errors that every module has. */
export type AreaError = AreaBordersInvalid | AreaUserUnknown | AreasFull | AreaResetsFull
