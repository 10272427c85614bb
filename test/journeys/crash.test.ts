import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { paged } from '../../sdk/src/index.ts'
import { clientOf, eventually, rowsOf, simulator, tenant } from '../support/client.ts'
import { personWithCard } from '../support/people.ts'
import { startReceiver } from '../support/webhook-receiver.ts'

const home = tenant(1)
const [panel] = home.panels
const [door, probe] = panel?.accessPoints ?? []
if (!panel || !door || !probe) throw new Error('The demo has no door')

const client = clientOf(home)
let receiver: Awaited<ReturnType<typeof startReceiver>>
beforeAll(async () => {
  receiver = await startReceiver()
})
afterAll(() => receiver.stop())

const swipeAt = async (accessPointId: number, encodedCredential: string): Promise<string> =>
  (await simulator('POST', `/panels/${panel.serialNumber}/present`, { accessPointId, encodedCredential })).json.decision

const productPid = (): number => JSON.parse(readFileSync(join(inject('dataDir'), 'run.json'), 'utf8')).product
const killProduct = async () => {
  const pid = productPid()
  process.kill(pid, 'SIGKILL')
  await eventually(async () => {
    expect(productPid()).not.toBe(pid)
    expect((await fetch(`${inject('demo').authUrl}/oauth/token_key`)).status).toBe(200)
  }, 40)
}

describe('a product that is killed in the middle of swipes', () => {
  it('loses no event and stores none twice, and sends each to its subscribers', async () => {
    const { data: subscription } = await client.POST('/event-subscriptions', {
      body: {
        name: 'Crash',
        url: receiver.url,
        criteria: [{ criteriaType: 'ACCESS-POINT', criteriaOperationType: 'EQ', criteriaValue: door.id }],
      },
    })
    const person = await personWithCard(client, 'Chris', [door, probe])
    await eventually(async () => expect(await swipeAt(probe.id, person.card)).toBe('granted'))
    const from = Math.floor(Date.now() / 3_600_000) * 3_600_000 - 3_600_000
    const swipe = async () => expect(await swipeAt(door.id, person.card)).toBe('granted')
    for (let round = 0; round < 2; round += 1) {
      for (let index = 0; index < 10; index += 1) await swipe()
      const killed = killProduct()
      for (let index = 0; index < 10; index += 1) await swipe()
      await killed
    }
    const mine = (event: { actor?: { id?: number } }) => event.actor?.id === person.user.id
    await eventually(async () => {
      const filter = `occurred__gt:${new Date(from).toISOString().slice(0, 19)}Z;object__eq:${door.id}`
      const events = await rowsOf(paged(client, '/events/access', { query: { filter } }))
      const uuids = events.filter(mine).map(({ uuid }) => uuid)
      expect(uuids.length).toBe(40)
      expect(new Set(uuids).size).toBe(40)
      expect((await client.GET('/events/counts/access', { query: { filter } })).data.count).toBe(events.length)
    }, 40)
    await eventually(() => {
      const heard = receiver.received.map(({ body }) => JSON.parse(body)).filter(mine)
      expect(new Set(heard.map(({ uuid }) => uuid)).size).toBe(40)
    }, 40)
    await client.DELETE('/event-subscriptions/{eventSubscriptionId}', { path: { eventSubscriptionId: subscription.id } })
  }, 120_000)
})
