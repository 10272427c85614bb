import { z } from 'zod'
import { LanguageInput } from '../../../../shared/dialects/brivo/digital-credentials/inputs.ts'
import { VisitorInput, welcomeVisitorOf } from '../../../../shared/dialects/brivo/visitors/inputs.ts'
import { VisitorWire, visitorWire } from '../../../../shared/dialects/brivo/visitors/wire.ts'
import { removeVisitor } from '../../../../shared/domain/people/visitors/remove.ts'
import { renewVisitorKey } from '../../../../shared/domain/people/visitors/renew-key.ts'
import { welcomeVisitor } from '../../../../shared/domain/people/visitors/welcome.ts'
import { route } from '../../../../shared/http/route.ts'
import { UserId } from '../../../../shared/lib/ids.ts'
import type { ApiDeps } from '../../env.ts'
import { reply, replyEmpty } from '../../reply.ts'
import { on } from '../../route.ts'
import { empty, errors, json, jsonBody } from '../../wire.ts'

const Params = z.object({ visitorUserId: UserId })
const MailQuery = z.object({ language: LanguageInput })

const create = route('post', '/create-and-assign-visitor-user', {
  operationId: 'createVisitor',
  permission: 'users:edit',
  actors: ['administrator', 'token'],
  request: { query: MailQuery, ...jsonBody(VisitorInput) },
  responses: { 200: json('The new visitor', VisitorWire), ...errors(400, 403, 404, 409, 412) },
})
const remove = route('delete', '/{visitorUserId}', {
  operationId: 'deleteVisitor',
  permission: 'users:edit',
  request: { params: Params },
  responses: { 204: empty('Deleted'), ...errors(400, 403, 404, 409) },
})
const renew = route('post', '/{visitorUserId}/credentials/digital-invitation', {
  operationId: 'renewVisitorDigitalInvitation',
  permission: 'credentials:edit',
  alsoBy: ['put'],
  request: { params: Params, query: MailQuery },
  responses: { 204: empty('A new invitation was sent'), ...errors(400, 403, 404, 409, 412) },
})

/** `/v1/api/brivo-visitor` */
export const brivoVisitorRoutes = (deps: ApiDeps<'accounts' | 'credentials' | 'groups' | 'invitations' | 'users'>) => [
  on(create, async (c) => {
    const wanted = welcomeVisitorOf(c.req.valid('json'), c.req.valid('query').language)
    return reply(c, await welcomeVisitor(deps, c.var.principal, wanted), visitorWire)
  }),
  on(remove, async (c) => replyEmpty(c, await removeVisitor(deps, c.var.principal, c.req.valid('param').visitorUserId))),
  on(renew, async (c) => {
    const { visitorUserId } = c.req.valid('param')
    return replyEmpty(c, await renewVisitorKey(deps, c.var.principal, visitorUserId, c.req.valid('query').language))
  }),
]
