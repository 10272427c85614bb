import { z } from 'zod'
import { ApplicationBody, applicationInputOf } from '../../../../shared/dialects/brivo/applications/inputs.ts'
import {
  ApplicationCreated,
  ApplicationWire,
  AuthorizedPage,
  applicationCreated,
  applicationWire,
  authorizedPage,
} from '../../../../shared/dialects/brivo/applications/wire.ts'
import { listAuthorized } from '../../../../shared/domain/identity/applications/authorized.ts'
import { removeApplication } from '../../../../shared/domain/identity/applications/remove.ts'
import { createApplication } from '../../../../shared/domain/identity/oauth/create-application.ts'
import { route } from '../../../../shared/http/route.ts'
import { ApplicationId } from '../../../../shared/lib/ids.ts'
import { found } from '../../../../shared/lib/result.ts'
import type { ApiDeps } from '../../env.ts'
import { reply, replyEmpty, replyListing } from '../../reply.ts'
import { on } from '../../route.ts'
import { empty, errors, json, jsonBody, ListQuery, PageOf } from '../../wire.ts'

const Params = z.object({ applicationId: ApplicationId })

const list = route('get', '/', {
  operationId: 'listApplications',
  permission: 'applications:view',
  request: { query: ListQuery.omit({ filter: true }) },
  responses: { 200: json('Applications of the account, oldest first', PageOf(ApplicationWire)), ...errors(400, 403) },
})

const create = route('post', '/', {
  operationId: 'createApplication',
  permission: 'applications:edit',
  actors: ['administrator'],
  request: jsonBody(ApplicationBody),
  responses: {
    200: json('The new application, with the secret that is given only here', ApplicationCreated),
    ...errors(400, 403, 412),
  },
})

const authorized = route('get', '/authorized', {
  operationId: 'listAuthorizedApplications',
  permission: 'applications:view',
  responses: { 200: json('Which applications may act for which administrators of the account', AuthorizedPage), ...errors(403) },
})

const retrieve = route('get', '/{applicationId}', {
  operationId: 'getApplication',
  permission: 'applications:view',
  request: { params: Params },
  responses: { 200: json('The application', ApplicationWire), ...errors(400, 403, 404) },
})

const remove = route('delete', '/{applicationId}', {
  operationId: 'deleteApplication',
  permission: 'applications:edit',
  actors: ['administrator'],
  request: { params: Params },
  responses: { 204: empty('Deleted; its tokens end within seconds'), ...errors(400, 403, 404, 409) },
})

/** `/v1/api/applications` */
export const applicationRoutes = (deps: ApiDeps<'accounts' | 'applications' | 'administrators' | 'grants'>) => [
  on(list, async (c) => {
    const page = c.req.valid('query')
    return replyListing(c, await deps.applications.page(c.var.principal.accountId, page), page, applicationWire)
  }),
  on(create, async (c) => {
    const { principal } = c.var
    const wanted = applicationInputOf(c.req.valid('json'))
    return reply(c, await createApplication(deps, principal.accountId, wanted, principal), applicationCreated)
  }),
  on(authorized, async (c) => c.json(authorizedPage(await listAuthorized(deps, c.var.principal)), 200)),
  on(retrieve, async (c) => {
    const { applicationId } = c.req.valid('param')
    const application = await deps.applications.get(c.var.principal.accountId, applicationId)
    return reply(c, found(application, { kind: 'not_found', what: 'application', id: applicationId }), applicationWire)
  }),
  on(remove, async (c) => replyEmpty(c, await removeApplication(deps, c.var.principal, c.req.valid('param').applicationId))),
]
