import type { Panel } from '../../domain/devices/panels/entity.ts'
import { AccessPoint, connectionOf } from '../../domain/places/access-points/entity.ts'
import type { Event } from '../../domain/record/events/entity.ts'
import type { AccessPointId, AccountId, PanelId } from '../../lib/ids.ts'
import { holdingWrite } from '../devices/panel-writes.ts'
import { scheduleUse } from '../keys/access.ts'
import { entityKey } from '../keys/common.ts'
import { connectionKey } from '../keys/places.ts'
import { silentAlarmWrites } from '../people/code-claims.ts'
import { type ChangeResult, collection } from '../table/collection.ts'
import type { Table, Write } from '../table/types.ts'

/**
 * Access points of an account. A panel lists its doors, in step by transactions: so a door never hangs on a panel that is gone,
 * nor keeps the name of a site that was renamed in the same instant. What an access point has for itself alone (`connectionOf`) is an
 * item beside it.
 */
export const accessPointStore = (table: Table) => {
  const {
    add: _add,
    adding,
    remove,
    replace,
    ...reads
  } = collection(
    table,
    'access-point',
    AccessPoint,
    ({ name, siteId, reportLiveStatus, type }) => ({
      name,
      siteId,
      live: reportLiveStatus,
      ...(type === 'FLOOR' ? { isFloor: true } : {}),
    }),
    (accountId, { id, unlockScheduleId }): Record<string, string> =>
      unlockScheduleId === undefined ? {} : scheduleUse(accountId, unlockScheduleId, `access-point#${id}`),
  )
  return {
    ...reads,

    /** The doors of a panel, in order of id. */
    ofPanel: async (accountId: AccountId, panelId: PanelId, options: { consistent?: boolean } = {}): Promise<AccessPoint[]> => {
      const panel = await table.get(entityKey(accountId, 'panel', panelId))
      // Only `holdingWrite` and the panel's own store write this list.
      return reads.getMany(accountId, (panel?.accessPointIds ?? []) as AccessPointId[], options)
    },

    /**
     * Prepares adding the access point with this id, and gives what adds it to a panel as that was read; `changed` when the panel has
     * changed since.
     */
    adding: async (accountId: AccountId, id: AccessPointId) => {
      const add = await adding(accountId, id)
      return async (point: AccessPoint, panel: Panel, event: Event): Promise<PointChange> => {
        const holds = holdingWrite(accountId, panel, [...panel.accessPointIds, point.id])
        const claim = claims(accountId, point)
        return outcome(await add(point, event, [...claim, holds, ...alarms(accountId, undefined, point)]), claim)
      }
    },

    /** Puts `next` in place of `before`, as it was read. No event is stored when no administrator asked for it. */
    replace: async (
      accountId: AccountId,
      before: AccessPoint,
      next: AccessPoint,
      event: Event | undefined,
    ): Promise<PointChange> => {
      const isMoved = !isSame(before, next)
      const claim = isMoved ? claims(accountId, next) : []
      const others = [...(isMoved ? releases(accountId, before) : []), ...alarms(accountId, before, next)]
      return outcome(await replace(accountId, next, event, [...claim, ...others]), claim)
    },

    /** Deletes the access point as it was read from the panel as it was read. */
    remove: async (accountId: AccountId, point: AccessPoint, panel: Panel, event: Event): Promise<PointChange> => {
      const left = panel.accessPointIds.filter((id) => id !== point.id)
      const others = [...releases(accountId, point), ...alarms(accountId, point, undefined)]
      return outcome(await remove(accountId, point, event, [holdingWrite(accountId, panel, left), ...others]))
    },
  }
}

/**
 * How a change ended; `taken`: another access point has the connection; `changed`: the access point or its panel was changed by another
 * writer, so read again and retry.
 */
export type PointChange = { ok: true } | { ok: false; reason: 'missing' | 'changed' | 'taken' }

/** `claim` comes first among the extra writes; those after it are refused when others were faster. */
const outcome = (result: ChangeResult, claim: readonly Write[] = []): PointChange => {
  if (result.ok || result.reason !== 'refused') return result
  return { ok: false, reason: claim.length > 0 && result.extra.includes(0) ? 'taken' : 'changed' }
}

const alarms = (accountId: AccountId, before: AccessPoint | undefined, after: AccessPoint | undefined): Write[] => {
  const id = (after ?? before)?.id
  if (id === undefined) return []
  const place = { entity: 'access-point', id } as const
  return silentAlarmWrites(accountId, place, before?.doorRules?.silentAlarm, after?.doorRules?.silentAlarm)
}

const isSame = (one: AccessPoint, other: AccessPoint): boolean => {
  const [before, after] = [connectionOf(one), connectionOf(other)]
  return before?.value === after?.value && before?.at === after?.at
}

const claims = (accountId: AccountId, point: AccessPoint): Write[] => {
  const connection = connectionOf(point)
  if (!connection) return []
  const put = { ...connectionKey(accountId, connection), entity: 'connection-of-access-point', accessPointId: point.id }
  return [{ put, when: [{ attribute: 'pk', is: 'absent' }] }]
}

const releases = (accountId: AccountId, point: AccessPoint): Write[] => {
  const connection = connectionOf(point)
  return connection ? [{ delete: connectionKey(accountId, connection) }] : []
}
