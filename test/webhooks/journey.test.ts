import { createHmac } from 'node:crypto'
import { Webhook } from 'standardwebhooks'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { signingSecretText } from '../../shared/domain/outbound/subscriptions/secrets.ts'
import { accessEvent, pipeline, secretWord, signingSecret } from '../support/sender.ts'
import { startReceiver } from '../support/webhook-receiver.ts'

let receiver: Awaited<ReturnType<typeof startReceiver>>
beforeAll(async () => {
  receiver = await startReceiver()
})
afterAll(() => receiver.stop())

describe('an event', () => {
  it('that matches a subscription reaches its receiver once, signed in both ways', async () => {
    const { subscribe, happen, work, messages, rows } = pipeline({ now: Date.now })
    await subscribe(receiver.url)
    expect(await happen(accessEvent())).toEqual({ batchItemFailures: [] })
    const again = messages[0]
    expect(await work()).toEqual({ batchItemFailures: [] })
    if (again) messages.push(again)
    await work()

    expect(receiver.received).toHaveLength(1)
    const [{ headers, body }] = receiver.received as [(typeof receiver.received)[number]]
    expect(new Webhook(signingSecretText(signingSecret)).verify(body, headers)).toMatchObject({ uuid: accessEvent().uuid })
    expect(headers['x-brivo-signature']).toBe(createHmac('sha256', secretWord).update(body).digest('hex'))
    expect(headers['content-type']).toBe('application/json; charset=utf-8')
    expect(JSON.parse(body)).toMatchObject({ securityAction: { securityActionId: 2004 }, site: { id: 5, siteName: 'Office' } })
    expect(await rows()).toMatchObject([{ state: 'delivered', attempt: 1, attempts: [{ status: 200 }] }])
  })
})
