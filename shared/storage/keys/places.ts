import type { Connection } from '../../domain/places/access-points/entity.ts'
import type { AccountId } from '../../lib/ids.ts'
import type { Key } from '../table/types.ts'
import { paddedId, uniqueKey } from './common.ts'

/** Says which exclusive set of doors a side of a door lies in. */
export const exclusiveSideKey = (accountId: AccountId, accessPointId: number, side: number): Key =>
  uniqueKey(accountId, 'exclusive-side', `${paddedId(accessPointId)}#${side}`)

/** Says which access point has an output or a port, or a wireless lock, for itself (`connectionOf`). */
export const connectionKey = (accountId: AccountId, { setting, at, value }: Connection): Key =>
  uniqueKey(accountId, 'access-point-connection', `${setting}#${paddedId(at)}#${value}`)
