import { createRoute, z } from '@hono/zod-openapi'
import { createSite } from '../../../../shared/domain/places/sites/create.ts'
import { listSites } from '../../../../shared/domain/places/sites/list.ts'
import { removeSite } from '../../../../shared/domain/places/sites/remove.ts'
import { Address, type Site, SiteInput, SitePatch } from '../../../../shared/domain/places/sites/schema.ts'
import { updateSite } from '../../../../shared/domain/places/sites/update.ts'
import { omitEmpty } from '../../../../shared/lib/defined.ts'
import { SiteId } from '../../../../shared/lib/ids.ts'
import { apiError } from '../../api-error.ts'
import { type ApiDeps, router } from '../../env.ts'
import { requirePermission } from '../../middleware/require-permission.ts'
import { empty, errors, json, jsonBody, ListQuery, PageOf, pageAnswer } from '../../wire.ts'

const SiteParams = z.object({ siteId: SiteId })
const SiteListed = z.object({ id: z.number(), siteName: z.string() }).meta({ id: 'SiteListed' })
const SiteWire = SiteListed.extend({ timeZone: z.string(), address: Address.optional() }).meta({ id: 'Site' })

/** A site as its retrieval answers it (API document, Site Retrieval). */
const siteWire = (site: Site): z.infer<typeof SiteWire> =>
  omitEmpty({
    id: site.id,
    siteName: site.siteName,
    timeZone: site.timeZone,
    ...(site.address ? { address: omitEmpty(site.address) } : {}),
  })

const list = createRoute({
  method: 'get',
  path: '/',
  operationId: 'listSites',
  middleware: [requirePermission('sites:view')] as const,
  request: { query: ListQuery },
  responses: { 200: json('Sites of the account, oldest first', PageOf(SiteListed)), ...errors(400, 403) },
})

const retrieve = createRoute({
  method: 'get',
  path: '/{siteId}',
  operationId: 'getSite',
  middleware: [requirePermission('sites:view')] as const,
  request: { params: SiteParams },
  responses: { 200: json('The site', SiteWire), ...errors(400, 403, 404) },
})

const create = createRoute({
  method: 'post',
  path: '/',
  operationId: 'createSite',
  middleware: [requirePermission('sites:edit')] as const,
  request: jsonBody(SiteInput),
  responses: { 200: json('The new site', SiteWire), ...errors(400, 403, 409) },
})

const update = createRoute({
  method: 'put',
  path: '/{siteId}',
  operationId: 'updateSite',
  middleware: [requirePermission('sites:edit')] as const,
  request: { params: SiteParams, ...jsonBody(SitePatch) },
  responses: { 200: json('The site as it is now', SiteWire), ...errors(400, 403, 404, 409) },
})

const remove = createRoute({
  method: 'delete',
  path: '/{siteId}',
  operationId: 'deleteSite',
  middleware: [requirePermission('sites:edit')] as const,
  request: { params: SiteParams },
  responses: { 204: empty('Deleted'), ...errors(400, 403, 404, 409, 412) },
})

/** `/v1/api/sites` */
export const siteRoutes = (deps: ApiDeps) =>
  router()
    .openapi(list, async (c) => {
      const query = c.req.valid('query')
      const page = await listSites(deps, c.var.principal, query)
      return page.ok
        ? c.json(
            pageAnswer(page.value, query, ({ id, siteName }) => ({ id, siteName })),
            200,
          )
        : apiError(c, page.error)
    })
    .openapi(retrieve, async (c) => {
      const { siteId } = c.req.valid('param')
      const site = await deps.sites.get(c.var.principal.accountId, siteId)
      return site ? c.json(siteWire(site), 200) : apiError(c, { kind: 'site_not_found', siteId })
    })
    .openapi(create, async (c) => {
      const result = await createSite(deps, c.var.principal, c.req.valid('json'))
      return result.ok ? c.json(siteWire(result.value), 200) : apiError(c, result.error)
    })
    .openapi(update, async (c) => {
      const result = await updateSite(deps, c.var.principal, c.req.valid('param').siteId, c.req.valid('json'))
      return result.ok ? c.json(siteWire(result.value), 200) : apiError(c, result.error)
    })
    .openapi(remove, async (c) => {
      const result = await removeSite(deps, c.var.principal, c.req.valid('param').siteId)
      return result.ok ? c.body(null, 204) : apiError(c, result.error)
    })
