import { z } from 'zod'
import { assignmentDatesOf, PlateInput } from '../../../../shared/dialects/brivo/credentials/inputs.ts'
import { createPlate, removePlate } from '../../../../shared/domain/people/credentials/plates.ts'
import { route } from '../../../../shared/http/route.ts'
import { CredentialId, UserId } from '../../../../shared/lib/ids.ts'
import type { ApiDeps } from '../../env.ts'
import { replyEmpty } from '../../reply.ts'
import { on } from '../../route.ts'
import { empty, errors, jsonBody } from '../../wire.ts'

const create = route('post', '/createAndAssignEELPRCredential/{userId}', {
  operationId: 'createLicensePlateCredential',
  permission: 'credentials:edit',
  request: { params: z.object({ userId: UserId }), ...jsonBody(PlateInput) },
  responses: { 204: empty('The license plate is a credential of the user'), ...errors(400, 403, 404, 409) },
})
const remove = route('delete', '/{userId}/unassignAndDeleteEELPRCredential/{credentialId}', {
  operationId: 'deleteLicensePlateCredential',
  permission: 'credentials:edit',
  request: { params: z.object({ userId: UserId, credentialId: CredentialId }) },
  responses: { 204: empty('Deleted'), ...errors(400, 403, 404, 409) },
})

/** `/v1/api/credentials/createAndAssignEELPRCredential/{userId}` */
export const plateRoutes = (deps: ApiDeps<'credentials' | 'users'>) => [
  on(create, async (c) => {
    const { referenceId, ...dates } = c.req.valid('json')
    const wanted = { referenceId, ...assignmentDatesOf(dates) }
    return replyEmpty(c, await createPlate(deps, c.var.principal, c.req.valid('param').userId, wanted))
  }),
]

/** `/v1/api/credentials/{userId}/unassignAndDeleteEELPRCredential/{credentialId}` */
export const plateRemovalRoutes = (deps: ApiDeps<'credentials' | 'users'>) => [
  on(remove, async (c) => replyEmpty(c, await removePlate(deps, c.var.principal, c.req.valid('param')))),
]
