import { definedOf } from '../../../lib/defined.ts'
import { AreaId } from '../../../lib/ids.ts'
import { err, ok, type Result } from '../../../lib/result.ts'
import { raced } from '../../../lib/retry.ts'
import { untilFirst } from '../../change.ts'
import type { ChangedMeanwhile } from '../../common-errors.ts'
import type { Deps } from '../../deps.ts'
import type { Principal } from '../../identity/principals/principal.ts'
import { type AuditObject, auditEvent } from '../../record/events/audit.ts'
import { checkBorders, unknownUser } from './check.ts'
import { type Area, type CreateArea, maxAreasOfPanel } from './entity.ts'
import type { AreaBordersInvalid, AreasFull, AreaUserUnknown } from './errors.ts'
import { type AreaState, stateOf } from './list.ts'

/** What an audit event says of an area. */
export const areaAsObject = ({ id, name }: Area, site: { id: number; name: string } | undefined): AuditObject => ({
  id,
  kind: 'area',
  name,
  ...(site ? { site } : {}),
})

export type CreateAreaError = AreaBordersInvalid | AreaUserUnknown | AreasFull | ChangedMeanwhile

/** Adds an area at the panel of its doors. Its panel follows it with its next rules. */
export const createArea = async (
  deps: Pick<Deps, 'accessPoints' | 'areas' | 'panels' | 'sites' | 'users' | 'whole' | 'now' | 'newId' | 'newUuid' | 'pause'>,
  principal: Principal,
  wanted: CreateArea,
): Promise<Result<AreaState, CreateAreaError>> => {
  const { accountId } = principal
  return untilFirst<Result<AreaState, CreateAreaError>>(deps, 'area', async () => {
    const checked = await checkBorders(deps, accountId, wanted)
    if (!checked.ok) return checked
    if (!checked.value) return raced
    const { panel, others } = checked.value
    const count = others.length
    if (count >= maxAreasOfPanel) return err({ kind: 'areas_full', panelId: panel.id, count })
    const unknown = await unknownUser(deps, accountId, wanted.exceptUserIds)
    if (unknown) return err(unknown)
    const now = deps.now()
    const { name, borders, exceptUserIds, resets, antiPassback, occupancy } = wanted
    const area: Area = {
      id: AreaId.parse(deps.newId()),
      version: 1,
      name,
      panelId: panel.id,
      borders,
      ...definedOf({ antiPassback, occupancy }),
      exceptUserIds,
      resets,
      createdAt: now,
      updatedAt: now,
    }
    const event = auditEvent(
      { now, uuid: deps.newUuid() },
      principal,
      'area.created',
      areaAsObject(area, await siteOf(deps, accountId, panel)),
    )
    return (await deps.areas.add(accountId, area, panel, event)).ok ? ok(await stateOf(deps, accountId, area)) : raced
  })
}

/** The site of a panel, as audit events have it. */
export const siteOf = async (
  deps: Pick<Deps, 'sites'>,
  accountId: Principal['accountId'],
  { siteId }: { siteId: number },
): Promise<{ id: number; name: string } | undefined> => {
  const site = await deps.sites.get(accountId, siteId)
  return site && { id: site.id, name: site.siteName }
}
