import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { type Client, clientOf, eventually, simulator, tenant } from '../support/client.ts'
import { personWithCard } from '../support/people.ts'
import { startReceiver } from '../support/webhook-receiver.ts'

const home = tenant(1)
const [panel] = home.panels
const [door, probe] = panel?.accessPoints ?? []
if (!panel || !door || !probe) throw new Error('The demo has no door')

let call: Client
let receiver: Awaited<ReturnType<typeof startReceiver>>
beforeAll(async () => {
  call = await clientOf(home)
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
    const criteria = [{ criteriaType: 'ACCESS-POINT', criteriaOperationType: 'EQ', criteriaValue: door.id }]
    const subscription = await call('POST', '/event-subscriptions', { name: 'Crash', url: receiver.url, criteria })
    const person = await personWithCard(call, 'Chris', [door, probe])
    await eventually(async () => expect(await swipeAt(probe.id, person.card)).toBe('granted'))
    const from = Math.floor(Date.now() / 3_600_000) * 3_600_000 - 3_600_000
    const swipe = async () => expect(await swipeAt(door.id, person.card)).toBe('granted')
    for (let round = 0; round < 2; round += 1) {
      for (let index = 0; index < 10; index += 1) await swipe()
      const killed = killProduct()
      for (let index = 0; index < 10; index += 1) await swipe()
      await killed
    }
    call = await clientOf(home)
    const mine = (event: { actor?: { id?: number } }) => event.actor?.id === person.user.id
    await eventually(async () => {
      const filter = `occurred__gt:${new Date(from).toISOString().slice(0, 19)}Z;object__eq:${door.id}`
      const { json } = await call('GET', `/events/access?pageSize=100&filter=${filter}`)
      const uuids = json.data.filter(mine).map((event: { uuid: string }) => event.uuid)
      expect(uuids.length).toBe(40)
      expect(new Set(uuids).size).toBe(40)
      expect((await call('GET', `/events/counts/access?filter=${filter}`)).json.count).toBe(json.data.length)
    }, 40)
    await eventually(() => {
      const heard = receiver.received.map(({ body }) => JSON.parse(body)).filter(mine)
      expect(new Set(heard.map(({ uuid }) => uuid)).size).toBe(40)
    }, 40)
    await call('DELETE', `/event-subscriptions/${subscription.json.id}`)
  }, 120_000)
})
