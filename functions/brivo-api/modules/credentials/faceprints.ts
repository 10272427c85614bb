import { z } from 'zod'
import { createFaceOf, FaceprintInput } from '../../../../shared/dialects/brivo/credentials/faceprints.ts'
import { assignmentDatesOf, EffectiveDates } from '../../../../shared/dialects/brivo/credentials/inputs.ts'
import { createFace } from '../../../../shared/domain/people/faceprints/create.ts'
import { removeFace, updateFaceDates } from '../../../../shared/domain/people/faceprints/manage.ts'
import { route } from '../../../../shared/http/route.ts'
import { UserId } from '../../../../shared/lib/ids.ts'
import type { ApiDeps } from '../../env.ts'
import { reply, replyEmpty } from '../../reply.ts'
import { on } from '../../route.ts'
import { empty, errors, json, jsonBody, optionalJsonBody } from '../../wire.ts'

const Params = z.object({ userId: UserId })

const create = route('post', '/createAndAssignFaceprintCredential/{userId}', {
  operationId: 'createFaceprintCredential',
  permission: 'credentials:edit',
  request: { params: Params, ...jsonBody(FaceprintInput) },
  responses: { 200: json('The consent email was sent', z.string()), ...errors(400, 403, 404, 409) },
})
const remove = route('delete', '/deleteFaceprintCredential/{userId}', {
  operationId: 'deleteFaceprintCredential',
  permission: 'credentials:edit',
  request: { params: Params },
  responses: { 200: empty('The user has no faceprint credential'), ...errors(400, 403, 404, 409) },
})
const update = route('put', '/updateFaceprintCredentialDates/{userId}', {
  operationId: 'updateFaceprintCredentialDates',
  permission: 'credentials:edit',
  request: { params: Params, ...optionalJsonBody(EffectiveDates) },
  responses: { 200: empty('The credential has the dates'), ...errors(400, 403, 404, 409) },
})

type FaceDeps = ApiDeps<'accounts' | 'credentials' | 'faceConsents' | 'users'>

/** `/v1/api/credentials/createAndAssignFaceprintCredential/{userId}` */
export const faceprintCreationRoutes = (deps: FaceDeps) => [
  on(create, async (c) => {
    const wanted = createFaceOf(c.req.valid('json'))
    const created = await createFace(deps, c.var.principal, c.req.valid('param').userId, wanted)
    return reply(c, created, () => `Faceprint consent email was sent to ${wanted.email}`)
  }),
]

/** `/v1/api/credentials/deleteFaceprintCredential/{userId}` */
export const faceprintRemovalRoutes = (deps: FaceDeps) => [
  on(remove, async (c) => replyEmpty(c, await removeFace(deps, c.var.principal, c.req.valid('param').userId), 200)),
]

/** `/v1/api/credentials/updateFaceprintCredentialDates/{userId}` */
export const faceprintDatesRoutes = (deps: FaceDeps) => [
  on(update, async (c) => {
    const dates = assignmentDatesOf(c.req.valid('json'))
    return replyEmpty(c, await updateFaceDates(deps, c.var.principal, c.req.valid('param').userId, dates), 200)
  }),
]
