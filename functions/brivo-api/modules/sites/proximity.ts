import { createRoute, z } from '@hono/zod-openapi'
import { registerWifi, registerWifiOfSites } from '../../../../shared/domain/places/sites/proximity.ts'
import { type Site, Wifi } from '../../../../shared/domain/places/sites/schema.ts'
import { SiteId } from '../../../../shared/lib/ids.ts'
import { apiError } from '../../api-error.ts'
import { type ApiDeps, router } from '../../env.ts'
import { requirePermission } from '../../middleware/require-permission.ts'
import { empty, errors, json, jsonBody, ListQuery, PageOf, pageAnswer } from '../../wire.ts'

const mostNetworks = 50
const mostSites = 100
const Params = z.object({ siteId: SiteId })
const Proximity = z.object({ wifi: z.array(Wifi).max(mostNetworks) }).meta({ id: 'Proximity' })
const ProximityInput = z.object({ proximity: Proximity }).meta({ id: 'ProximityInput' })
const SitesProximityInput = z
  .array(ProximityInput.extend({ id: SiteId }))
  .min(1)
  .max(mostSites)
  .meta({ id: 'SitesProximityInput' })

const SiteProximity = z.object({ id: z.number(), siteName: z.string(), proximity: Proximity }).meta({ id: 'SiteProximity' })
/** The registration and the listing of several call the name `name`, the retrieval `siteName`, as the API document's examples do. */
const NamedProximity = z.object({ id: z.number(), name: z.string(), proximity: Proximity }).meta({ id: 'NamedProximity' })

const named = ({ id, siteName, wifi = [] }: Site): z.infer<typeof NamedProximity> => ({ id, name: siteName, proximity: { wifi } })

const list = createRoute({
  method: 'get',
  path: '/proximity',
  operationId: 'listSitesProximity',
  middleware: [requirePermission('sites:view')] as const,
  request: { query: ListQuery.omit({ filter: true }) },
  responses: { 200: json('Sites with the networks that tell where they are', PageOf(NamedProximity)), ...errors(400, 403) },
})
const retrieve = createRoute({
  method: 'get',
  path: '/{siteId}/proximity',
  operationId: 'getSiteProximity',
  middleware: [requirePermission('sites:view')] as const,
  request: { params: Params },
  responses: { 200: json('The site with its networks', SiteProximity), ...errors(400, 403, 404) },
})
const registerMany = createRoute({
  method: 'put',
  path: '/proximity/wifi',
  operationId: 'registerWifiOfSites',
  middleware: [requirePermission('sites:edit')] as const,
  request: jsonBody(SitesProximityInput),
  responses: { 204: empty('Registered'), ...errors(400, 403, 404, 409) },
})
const register = createRoute({
  method: 'put',
  path: '/{siteId}/proximity/wifi',
  operationId: 'registerWifi',
  middleware: [requirePermission('sites:edit')] as const,
  request: { params: Params, ...jsonBody(ProximityInput) },
  responses: { 200: json('The site with its networks', NamedProximity), ...errors(400, 403, 404, 409) },
})

/** `/v1/api/sites/proximity` and `/v1/api/sites/{siteId}/proximity`: before the sites themselves, whose ids are numbers. */
export const siteProximityRoutes = (deps: ApiDeps) =>
  router()
    .openapi(list, async (c) => {
      const query = c.req.valid('query')
      return c.json(pageAnswer(await deps.sites.page(c.var.principal.accountId, query), query, named), 200)
    })
    .openapi(registerMany, async (c) => {
      const wanted = c.req.valid('json').map(({ id, proximity }) => ({ id, wifi: proximity.wifi }))
      const registered = await registerWifiOfSites(deps, c.var.principal, wanted)
      return registered.ok ? c.body(null, 204) : apiError(c, registered.error)
    })
    .openapi(retrieve, async (c) => {
      const { siteId } = c.req.valid('param')
      const site = await deps.sites.get(c.var.principal.accountId, siteId)
      if (!site) return apiError(c, { kind: 'site_not_found', siteId })
      return c.json({ id: site.id, siteName: site.siteName, proximity: { wifi: site.wifi ?? [] } }, 200)
    })
    .openapi(register, async (c) => {
      const registered = await registerWifi(
        deps,
        c.var.principal,
        c.req.valid('param').siteId,
        c.req.valid('json').proximity.wifi,
      )
      return registered.ok ? c.json(named(registered.value), 200) : apiError(c, registered.error)
    })
