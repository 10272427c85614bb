import { describe, expect, it } from 'vitest'
import { assistant, somebody, stranger, testApi } from '../../../support/api.ts'
import { addDoors, connectPanel } from '../../../support/panels.ts'

const lift = async () => {
  const api = testApi()
  const place = await addDoors(api)
  await connectPanel(api, place.controlPanelId)
  const floors: number[] = []
  for (const number of [1, 2, 3]) {
    const body = { name: `Floor ${number}`, type: 'FLOOR', elevatorId: place.front, floorNumber: number, relay: number + 10 }
    floors.push((await api.call('POST', '/access-points', { body })).json.id)
  }
  const commands = () => api.table.items().filter(({ entity }) => entity === 'command')
  const path = `/access-points/${place.front}/activateElevator`
  return { ...api, ...place, floors, commands, path }
}

describe('activating an elevator', () => {
  it.each(['POST', 'PUT'])('lets passengers choose floors for a while, by %s', async (method) => {
    const { call, path, floors, commands, controlPanelId, nudges } = await lift()
    const answer = await call(method, path, { body: { pulseTime: 1, targetDevices: floors }, as: assistant() })
    expect(answer).toMatchObject({ status: 200, text: '' })
    expect(commands()).toEqual([
      expect.objectContaining({
        id: answer.headers.get('sallyport-command-id'),
        panelId: controlPanelId,
        kind: 'activate_floors',
        relays: [11, 12, 13],
        durationSeconds: 1,
      }),
    ])
    expect(nudges).toEqual([{ accountId: 1, panelId: controlPanelId }])
  })

  it('takes the floors from the query too', async () => {
    const { call, path, floors, commands } = await lift()
    expect((await call('POST', `${path}?targetDevices=${floors[2]},${floors[0]}`, { body: { pulseTime: '600' } })).status).toBe(
      200,
    )
    expect(commands()).toMatchObject([{ relays: [11, 13], durationSeconds: 600 }])
  })

  it.each([
    [{ targetDevices: [1] }, 'pulseTime'],
    [{ pulseTime: 0, targetDevices: [1] }, 'pulseTime'],
    [{ pulseTime: 601, targetDevices: [1] }, 'pulseTime'],
    [{ pulseTime: 1 }, 'targetDevices'],
    [{ pulseTime: 1, targetDevices: [] }, 'targetDevices'],
    [{ pulseTime: 1, targetDevices: ['one'] }, 'targetDevices'],
    [{ pulseTime: 1, targetDevices: Array.from({ length: 65 }, (_, index) => index + 1) }, 'targetDevices'],
  ])('is refused as %j, naming %s', async (body, field) => {
    const { call, path, commands } = await lift()
    const answer = await call('POST', path, { body })
    expect(answer.status).toBe(400)
    expect(answer.json.message).toContain(field)
    expect(commands()).toEqual([])
  })

  it('is refused for a query that names no floors, for floors of another door, and without its panel', async () => {
    const { call, path, back, floors, clock } = await lift()
    expect((await call('POST', `${path}?targetDevices=x`, { body: { pulseTime: 1 } })).status).toBe(400)
    const body = { pulseTime: 1, targetDevices: [floors[0]] }
    expect(await call('POST', `/access-points/${back}/activateElevator`, { body })).toMatchObject({ status: 404 })
    clock.now += 150_001
    expect(await call('POST', path, { body })).toMatchObject({ status: 412, json: { message: 'Access point is not connected' } })
  })

  it("is refused to those who may only look, where it is not enabled, and at another tenant's door", async () => {
    const { call, path, front, floors, commands } = await lift()
    const body = { pulseTime: 1, targetDevices: [floors[0]] }
    expect((await call('POST', path, { body, as: somebody({ type: 'CSR' }) })).status).toBe(403)
    expect(await call('POST', path, { body, as: stranger() })).toMatchObject({
      status: 404,
      json: { message: 'Unknown Access Point' },
    })
    await call('PUT', `/access-points/${front}`, { body: { activationEnabled: false } })
    expect((await call('POST', path, { body })).status).toBe(403)
    expect(commands()).toEqual([])
  })
})
