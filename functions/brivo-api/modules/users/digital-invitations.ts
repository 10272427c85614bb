import { z } from 'zod'
import { readInvitationFilter } from '../../../../shared/dialects/brivo/digital-credentials/filter.ts'
import {
  createInvitationOf,
  InvitationInput,
  InvitationQuery,
  LanguageInput,
} from '../../../../shared/dialects/brivo/digital-credentials/inputs.ts'
import {
  changedInvitationWire,
  InvitationWire,
  invitationWire,
} from '../../../../shared/dialects/brivo/digital-credentials/wire.ts'
import { may } from '../../../../shared/domain/identity/principals/may.ts'
import { cancelInvitation } from '../../../../shared/domain/people/mobile-keys/cancel.ts'
import { invite } from '../../../../shared/domain/people/mobile-keys/invite.ts'
import { listInvitations } from '../../../../shared/domain/people/mobile-keys/list.ts'
import { resendInvitation } from '../../../../shared/domain/people/mobile-keys/send.ts'
import { route } from '../../../../shared/http/route.ts'
import { UserId } from '../../../../shared/lib/ids.ts'
import type { ApiDeps } from '../../env.ts'
import { reply, replyPage } from '../../reply.ts'
import { on } from '../../route.ts'
import { errors, json, jsonBody, listQuery, PageOf } from '../../wire.ts'

const Params = z.object({ userId: UserId })
const path = '/{userId}/credentials/digital-invitations'

const list = route('get', path, {
  operationId: 'listUserDigitalInvitations',
  permission: 'credentials:view',
  request: { params: Params, query: listQuery(readInvitationFilter) },
  responses: { 200: json('The invitations of the user, oldest first', PageOf(InvitationWire)), ...errors(400, 403, 404) },
})
const create = route('post', path, {
  operationId: 'createUserDigitalInvitation',
  permission: 'credentials:edit',
  request: { params: Params, query: InvitationQuery, ...jsonBody(InvitationInput) },
  responses: { 200: json('The new invitation', InvitationWire), ...errors(400, 403, 404, 409, 412) },
})
const resend = route('put', path, {
  operationId: 'resendUserDigitalInvitation',
  permission: 'credentials:edit',
  request: { params: Params, query: z.object({ language: LanguageInput }) },
  responses: { 200: json('The pending invitation, which was sent again', InvitationWire), ...errors(400, 403, 404) },
})
const cancel = route('delete', path, {
  operationId: 'cancelUserDigitalInvitation',
  permission: 'credentials:edit',
  request: { params: Params },
  responses: { 200: json('The invitation, which is cancelled', InvitationWire), ...errors(400, 403, 404, 409) },
})

/** `/v1/api/users/{userId}/credentials/digital-invitations` */
export const digitalInvitationRoutes = (deps: ApiDeps<'accounts' | 'credentials' | 'invitations' | 'users'>) => [
  on(list, async (c) => {
    const { filter, ...page } = c.req.valid('query')
    const found = await listInvitations(deps, c.var.principal, c.req.valid('param').userId, filter, page)
    return replyPage(c, found, page, invitationWire(may(c.var.principal, 'credentials:edit')))
  }),
  on(create, async (c) => {
    const wanted = createInvitationOf(c.req.valid('json'), c.req.valid('query'))
    return reply(c, await invite(deps, c.var.principal, c.req.valid('param').userId, wanted), changedInvitationWire)
  }),
  on(resend, async (c) => {
    const { language } = c.req.valid('query')
    const sent = await resendInvitation(deps, c.var.principal, c.req.valid('param').userId, language)
    return reply(c, sent, changedInvitationWire)
  }),
  on(cancel, async (c) =>
    reply(c, await cancelInvitation(deps, c.var.principal, c.req.valid('param').userId), changedInvitationWire),
  ),
]
