import { LiftFloor } from '../../domain/places/lift-floors/entity.ts'
import type { AccessPointId, AccountId } from '../../lib/ids.ts'
import { entityKey, relationKey, relationPartition } from '../keys/common.ts'
import type { AuditEvents } from '../record/event-writes.ts'
import { type ChangeResult, collection } from '../table/collection.ts'
import type { Table, Write } from '../table/types.ts'

/**
 * Floors of lifts. Each has a copy under its door, in order of the outputs: it keeps an output to one floor, and is what the rules
 * of the door's panel are compiled from.
 */
export const liftFloorStore = (table: Table) => {
  const { add, replace, remove, ...floors } = collection(table, 'lift-floor', LiftFloor, ({ name, accessPointId }) => ({
    name,
    accessPointId,
  }))
  return {
    ...floors,

    /** The floors behind a door, in order of their outputs. */
    ofDoor: async (accountId: AccountId, accessPointId: AccessPointId): Promise<LiftFloor[]> => {
      const pk = relationPartition(accountId, 'lift-floors', accessPointId)
      return (await table.query({ pk, consistent: true })).map((item) => LiftFloor.parse(item))
    },

    add: async (accountId: AccountId, floor: LiftFloor, event: AuditEvents): Promise<LiftFloorChange> => {
      const door = entityKey(accountId, 'access-point', floor.accessPointId)
      const exists: Write = { check: door, when: [{ attribute: 'pk', is: 'present' }] }
      return outcome(await add(accountId, floor, event, [atRelay(accountId, floor), exists]))
    },

    /** Puts `next` in place of `before`, as it was read. */
    replace: async (accountId: AccountId, before: LiftFloor, next: LiftFloor, event: AuditEvents): Promise<LiftFloorChange> => {
      const left: Write[] = before.relay === next.relay ? [] : [{ delete: relayKey(accountId, before) }]
      return outcome(await replace(accountId, next, event, [atRelay(accountId, next), ...left]))
    },

    /** Deletes the floor as it was read. */
    remove: async (accountId: AccountId, floor: LiftFloor, event: AuditEvents): Promise<LiftFloorChange> =>
      outcome(await remove(accountId, floor, event, [{ delete: relayKey(accountId, floor) }])),
  }
}

/**
 * How a change ended; `relay_taken`: another floor of the lift has the output; `changed`: the floor was changed by another
 * writer, or its door is gone, so read again and retry.
 */
export type LiftFloorChange = { ok: true } | { ok: false; reason: 'missing' | 'changed' | 'relay_taken' }

const outcome = (result: ChangeResult): LiftFloorChange => {
  if (result.ok || result.reason !== 'refused') return result
  return { ok: false, reason: result.extra.includes(0) ? 'relay_taken' : 'changed' }
}

const relayKey = (accountId: AccountId, { accessPointId, relay }: LiftFloor) =>
  relationKey(accountId, 'lift-floors', accessPointId, relay)

const atRelay = (accountId: AccountId, floor: LiftFloor): Write => ({
  put: { ...floor, ...relayKey(accountId, floor), entity: 'lift-floor-of-door' },
  when: [
    {
      anyOf: [
        { attribute: 'pk', is: 'absent' },
        { attribute: 'id', is: '=', value: floor.id },
      ],
    },
  ],
})
