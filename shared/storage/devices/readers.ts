import { Reader } from '../../domain/devices/readers/entity.ts'
import type { AccessPointId, AccountId } from '../../lib/ids.ts'
import { entityKey, relationKey, relationPartition } from '../keys/common.ts'
import type { AuditEvents } from '../record/event-writes.ts'
import { type ChangeResult, collection } from '../table/collection.ts'
import type { Table, Write } from '../table/types.ts'

/** Readers of panels. Each has a copy under its door, which is what the rules of the door's panel are compiled from. */
export const readerStore = (table: Table) => {
  const { add, replace, remove, ...readers } = collection(table, 'reader', Reader, ({ name, accessPointId, panelId }) => ({
    name,
    accessPointId,
    panelId,
  }))
  return {
    ...readers,

    /** The readers of a door, in order of their ids. */
    ofDoor: async (accountId: AccountId, accessPointId: AccessPointId): Promise<Reader[]> => {
      const pk = relationPartition(accountId, 'readers', accessPointId)
      return (await table.query({ pk, consistent: true })).map((item) => Reader.parse(item))
    },

    /** Adds a reader; `refused` when its door is gone. */
    add: (accountId: AccountId, reader: Reader, event: AuditEvents): Promise<ChangeResult> => {
      const door = entityKey(accountId, 'access-point', reader.accessPointId)
      const exists: Write = { check: door, when: [{ attribute: 'pk', is: 'present' }] }
      return add(accountId, reader, event, [exists, atDoor(accountId, reader)])
    },

    /** Puts `next` in place of the reader whose version is one less. */
    replace: (accountId: AccountId, next: Reader, event: AuditEvents): Promise<ChangeResult> =>
      replace(accountId, next, event, [atDoor(accountId, next)]),

    /** Deletes the reader as it was read. */
    remove: (accountId: AccountId, reader: Reader, event: AuditEvents): Promise<ChangeResult> =>
      remove(accountId, reader, event, [{ delete: keyAtDoor(accountId, reader) }]),
  }
}

const keyAtDoor = (accountId: AccountId, { id, accessPointId }: Reader) => relationKey(accountId, 'readers', accessPointId, id)

const atDoor = (accountId: AccountId, reader: Reader): Write => ({
  put: { ...reader, ...keyAtDoor(accountId, reader), entity: 'reader-of-door' },
})
