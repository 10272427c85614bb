import type { Panel } from '../../domain/devices/panels/entity.ts'
import type { Instant } from '../../lib/clock.ts'
import type { AccessPointId, AccountId, PanelId } from '../../lib/ids.ts'
import { entityKey } from '../keys/common.ts'
import { presenceKey } from '../keys/devices.ts'
import type { Condition, Write } from '../table/types.ts'

/** The write that makes `accessPointIds` the doors of the panel as it was read; refused when the panel has changed since. */
export const holdingWrite = (accountId: AccountId, panel: Panel, accessPointIds: readonly AccessPointId[]): Write => ({
  update: entityKey(accountId, 'panel', panel.id),
  set: { accessPointIds, version: panel.version + 1 },
  when: [{ attribute: 'version', is: '=', value: panel.version }],
})

/** The write that holds its transaction to the panel's being connected at `now`. */
export const connectedWrite = (accountId: AccountId, panelId: PanelId, now: Instant): Write => ({
  check: presenceKey(accountId, panelId),
  when: isConnectedAt(now),
})

/** What holds of the presence of a panel that is connected at `now`. */
export const isConnectedAt = (now: Instant): Condition[] => [
  { attribute: 'connection', is: 'present' },
  { attribute: 'onlineUntil', is: '>=', value: now },
]
