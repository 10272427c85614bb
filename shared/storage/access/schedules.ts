import { Holiday, Schedule } from '../../domain/access/schedules/entity.ts'
import { AccessPoint } from '../../domain/places/access-points/entity.ts'
import type { AccountId, ScheduleId } from '../../lib/ids.ts'
import { scheduleUsesPartition } from '../keys/access.ts'
import { collection } from '../table/collection.ts'
import type { Table } from '../table/types.ts'

/** What may hold a schedule in use: an access rule, or a door that it unlocks. */
export type ScheduleUse = 'rule' | 'access-point'

/** Schedules of an account, each with the names of its site and its enabling group as they were last copied. */
export const scheduleStore = (table: Table) => ({
  ...collection(table, 'schedule', Schedule, ({ name, editable, siteName, enablingGroupName }) => ({
    name,
    editable,
    ...(siteName === undefined ? {} : { siteName }),
    ...(enablingGroupName === undefined ? {} : { enablingGroupName }),
  })),

  /** One use of the schedule, if there is any. */
  use: async (accountId: AccountId, scheduleId: ScheduleId): Promise<ScheduleUse | undefined> => {
    const [item] = await table.query({ index: 'GSI1', pk: scheduleUsesPartition(accountId, scheduleId), limit: 1 })
    return item && (item.entity === 'rule' ? 'rule' : 'access-point')
  },

  /** The doors that the schedule unlocks. */
  unlockedDoors: async (accountId: AccountId, scheduleId: ScheduleId): Promise<AccessPoint[]> => {
    const uses = { index: 'GSI1', pk: scheduleUsesPartition(accountId, scheduleId), beginsWith: 'access-point#' } as const
    return (await table.query(uses)).map((item) => AccessPoint.parse(item))
  },
})

/** Holidays of an account: of one site, or of all when they name none. */
export const holidayStore = (table: Table) =>
  collection(table, 'holiday', Holiday, ({ name, start, end, siteName }) => ({
    name,
    start,
    end,
    ...(siteName === undefined ? {} : { siteName }),
  }))
