import { definedOf } from '../../../lib/defined.ts'
import type { ReaderId } from '../../../lib/ids.ts'
import { err, ok, type Result } from '../../../lib/result.ts'
import { raced } from '../../../lib/retry.ts'
import { untilFirst } from '../../change.ts'
import type { ChangedMeanwhile, NotFound } from '../../common-errors.ts'
import type { Deps } from '../../deps.ts'
import type { Principal } from '../../identity/principals/principal.ts'
import { auditEvent, propertyChanges } from '../../record/events/audit.ts'
import { readerAsObject } from './create.ts'
import type { Reader, ReaderChanges } from './entity.ts'

/** Changes the properties that `wanted` names. */
export const updateReader = async (
  deps: Pick<Deps, 'readers' | 'now' | 'newUuid' | 'pause'>,
  principal: Principal,
  readerId: ReaderId,
  wanted: ReaderChanges,
): Promise<Result<Reader, NotFound<'reader'> | ChangedMeanwhile>> => {
  const { accountId } = principal
  return untilFirst(deps, 'reader', async () => {
    const reader = await deps.readers.get(accountId, readerId)
    if (!reader) return err({ kind: 'not_found', what: 'reader', id: readerId })
    const now = deps.now()
    const next: Reader = { ...reader, ...definedOf(wanted), version: reader.version + 1, updatedAt: now }
    const changes = propertyChanges(reader, next, ['name', 'type', 'side'])
    if (changes.length === 0) return ok(reader)
    const event = auditEvent({ now, uuid: deps.newUuid() }, principal, 'reader.updated', readerAsObject(next), changes)
    return (await deps.readers.replace(accountId, next, event)).ok ? ok(next) : raced
  })
}
