import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { decryptSecretWord, paged, verifyWebhook } from '../../sdk/src/index.ts'
import { clientOf, eventually, rowsOf, simulator, tenant, upToDate } from '../support/client.ts'
import { dayMs, personWithCard } from '../support/people.ts'
import { startReceiver } from '../support/webhook-receiver.ts'

const home = tenant(0)
const [panel] = home.panels
const [door, probe] = panel?.accessPoints ?? []
if (!panel || !door || !probe) throw new Error('The demo has no door')

const client = clientOf(home)
let receiver: Awaited<ReturnType<typeof startReceiver>>
beforeAll(async () => {
  receiver = await startReceiver()
})
afterAll(() => receiver.stop())

const present = async (card: string, at = Date.now(), accessPointId = door.id) =>
  (await simulator('POST', `/panels/${panel.serialNumber}/present`, { accessPointId, encodedCredential: card, at })).json

/** Waits until the panel decides by the newest rules, asking at its other door, which no subscription here listens to. */
const known = async (card: string, reason: string) => {
  await eventually(async () => expect((await present(card, Date.now(), probe.id)).reason).toBe(reason))
  await upToDate(client, panel)
}

const remove = ({ id }: { id: number }) =>
  client.DELETE('/event-subscriptions/{eventSubscriptionId}', { path: { eventSubscriptionId: id } })

describe('a person with a card', () => {
  it('passes the door inside the schedule only, not when suspended, and every swipe is listed, counted and heard', async () => {
    const { data: subscription } = await client.POST('/event-subscriptions', {
      body: {
        name: 'Doors',
        url: receiver.url,
        errorEmail: 'facilities@example.com',
        criteria: [{ criteriaType: 'ACCESS-POINT', criteriaOperationType: 'EQ', criteriaValue: door.id }],
      },
    })
    const person = await personWithCard(client, 'Peter', [door, probe])
    const suspend = (suspended: boolean) =>
      client.PUT('/users/{userId}/suspended', { path: { userId: person.user.id }, body: { suspended } })
    await known(person.card, 'granted')

    expect(await present(person.card)).toMatchObject({ decision: 'granted', reason: 'granted' })
    const threeDaysAgo = Date.now() - 3 * dayMs
    expect(await present(person.card, threeDaysAgo)).toMatchObject({ decision: 'denied', reason: 'outside_schedule' })
    expect(await present('3fffffe')).toMatchObject({ decision: 'denied', reason: 'unknown_credential' })

    await suspend(true)
    await known(person.card, 'user_suspended')
    expect(await present(person.card)).toMatchObject({ decision: 'denied', reason: 'user_suspended' })
    await suspend(false)
    await known(person.card, 'granted')
    expect(await present(person.card)).toMatchObject({ decision: 'granted', reason: 'granted' })

    const mine = (events: { actor?: { id?: number }; securityAction: { securityActionId: number } }[]) =>
      events.filter(({ actor }) => actor?.id === person.user.id).map((event) => event.securityAction.securityActionId)
    const today = `occurred__gt:${new Date(Date.now() - 2 * 3_600_000).toISOString().slice(0, 19)}Z;object__eq:${door.id}`
    await eventually(async () => {
      const events = await rowsOf(paged(client, '/events/access', { query: { filter: today } }))
      expect(mine(events)).toEqual([2004, 5017, 2004])
      expect((await client.GET('/events/counts/access', { query: { filter: today } })).data.count).toBe(events.length)
    })
    const then = new Date(threeDaysAgo - 3_600_000).toISOString().slice(0, 19)
    const until = new Date(threeDaysAgo + 3_600_000).toISOString().slice(0, 19)
    const denied = await client.GET('/events/access', { query: { filter: `occurred__gt:${then}Z;occurred__lt:${until}Z` } })
    expect(mine(denied.data.data)).toEqual([5018])

    const heard = await eventually(() => {
      const bodies = receiver.received.map(({ body }) => JSON.parse(body))
      expect(mine(bodies).sort()).toEqual([2004, 2004, 5017, 5018])
      return receiver.received
    })
    const { signingSecret, encryptedSecretWord } = subscription
    const secretWord = await decryptSecretWord(encryptedSecretWord, home.passwordApp.clientId)
    const secrets = { signingSecrets: [signingSecret], secretWords: [secretWord] }
    for (const { headers, body } of heard) expect(await verifyWebhook(headers, body, secrets)).toEqual(JSON.parse(body))
    await remove(subscription)
  })

  it('is heard of again by a receiver that failed at first', async () => {
    const body = { name: 'Again', url: receiver.url, criteria: [] }
    const { data: subscription } = await client.POST('/event-subscriptions', { body })
    const before = receiver.received.length
    receiver.answers.push(500)
    await present('2fffffe')
    // Whichever delivery met the failure comes twice, and no other does.
    await eventually(() => {
      const ids = receiver.received.slice(before).map(({ headers }) => headers['webhook-id'])
      expect(ids.length).toBeGreaterThan(1)
      expect(ids.length - new Set(ids).size).toBe(1)
    })
    await remove(subscription)
  })
})
