import type { testApi } from './api.ts'

type Api = ReturnType<typeof testApi>

/** The id of a new site. */
export const addSite = async ({ call }: Api, siteName = 'Office'): Promise<number> =>
  (await call('POST', '/sites', { body: { siteName, timeZone: 'US/Eastern' } })).json.id

/** A new panel at a site, as its registration answers. */
export const addPanel = async (api: Api, siteId: number, serialNumber = 'SP-1') =>
  (await api.call('POST', '/control-panels', { body: { serialNumber, name: 'Lobby', siteId } })).json
