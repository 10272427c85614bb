import type { AccessPointId } from '../../../lib/ids.ts'

/** Another floor of the same lift has this output. */
export type RelayTaken = { kind: 'relay_taken'; accessPointId: AccessPointId; relay: number }
