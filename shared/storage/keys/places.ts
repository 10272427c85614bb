import type { Connection } from '../../domain/places/access-points/entity.ts'
import type { AccountId } from '../../lib/ids.ts'
import type { Key } from '../table/types.ts'
import { accountPrefix, paddedId, uniqueKey } from './common.ts'

/** Says which exclusive set of doors a side of a door lies in. */
export const exclusiveSideKey = (accountId: AccountId, accessPointId: number, side: number): Key =>
  uniqueKey(accountId, 'exclusive-side', `${paddedId(accessPointId)}#${side}`)

/** Says which access point has an output or a port, or a wireless lock, for itself (`connectionOf`). */
export const connectionKey = (accountId: AccountId, { setting, at, value }: Connection): Key =>
  uniqueKey(accountId, 'access-point-connection', `${setting}#${paddedId(at)}#${value}`)

/** The places of an account where a code one higher than a right one raises a silent alarm. */
export const silentAlarmPartition = (accountId: AccountId): string => `${accountPrefix(accountId)}#silent-alarms`
export const silentAlarmKey = (accountId: AccountId, entity: 'access-point' | 'door-set', id: number): Key => ({
  pk: silentAlarmPartition(accountId),
  sk: `${entity}#${paddedId(id)}`,
})
