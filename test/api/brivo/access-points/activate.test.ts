import { describe, expect, it } from 'vitest'
import { assistant, somebody, testApi } from '../../../support/api.ts'
import { addDoors, connectPanel } from '../../../support/panels.ts'

type Api = ReturnType<typeof testApi>
const commands = ({ table }: Api) => table.items().filter(({ entity }) => entity === 'command')

describe('activating an access point', () => {
  it('stores one command for ten seconds, names it in a header, and wakes the sender', async () => {
    const api = testApi()
    const { front, controlPanelId, siteId } = await addDoors(api)
    await connectPanel(api, controlPanelId)
    const answer = await api.call('POST', `/access-points/${front}/activate`)
    expect(answer).toMatchObject({ status: 200, text: '' })
    const id = answer.headers.get('sallyport-command-id')
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab]/)
    expect(commands(api)).toEqual([
      expect.objectContaining({
        id,
        panelId: controlPanelId,
        kind: 'activate',
        accessPoint: { id: front, name: 'Front door', type: 'DOOR', siteId, siteName: 'Office' },
        by: { kind: 'administrator', id: 11, name: 'Mary Master' },
        durationSeconds: 5,
        state: 'accepted',
        issuedAt: api.clock.now,
        notAfter: api.clock.now + 10_000,
      }),
    ])
    expect(api.nudges).toEqual([{ accountId: 1, panelId: controlPanelId }])
  })

  it.each([
    ['POST', {}],
    ['PUT', undefined],
    ['PUT', {}],
  ])('is asked by %s with the body %j too', async (method, body) => {
    const api = testApi()
    const { front, controlPanelId } = await addDoors(api)
    await connectPanel(api, controlPanelId)
    expect((await api.call(method, `/access-points/${front}/activate`, { body, as: assistant() })).status).toBe(200)
  })

  it('orders nothing of a panel that is out of contact, now or for later', async () => {
    const api = testApi()
    const { front, controlPanelId } = await addDoors(api)
    const never = await api.call('POST', `/access-points/${front}/activate`)
    await connectPanel(api, controlPanelId)
    api.clock.now += 150_001
    const silent = await api.call('POST', `/access-points/${front}/activate`)
    for (const refused of [never, silent]) {
      expect(refused).toMatchObject({ status: 412, json: { code: 412, message: 'Access point is not connected' } })
      expect(refused.headers.get('sallyport-command-id')).toBeNull()
    }
    expect(commands(api)).toEqual([])
    expect(api.nudges).toEqual([])
  })

  it('is refused where it is not enabled, though the panel is connected', async () => {
    const api = testApi()
    const { front, controlPanelId } = await addDoors(api)
    await connectPanel(api, controlPanelId)
    await api.call('PUT', `/access-points/${front}`, { body: { activationEnabled: false } })
    const refused = await api.call('POST', `/access-points/${front}/activate`)
    expect(refused).toMatchObject({
      status: 403,
      json: { code: 403, message: 'You are not allowed to perform that action' },
    })
    expect(commands(api)).toEqual([])
  })

  it('is refused to those who may only look', async () => {
    const api = testApi()
    const { front, controlPanelId } = await addDoors(api)
    await connectPanel(api, controlPanelId)
    const csr = somebody({ type: 'CSR' })
    expect((await api.call('POST', `/access-points/${front}/activate`, { as: csr })).status).toBe(403)
  })

  it('stores a command small enough to be one write unit', async () => {
    const api = testApi()
    const { front, controlPanelId } = await addDoors(api)
    const long = 'x'.repeat(64)
    await api.call('PUT', `/access-points/${front}`, { body: { name: long } })
    await connectPanel(api, controlPanelId)
    await api.call('POST', `/access-points/${front}/activate`, { as: somebody({ name: 'y'.repeat(64) }) })
    expect(JSON.stringify(commands(api)[0]).length).toBeLessThan(1_024)
  })
})
