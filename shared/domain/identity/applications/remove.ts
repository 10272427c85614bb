import type { ApplicationId } from '../../../lib/ids.ts'
import { err, ok, type Result } from '../../../lib/result.ts'
import { raced } from '../../../lib/retry.ts'
import { untilFirst } from '../../change.ts'
import type { ChangedMeanwhile, NotFound } from '../../common-errors.ts'
import type { Deps } from '../../deps.ts'
import { type AuditObject, auditEvent } from '../../record/events/audit.ts'
import type { Application } from '../oauth/entity.ts'
import type { Principal } from '../principals/principal.ts'

/** What an audit event says of an application. */
export const applicationAsObject = ({ id, name }: Application): AuditObject => ({ id, name, kind: 'application' })

/**
 * Deletes an application (API document, Delete Application). Nobody signs in by it or refreshes from then on, and the access tokens
 * that it has are refused as soon as every API has read the notice, which takes seconds.
 */
export const removeApplication = async (
  deps: Pick<Deps, 'applications' | 'now' | 'newUuid' | 'pause'>,
  principal: Principal,
  applicationId: ApplicationId,
): Promise<Result<void, NotFound<'application'> | ChangedMeanwhile>> => {
  const { accountId } = principal
  return untilFirst(deps, 'application', async () => {
    const application = await deps.applications.get(accountId, applicationId)
    if (!application) return err({ kind: 'not_found', what: 'application', id: applicationId })
    const now = deps.now()
    const stamp = { now, uuid: deps.newUuid() }
    const event = auditEvent(stamp, principal, 'application.deleted', applicationAsObject(application))
    return (await deps.applications.remove(accountId, application, now, event)).ok ? ok(undefined) : raced
  })
}
