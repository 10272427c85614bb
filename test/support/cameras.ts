import type { testApi } from './api.ts'

type Api = Pick<ReturnType<typeof testApi>, 'call'>

/** What registers a camera of the demo provider at a site. */
export const cameraBody = (siteId: number, name = 'Front door camera', cameraId = name.toLowerCase().replaceAll(' ', '-')) => ({
  name,
  siteId,
  videoProvider: { type: 'DEMO', cameraId },
})

/** A site, made over the API. */
export const addSite = async ({ call }: Api, siteName = 'Acme West Site'): Promise<number> =>
  (await call('POST', '/sites', { body: { siteName, timeZone: 'US/Eastern' } })).json.id

/** A camera at a site, made over the API. */
export const addCamera = async ({ call }: Api, siteId: number, name?: string, cameraId?: string): Promise<number> => {
  const answer = await call('POST', '/cameras', { body: cameraBody(siteId, name, cameraId) })
  if (answer.status !== 200) throw new Error(answer.text)
  return answer.json.id
}
