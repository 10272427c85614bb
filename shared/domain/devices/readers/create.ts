import { ReaderId } from '../../../lib/ids.ts'
import { err, ok, type Result } from '../../../lib/result.ts'
import { raced } from '../../../lib/retry.ts'
import { untilFirst } from '../../change.ts'
import type { ChangedMeanwhile, NotFound } from '../../common-errors.ts'
import type { Deps } from '../../deps.ts'
import type { Principal } from '../../identity/principals/principal.ts'
import { type AuditObject, auditEvent } from '../../record/events/audit.ts'
import type { CreateReader, Reader } from './entity.ts'

/** What an audit event says of a reader. */
export const readerAsObject = ({ id, name }: Reader): AuditObject => ({ id, kind: 'reader', name })

/** Adds a reader to a door, and so to the door's panel. */
export const createReader = async (
  deps: Pick<Deps, 'accessPoints' | 'readers' | 'now' | 'newId' | 'newUuid' | 'pause'>,
  principal: Principal,
  { side = 1, ...input }: CreateReader,
): Promise<Result<Reader, NotFound<'access point'> | ChangedMeanwhile>> => {
  const { accountId } = principal
  const { accessPointId } = input
  return untilFirst(deps, 'reader', async () => {
    const point = await deps.accessPoints.get(accountId, accessPointId)
    if (!point) return err({ kind: 'not_found', what: 'access point', id: accessPointId })
    const now = deps.now()
    const id = ReaderId.parse(deps.newId())
    const reader: Reader = { ...input, side, id, version: 1, panelId: point.panelId, createdAt: now, updatedAt: now }
    const event = auditEvent({ now, uuid: deps.newUuid() }, principal, 'reader.created', readerAsObject(reader))
    return (await deps.readers.add(accountId, reader, event)).ok ? ok(reader) : raced
  })
}
