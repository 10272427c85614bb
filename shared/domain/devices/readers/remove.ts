import type { AccessPointId, ReaderId } from '../../../lib/ids.ts'
import { err, ok, type Result } from '../../../lib/result.ts'
import { raced } from '../../../lib/retry.ts'
import { untilFirst } from '../../change.ts'
import type { ChangedMeanwhile, NotFound } from '../../common-errors.ts'
import type { Deps } from '../../deps.ts'
import type { Principal } from '../../identity/principals/principal.ts'
import { auditEvent } from '../../record/events/audit.ts'
import { readerAsObject } from './create.ts'

type Needed = Pick<Deps, 'readers' | 'now' | 'newUuid' | 'pause'>

/** Deletes a reader. */
export const removeReader = async (
  deps: Needed,
  principal: Principal,
  readerId: ReaderId,
): Promise<Result<void, NotFound<'reader'> | ChangedMeanwhile>> => {
  const { accountId } = principal
  return untilFirst(deps, 'reader', async () => {
    const reader = await deps.readers.get(accountId, readerId)
    if (!reader) return err({ kind: 'not_found', what: 'reader', id: readerId })
    const stamp = { now: deps.now(), uuid: deps.newUuid() }
    const event = auditEvent(stamp, principal, 'reader.deleted', readerAsObject(reader))
    return (await deps.readers.remove(accountId, reader, event)).ok ? ok(undefined) : raced
  })
}

/** Deletes the readers of a door that is being deleted; false when others kept changing one of them. */
export const removeReadersOf = async (deps: Needed, principal: Principal, accessPointId: AccessPointId): Promise<boolean> => {
  for (const { id } of await deps.readers.ofDoor(principal.accountId, accessPointId)) {
    const removed = await removeReader(deps, principal, id)
    if (!removed.ok && removed.error.kind === 'changed_meanwhile') return false
  }
  return true
}
