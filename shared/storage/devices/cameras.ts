import { Camera } from '../../domain/devices/cameras/entity.ts'
import type { Site } from '../../domain/places/sites/entity.ts'
import { type AccessPointId, type AccountId, CameraId } from '../../lib/ids.ts'
import { entityKey, relationKey, relationPartition, uniqueKey } from '../keys/common.ts'
import { joinSite, leaveSite } from '../places/site-writes.ts'
import type { AuditEvents } from '../record/event-writes.ts'
import { type ChangeResult, collection } from '../table/collection.ts'
import type { Table, Write } from '../table/types.ts'

/**
 * Cameras of an account. With each lie, in step by transactions: a claim, which keeps a camera of a provider from being registered
 * twice; an item under every door that it shows; and a count on its site, which keeps a site with cameras from being deleted.
 */
export const cameraStore = (table: Table) => {
  const {
    add: _add,
    adding,
    replace,
    remove,
    ...cameras
  } = collection(table, 'camera', Camera, ({ name, siteId }) => ({ name, siteId }))
  return {
    ...cameras,

    /** The ids of the cameras that show a door, in order. */
    idsAtDoor: async (accountId: AccountId, accessPointId: AccessPointId): Promise<CameraId[]> => {
      const pk = relationPartition(accountId, 'door-cameras', accessPointId)
      return (await table.query({ pk, consistent: true })).map(({ cameraId }) => CameraId.parse(cameraId))
    },

    /** Prepares adding the camera with this id, and gives what adds it to a site as that was read. */
    adding: async (accountId: AccountId, id: CameraId) => {
      const add = await adding(accountId, id)
      return async (camera: Camera, site: Site, event: AuditEvents): Promise<CameraChange> =>
        outcome(await add(camera, event, [claim(accountId, camera), joinSite(accountId, site, 'cameraCount')]), true)
    },

    /**
     * Puts `next` in place of `before`, as it was read, with its claim and its places at doors; `site`, as it was read, is where it
     * moves to, if it does.
     */
    replace: async (
      accountId: AccountId,
      before: Camera,
      next: Camera,
      event: AuditEvents,
      site?: Site,
    ): Promise<CameraChange> => {
      const moves =
        site && site.id !== before.siteId
          ? [joinSite(accountId, site, 'cameraCount'), leaveSite(accountId, before.siteId, 'cameraCount')]
          : []
      const claims = isSameClaim(before, next) ? [] : [claim(accountId, next), { delete: claimKey(accountId, before) }]
      const extra = [...claims, ...moves, ...doorWrites(accountId, before, next)]
      return outcome(await replace(accountId, next, event, extra), claims.length > 0)
    },

    /** Deletes the camera as it was read, and takes it from its doors. */
    remove: async (accountId: AccountId, camera: Camera, event: AuditEvents): Promise<CameraChange> => {
      const extra: Write[] = [
        { delete: claimKey(accountId, camera) },
        leaveSite(accountId, camera.siteId, 'cameraCount'),
        ...doorWrites(accountId, camera, { ...camera, accessPointIds: [] }),
      ]
      return outcome(await remove(accountId, camera, event, extra), false)
    },
  }
}

/**
 * How a change ended; `registered`: the account has another camera with that id of the provider; `changed`: the camera, its site or
 * a door was changed by another writer, so read again and retry.
 */
export type CameraChange = { ok: true } | { ok: false; reason: 'missing' | 'changed' | 'registered' }

/** A claim that is taken is the first of the extra writes. */
const outcome = (result: ChangeResult, isClaiming: boolean): CameraChange => {
  if (result.ok || result.reason !== 'refused') return result
  return { ok: false, reason: isClaiming && result.extra.includes(0) ? 'registered' : 'changed' }
}

const claimKey = (accountId: AccountId, { provider, providerCameraId }: Camera) =>
  uniqueKey(accountId, 'provided-camera', `${provider}#${providerCameraId}`)

const isSameClaim = (one: Camera, other: Camera) =>
  one.provider === other.provider && one.providerCameraId === other.providerCameraId

const claim = (accountId: AccountId, camera: Camera): Write => ({
  put: { ...claimKey(accountId, camera), entity: 'camera-claim', cameraId: camera.id },
  when: [{ attribute: 'pk', is: 'absent' }],
})

/** What puts the camera to the doors that are new, which must exist, and takes it from those that are no longer its own. */
const doorWrites = (accountId: AccountId, before: Camera, next: Camera): Write[] => {
  const keyAt = (accessPointId: AccessPointId) => relationKey(accountId, 'door-cameras', accessPointId, next.id)
  const added = next.accessPointIds.filter((id) => !before.accessPointIds.includes(id))
  const left = before.accessPointIds.filter((id) => !next.accessPointIds.includes(id))
  return [
    ...added.flatMap((id): Write[] => [
      { check: entityKey(accountId, 'access-point', id), when: [{ attribute: 'pk', is: 'present' }] },
      { put: { ...keyAt(id), entity: 'camera-of-door', cameraId: next.id, accessPointId: id } },
    ]),
    ...left.map((id): Write => ({ delete: keyAt(id) })),
  ]
}
