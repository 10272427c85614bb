import { describe, expect, it } from 'vitest'
import { paged } from '../../sdk/src/index.ts'
import { clientOf, eventually, rowsOf, simulator, tenant } from '../support/client.ts'

const home = tenant(0)
const panel = home.panels[1]
const door = panel?.accessPoints[1]
if (!panel || !door) throw new Error('The demo has no second panel')

const client = clientOf(home)
const activate = (body?: Record<string, never>) =>
  client.POST('/access-points/{accessPointId}/activate', { path: { accessPointId: door.id }, ...(body ? { body } : {}) })
const pulses = async (): Promise<number> => {
  const { json } = await simulator('GET', `/panels/${panel.serialNumber}`)
  return json.doors.find((one: { accessPointId: number }) => one.accessPointId === door.id).pulses
}
const pulseEvents = async () => {
  const events = await rowsOf(paged(client, '/events/access', { query: { filter: `object__eq:${door.id}` } }))
  return events.filter((event) => event.securityAction.securityActionId === 5064)
}

describe('an activated door', () => {
  it('pulses once, and its event names the administrator', async () => {
    const [before, eventsBefore] = [await pulses(), (await pulseEvents()).length]
    const { data, response } = await activate()
    expect([response.status, data]).toEqual([200, undefined])
    expect(response.headers.get('sallyport-command-id')).toMatch(/^[0-9a-f-]{36}$/)
    await eventually(async () => expect(await pulses()).toBe(before + 1))
    const events = await eventually(async () => {
      const found = await pulseEvents()
      expect(found.length).toBe(eventsBefore + 1)
      return found
    })
    const { data: me } = await client.GET('/administrators/whoami')
    expect(events[0]).toMatchObject({ actor: { id: me.id }, eventObject: { id: door.id, name: door.name } })
    expect(await pulses()).toBe(before + 1)
  })

  it('is waited for: the answer is the command, as it is found by its id', async () => {
    const path = { accessPointId: door.id }
    const { data, response } = await client.POST('/access-points/{accessPointId}/activate', { path, query: { wait: 5 } })
    expect(response.status).toBe(200)
    const states = data?.states.map(({ state }) => state)
    expect(states?.slice(0, 2)).toEqual(['accepted', 'sent'])
    expect(states?.slice(-3)).toEqual(['received', 'executing', 'succeeded'])
    const found = await client.GET('/commands/{commandId}', { path: { commandId: data?.id ?? '' } })
    expect(found.data).toMatchObject({ state: 'succeeded', by: { type: 'administrator' }, accessPointName: door.name })
  })

  it('behind a panel that is cut off is 412, and does not open when the link returns', async () => {
    await simulator('POST', `/panels/${panel.serialNumber}/link`, { state: 'down' })
    const before = await pulses()
    await eventually(async () => {
      await expect(activate({})).rejects.toMatchObject({ status: 412, code: 412, message: 'Access point is not connected' })
    })
    const refusedAt = await pulses()
    await simulator('POST', `/panels/${panel.serialNumber}/link`, { state: 'up' })
    await eventually(async () => {
      expect((await simulator('GET', `/panels/${panel.serialNumber}`)).json.connected).toBe(true)
    })
    // A pulse asked for now comes after anything that was left over, so when it is done nothing can follow.
    await eventually(async () => expect((await activate()).response.status).toBe(200))
    await eventually(async () => expect(await pulses()).toBe(refusedAt + 1))
    expect(refusedAt).toBe(before)
  })
})
