import type { Key, Write } from '../../shared/storage/table/types.ts'
import type { MemoryTable } from '../fakes/memory-table.ts'

/**
 * The table while another writer is always first: whatever is written on a condition is refused, as if what it meets had been changed
 * since it was read. Gives what makes the table itself again.
 */
export const losing = (table: MemoryTable): (() => void) => {
  const { write, update } = table
  table.write = async (writes) => {
    const index = writes.findIndex(isConditional)
    const lost = writes[index]
    if (lost === undefined) return write(writes)
    const item = await table.get(keyOf(lost))
    return { ok: false, failed: [{ index, ...(item ? { item } : {}) }] }
  }
  table.update = async (one) => (isConditional(one) ? undefined : update(one))
  return () => {
    Object.assign(table, { write, update })
  }
}

const isConditional = ({ when = [] }: Write) => when.length > 0

const keyOf = (write: Write): Key => {
  const { pk, sk } =
    'put' in write ? write.put : 'update' in write ? write.update : 'delete' in write ? write.delete : write.check
  return { pk, sk }
}
