import type { AccessPointId } from '../../../lib/ids.ts'
import { ok, type Result } from '../../../lib/result.ts'
import type { NotFound } from '../../common-errors.ts'
import type { Deps } from '../../deps.ts'
import { awaitApplied } from '../../devices/posture/await-applied.ts'
import type { Posture } from '../../devices/posture/entity.ts'
import type { Principal } from '../../identity/principals/principal.ts'
import { type DoorStatus, getLiveStatus } from '../../places/access-points/live-status.ts'

/**
 * How a door stands once its panel follows this posture. When the panel does not say so in ten seconds the state is unknown; the
 * override holds all the same, and the panel has it as soon as it is heard again.
 */
export const statusAfter = async (
  deps: Pick<Deps, 'accessPoints' | 'holidays' | 'panels' | 'postures' | 'presences' | 'schedules' | 'sites' | 'now' | 'pause'>,
  principal: Principal,
  accessPointId: AccessPointId,
  { panelId, version }: Posture,
): Promise<Result<DoorStatus, NotFound<'access point'>>> => {
  const isApplied = await awaitApplied(deps, principal.accountId, panelId, version)
  const found = await getLiveStatus(deps, principal, accessPointId)
  if (!found.ok || isApplied) return found
  const { statusUpdatedAt: _before, ...status } = found.value.status
  return ok({ ...found.value, status: { ...status, state: 'UNKNOWN' } })
}
