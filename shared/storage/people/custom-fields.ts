import pMap from 'p-map'
import { z } from 'zod'
import { CustomField } from '../../domain/people/custom-fields/entity.ts'
import { AccountId, CustomFieldId } from '../../lib/ids.ts'
import { entityKey, entityPartition } from '../keys/common.ts'
import { fieldSweepKey, fieldSweepPartition } from '../keys/people.ts'
import type { AuditEvents } from '../record/event-writes.ts'
import { type ChangeResult, collection } from '../table/collection.ts'
import type { Table, Write } from '../table/types.ts'

/** How many people are freed of a value at a time. */
const sweepWidth = 25

/** Custom fields of an account. What values people have is kept with them. */
export const customFieldStore = (table: Table) => {
  const { remove, ...fields } = collection(table, 'custom-field', CustomField, ({ name }) => ({ name }))

  return {
    ...fields,

    /** Every field, read strongly: a field that was just created may be used at once. */
    all: async (accountId: AccountId): Promise<CustomField[]> =>
      (await table.query({ pk: entityPartition(accountId, 'custom-field'), consistent: true })).map((item) =>
        CustomField.parse(item),
      ),

    /** Deletes the field as it was read. The values of people are left to be swept, and a note of that. */
    remove: (accountId: AccountId, field: CustomField, event: AuditEvents): Promise<ChangeResult> => {
      const key = fieldSweepKey(accountId, field.id)
      const note: Write = { put: { ...key, entity: 'field-sweep', accountId, fieldId: field.id, after: 0 } }
      return remove(accountId, field, event, [note])
    },

    /** Deleted fields of any account that are still to be swept. */
    sweeps: async (limit: number): Promise<{ accountId: AccountId; fieldId: CustomFieldId }[]> =>
      (await table.query({ pk: fieldSweepPartition, limit })).map((item) => FieldSweep.parse(item)),

    /**
     * Takes the value of a deleted field from the next `limit` people of the account, and notes how far it came; false once it has
     * come to the last one. Nobody can be given a value meanwhile: that needs the field.
     */
    sweep: async (accountId: AccountId, fieldId: CustomFieldId, limit: number): Promise<boolean> => {
      const note = fieldSweepKey(accountId, fieldId)
      const kept = await table.get(note)
      if (!kept) return false
      const { pk, sk } = entityKey(accountId, 'user', FieldSweep.parse(kept).after + 1)
      const people = await table.query({ pk, from: sk, limit, consistent: true })
      const holders = people.filter(({ customFields }) => Object.hasOwn(Object(customFields), String(fieldId)))
      await pMap(holders, (holder) => table.update(withoutValue(holder, fieldId)), { concurrency: sweepWidth })
      const last = people.at(-1)
      if (people.length < limit || !last) {
        await table.write([{ delete: note }])
        return false
      }
      await table.update({ update: note, set: { after: Number(last.sk) }, when: [{ attribute: 'pk', is: 'present' }] })
      return true
    },
  }
}

/** Whoever is changing the person meanwhile has to read again, as its version is another. */
const withoutValue = ({ pk, sk }: { pk: string; sk: string }, fieldId: CustomFieldId) => ({
  update: { pk, sk },
  remove: [`customFields.${fieldId}`, `find.customFields.${fieldId}`],
  add: { version: 1 },
  when: [{ attribute: `customFields.${fieldId}`, is: 'present' as const }],
})

const FieldSweep = z.object({ accountId: AccountId, fieldId: CustomFieldId, after: z.number() })
