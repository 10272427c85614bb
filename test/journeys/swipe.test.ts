import { createDecipheriv, createHmac } from 'node:crypto'
import { Webhook } from 'standardwebhooks'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Client, clientOf, eventually, simulator, tenant, upToDate } from '../support/client.ts'
import { dayMs, personWithCard } from '../support/people.ts'
import { startReceiver } from '../support/webhook-receiver.ts'

const home = tenant(0)
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

const present = async (card: string, at = Date.now(), accessPointId = door.id) =>
  (await simulator('POST', `/panels/${panel.serialNumber}/present`, { accessPointId, encodedCredential: card, at })).json

/** Waits until the panel decides by the newest rules, asking at its other door, which no subscription here listens to. */
const known = async (card: string, reason: string) => {
  await eventually(async () => expect((await present(card, Date.now(), probe.id)).reason).toBe(reason))
  await upToDate(call, panel)
}

describe('a person with a card', () => {
  it('passes the door inside the schedule only, not when suspended, and every swipe is listed, counted and heard', async () => {
    const subscription = await call('POST', '/event-subscriptions', {
      name: 'Doors',
      url: receiver.url,
      errorEmail: 'facilities@example.com',
      criteria: [{ criteriaType: 'ACCESS-POINT', criteriaOperationType: 'EQ', criteriaValue: door.id }],
    })
    expect(subscription.status).toBe(200)
    const person = await personWithCard(call, 'Peter', [door, probe])
    await known(person.card, 'granted')

    expect(await present(person.card)).toMatchObject({ decision: 'granted', reason: 'granted' })
    const threeDaysAgo = Date.now() - 3 * dayMs
    expect(await present(person.card, threeDaysAgo)).toMatchObject({ decision: 'denied', reason: 'outside_schedule' })
    expect(await present('3fffffe')).toMatchObject({ decision: 'denied', reason: 'unknown_credential' })

    await call('PUT', `/users/${person.user.id}/suspended`, { suspended: true })
    await known(person.card, 'user_suspended')
    expect(await present(person.card)).toMatchObject({ decision: 'denied', reason: 'user_suspended' })
    await call('PUT', `/users/${person.user.id}/suspended`, { suspended: false })
    await known(person.card, 'granted')
    expect(await present(person.card)).toMatchObject({ decision: 'granted', reason: 'granted' })

    const mine = (events: { actor?: { id?: number }; securityAction: { securityActionId: number } }[]) =>
      events.filter(({ actor }) => actor?.id === person.user.id).map((event) => event.securityAction.securityActionId)
    const today = `occurred__gt:${new Date(Date.now() - 2 * 3_600_000).toISOString().slice(0, 19)}Z;object__eq:${door.id}`
    await eventually(async () => {
      const { json } = await call('GET', `/events/access?pageSize=100&filter=${today}`)
      expect(mine(json.data)).toEqual([2004, 5017, 2004])
      expect((await call('GET', `/events/counts/access?filter=${today}`)).json.count).toBe(json.data.length)
    })
    const then = new Date(threeDaysAgo - 3_600_000).toISOString().slice(0, 19)
    const until = new Date(threeDaysAgo + 3_600_000).toISOString().slice(0, 19)
    const denied = await call('GET', `/events/access?filter=occurred__gt:${then}Z;occurred__lt:${until}Z`)
    expect(mine(denied.json.data)).toEqual([5018])

    const heard = await eventually(() => {
      const bodies = receiver.received.map(({ body }) => JSON.parse(body))
      expect(mine(bodies).sort()).toEqual([2004, 2004, 5017, 5018])
      return receiver.received
    })
    const { signingSecret, encryptedSecretWord } = subscription.json
    const key = Buffer.from(home.passwordApp.clientId.replaceAll('-', ''), 'ascii')
    const decipher = createDecipheriv('aes-256-cbc', key, Buffer.alloc(16)).setAutoPadding(false)
    const secretWord = Buffer.concat([decipher.update(encryptedSecretWord, 'base64'), decipher.final()])
    for (const { headers, body } of heard) {
      expect(() => new Webhook(signingSecret).verify(body, headers)).not.toThrow()
      expect(headers['x-brivo-signature']).toBe(createHmac('sha256', secretWord).update(body).digest('hex'))
    }
    await call('DELETE', `/event-subscriptions/${subscription.json.id}`)
  })

  it('is heard of again by a receiver that failed at first', async () => {
    const subscription = await call('POST', '/event-subscriptions', { name: 'Again', url: receiver.url, criteria: [] })
    const before = receiver.received.length
    receiver.answers.push(500)
    await present('2fffffe')
    // Whichever delivery met the failure comes twice, and no other does.
    await eventually(() => {
      const ids = receiver.received.slice(before).map(({ headers }) => headers['webhook-id'])
      expect(ids.length).toBeGreaterThan(1)
      expect(ids.length - new Set(ids).size).toBe(1)
    })
    await call('DELETE', `/event-subscriptions/${subscription.json.id}`)
  })
})
