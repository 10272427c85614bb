import type { AccessPointId, CameraId, SiteId } from '../../../lib/ids.ts'
import type { Page, PageRequest } from '../../../lib/page.ts'
import { err, ok, type Result } from '../../../lib/result.ts'
import type { NotFound } from '../../common-errors.ts'
import type { Deps } from '../../deps.ts'
import type { Principal } from '../../identity/principals/principal.ts'
import { type NameCriterion, nameMeets } from '../../name-criterion.ts'
import type { AccessPoint } from '../../places/access-points/entity.ts'
import type { Camera } from './entity.ts'

/** A page of the account's cameras that meet every criterion, oldest first (API document, Camera Listing). */
export const listCameras = (
  deps: Pick<Deps, 'cameras'>,
  { accountId }: Principal,
  criteria: readonly NameCriterion[],
  page: PageRequest,
): Promise<Page<Camera>> =>
  criteria.length === 0
    ? deps.cameras.page(accountId, page)
    : deps.cameras.search(accountId, ({ name }) => nameMeets(name, criteria), page)

/** A page of the cameras of a site, oldest first (API document, Site Camera Listing). */
export const listCamerasOfSite = async (
  deps: Pick<Deps, 'cameras' | 'sites'>,
  { accountId }: Principal,
  siteId: SiteId,
  page: PageRequest,
): Promise<Result<Page<Camera>, NotFound<'site'>>> => {
  const site = await deps.sites.get(accountId, siteId)
  if (!site) return err({ kind: 'not_found', what: 'site', id: siteId })
  if (!site.cameraCount) return ok({ data: [], count: 0 })
  return ok(await deps.cameras.search(accountId, (camera) => camera.siteId === siteId, page))
}

/** A page of the cameras that show a door, oldest first (API document, List Cameras for Access Point). */
export const listCamerasAtDoor = async (
  deps: Pick<Deps, 'accessPoints' | 'cameras'>,
  { accountId }: Principal,
  accessPointId: AccessPointId,
  { offset, pageSize }: PageRequest,
): Promise<Result<Page<Camera>, NotFound<'access point'>>> => {
  const [point, ids] = await Promise.all([
    deps.accessPoints.get(accountId, accessPointId),
    deps.cameras.idsAtDoor(accountId, accessPointId),
  ])
  if (!point) return err({ kind: 'not_found', what: 'access point', id: accessPointId })
  return ok({ data: await deps.cameras.getMany(accountId, ids.slice(offset, offset + pageSize)), count: ids.length })
}

/** A page of the doors that a camera shows, oldest first (API document, Camera Access Point Listing). */
export const listDoorsOfCamera = async (
  deps: Pick<Deps, 'accessPoints' | 'cameras'>,
  { accountId }: Principal,
  cameraId: CameraId,
  { offset, pageSize }: PageRequest,
): Promise<Result<Page<AccessPoint>, NotFound<'camera'>>> => {
  const camera = await deps.cameras.get(accountId, cameraId)
  if (!camera) return err({ kind: 'not_found', what: 'camera', id: cameraId })
  const ids = camera.accessPointIds.toSorted((one, other) => one - other)
  // All of them, which are few: some may be of sites that the caller does not see, and are not counted.
  const doors = await deps.accessPoints.getMany(accountId, ids)
  return ok({ data: doors.slice(offset, offset + pageSize), count: doors.length })
}
