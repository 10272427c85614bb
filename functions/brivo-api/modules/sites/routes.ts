import { z } from 'zod'
import { readNameFilter } from '../../../../shared/dialects/brivo/name-filter.ts'
import { createSiteOf, SiteInput, SitePatch, siteChangesOf } from '../../../../shared/dialects/brivo/sites/inputs.ts'
import { SiteListed, SiteWire, siteWire } from '../../../../shared/dialects/brivo/sites/wire.ts'
import { createSite } from '../../../../shared/domain/places/sites/create.ts'
import { listSites } from '../../../../shared/domain/places/sites/list.ts'
import { removeSite } from '../../../../shared/domain/places/sites/remove.ts'
import { updateSite } from '../../../../shared/domain/places/sites/update.ts'
import { route } from '../../../../shared/http/route.ts'
import { SiteId } from '../../../../shared/lib/ids.ts'
import { found } from '../../../../shared/lib/result.ts'
import type { ApiDeps } from '../../env.ts'
import { reply, replyEmpty, replyListing } from '../../reply.ts'
import { on } from '../../route.ts'
import { empty, errors, json, jsonBody, listQuery, PageOf } from '../../wire.ts'

const SiteParams = z.object({ siteId: SiteId })

const list = route('get', '/', {
  operationId: 'listSites',
  permission: 'sites:view',
  request: { query: listQuery(readNameFilter) },
  responses: { 200: json('Sites of the account, oldest first', PageOf(SiteListed)), ...errors(400, 403) },
})

const root = route('get', '/root', {
  operationId: 'getRootSite',
  permission: 'sites:view',
  responses: { 200: json('The oldest site that the caller sees', SiteWire), ...errors(403, 404) },
})

const retrieve = route('get', '/{siteId}', {
  operationId: 'getSite',
  permission: 'sites:view',
  request: { params: SiteParams },
  responses: { 200: json('The site', SiteWire), ...errors(400, 403, 404) },
})

const create = route('post', '/', {
  operationId: 'createSite',
  permission: 'sites:edit',
  request: jsonBody(SiteInput),
  responses: { 200: json('The new site', SiteWire), ...errors(400, 403, 409) },
})

const update = route('put', '/{siteId}', {
  operationId: 'updateSite',
  permission: 'sites:edit',
  request: { params: SiteParams, ...jsonBody(SitePatch) },
  responses: { 200: json('The site as it is now', SiteWire), ...errors(400, 403, 404, 409) },
})

const remove = route('delete', '/{siteId}', {
  operationId: 'deleteSite',
  permission: 'sites:edit',
  request: { params: SiteParams },
  responses: { 204: empty('Deleted'), ...errors(400, 403, 404, 409, 412) },
})

/** `/v1/api/sites` */
export const siteRoutes = (deps: ApiDeps<'accessPoints' | 'holidays' | 'panels' | 'schedules' | 'sites'>) => [
  on(list, async (c) => {
    const { filter, ...page } = c.req.valid('query')
    return replyListing(c, await listSites(deps, c.var.principal, filter, page), page, ({ id, siteName }) => ({ id, siteName }))
  }),
  on(root, async (c) => {
    const [oldest] = (await listSites(deps, c.var.principal, [], { offset: 0, pageSize: 1 })).data
    return reply(c, found(oldest, { kind: 'not_found', what: 'site', id: 'root' }), siteWire)
  }),
  on(retrieve, async (c) => {
    const { siteId } = c.req.valid('param')
    const site = await deps.sites.get(c.var.principal.accountId, siteId)
    return reply(c, found(site, { kind: 'not_found', what: 'site', id: siteId }), siteWire)
  }),
  on(create, async (c) => reply(c, await createSite(deps, c.var.principal, createSiteOf(c.req.valid('json'))), siteWire)),
  on(update, async (c) => {
    const changes = siteChangesOf(c.req.valid('json'))
    return reply(c, await updateSite(deps, c.var.principal, c.req.valid('param').siteId, changes), siteWire)
  }),
  on(remove, async (c) => replyEmpty(c, await removeSite(deps, c.var.principal, c.req.valid('param').siteId))),
]
