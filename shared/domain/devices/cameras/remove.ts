import type { CameraId } from '../../../lib/ids.ts'
import { err, ok, type Result } from '../../../lib/result.ts'
import { raced } from '../../../lib/retry.ts'
import { untilFirst } from '../../change.ts'
import type { ChangedMeanwhile, NotFound } from '../../common-errors.ts'
import type { Deps } from '../../deps.ts'
import type { Principal } from '../../identity/principals/principal.ts'
import { auditEvent } from '../../record/events/audit.ts'
import { cameraAsObject } from './create.ts'

/** Takes a camera off the account, and with it from its doors. What its provider has recorded stays there. */
export const removeCamera = async (
  deps: Pick<Deps, 'cameras' | 'now' | 'newUuid' | 'pause'>,
  principal: Principal,
  cameraId: CameraId,
): Promise<Result<void, NotFound<'camera'> | ChangedMeanwhile>> =>
  untilFirst(deps, 'camera', async () => {
    const camera = await deps.cameras.get(principal.accountId, cameraId)
    if (!camera) return err({ kind: 'not_found', what: 'camera', id: cameraId })
    const stamp = { now: deps.now(), uuid: deps.newUuid() }
    const event = auditEvent(stamp, principal, 'camera.deleted', cameraAsObject(camera))
    return (await deps.cameras.remove(principal.accountId, camera, event)).ok ? ok(undefined) : raced
  })
