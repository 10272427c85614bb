import type { AccountId } from '../../lib/ids.ts'
import type { Key } from '../table/types.ts'
import { paddedId, uniqueKey } from './common.ts'

/** Says which exclusive set of doors a side of a door lies in. */
export const exclusiveSideKey = (accountId: AccountId, accessPointId: number, side: number): Key =>
  uniqueKey(accountId, 'exclusive-side', `${paddedId(accessPointId)}#${side}`)
