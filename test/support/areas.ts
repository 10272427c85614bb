import type { testApi } from './api.ts'
import { addDoors } from './panels.ts'

type Api = Pick<ReturnType<typeof testApi>, 'call'>

export const entry = (accessPointId: number, side = 1) => ({ accessPointId, side, direction: 'IN' })
export const exit = (accessPointId: number, side = 2) => ({ accessPointId, side, direction: 'OUT' })

/** A panel of two doors, and an area that is entered and left by the first of them; `more` is its body besides. */
export const addArea = async (api: Api, more: object = {}) => {
  const places = await addDoors(api)
  const body = { name: 'Laboratory', borders: [entry(places.front), exit(places.front)], ...more }
  const created = await api.call('POST', '/areas', { body })
  return { ...places, created, areaId: Number(created.json.id) }
}
