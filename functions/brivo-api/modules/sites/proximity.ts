import { z } from 'zod'
import { Wifi } from '../../../../shared/dialects/brivo/sites/inputs.ts'
import type { Site } from '../../../../shared/domain/places/sites/entity.ts'
import { registerWifi, registerWifiOfSites } from '../../../../shared/domain/places/sites/proximity.ts'
import { route } from '../../../../shared/http/route.ts'
import { SiteId } from '../../../../shared/lib/ids.ts'
import { found } from '../../../../shared/lib/result.ts'
import type { ApiDeps } from '../../env.ts'
import { reply, replyEmpty } from '../../reply.ts'
import { on } from '../../route.ts'
import { empty, errors, json, jsonBody, ListQuery, PageOf, pageAnswer } from '../../wire.ts'

const maxNetworks = 50
const maxSites = 100
const Params = z.object({ siteId: SiteId })
const Proximity = z.object({ wifi: z.array(Wifi).max(maxNetworks) }).meta({ id: 'Proximity' })
const ProximityInput = z.object({ proximity: Proximity }).meta({ id: 'ProximityInput' })
const SitesProximityInput = z
  .array(ProximityInput.extend({ id: SiteId }))
  .min(1)
  .max(maxSites)
  .meta({ id: 'SitesProximityInput' })

const SiteProximity = z.object({ id: z.number(), siteName: z.string(), proximity: Proximity }).meta({ id: 'SiteProximity' })
/** The registration and the listing of several call the name `name`, the retrieval `siteName`, as the API document's examples do. */
const NamedProximity = z.object({ id: z.number(), name: z.string(), proximity: Proximity }).meta({ id: 'NamedProximity' })

const named = ({ id, siteName, wifi = [] }: Site): z.infer<typeof NamedProximity> => ({ id, name: siteName, proximity: { wifi } })

const list = route('get', '/proximity', {
  operationId: 'listSitesProximity',
  permission: 'sites:view',
  request: { query: ListQuery.omit({ filter: true }) },
  responses: { 200: json('Sites with the networks that show where they are', PageOf(NamedProximity)), ...errors(400, 403) },
})
const retrieve = route('get', '/{siteId}/proximity', {
  operationId: 'getSiteProximity',
  permission: 'sites:view',
  request: { params: Params },
  responses: { 200: json('The site with its networks', SiteProximity), ...errors(400, 403, 404) },
})
const registerMany = route('put', '/proximity/wifi', {
  operationId: 'registerWifiOfSites',
  permission: 'sites:edit',
  alsoBy: ['post'],
  request: jsonBody(SitesProximityInput),
  responses: { 204: empty('Registered'), ...errors(400, 403, 404, 409) },
})
const register = route('put', '/{siteId}/proximity/wifi', {
  operationId: 'registerWifi',
  permission: 'sites:edit',
  alsoBy: ['post'],
  request: { params: Params, ...jsonBody(ProximityInput) },
  responses: { 200: json('The site with its networks', NamedProximity), ...errors(400, 403, 404, 409) },
})

/** `/v1/api/sites/proximity` and `/v1/api/sites/{siteId}/proximity`: before the sites themselves, whose ids are numbers. */
export const siteProximityRoutes = (deps: ApiDeps<'sites'>) => [
  on(list, async (c) => {
    const query = c.req.valid('query')
    return c.json(pageAnswer(await deps.sites.page(c.var.principal.accountId, query), query, named), 200)
  }),
  on(registerMany, async (c) => {
    const wanted = c.req.valid('json').map(({ id, proximity }) => ({ id, wifi: proximity.wifi }))
    return replyEmpty(c, await registerWifiOfSites(deps, c.var.principal, wanted))
  }),
  on(retrieve, async (c) => {
    const { siteId } = c.req.valid('param')
    const site = await deps.sites.get(c.var.principal.accountId, siteId)
    return reply(c, found(site, { kind: 'not_found', what: 'site', id: siteId }), ({ id, siteName, wifi = [] }) => ({
      id,
      siteName,
      proximity: { wifi },
    }))
  }),
  on(register, async (c) => {
    const registered = await registerWifi(deps, c.var.principal, c.req.valid('param').siteId, c.req.valid('json').proximity.wifi)
    return reply(c, registered, named)
  }),
]
