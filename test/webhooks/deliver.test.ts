import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { moveDueDeliveries } from '../../functions/timers/due-deliveries.ts'
import { deliverBatch } from '../../functions/webhook-sender/batch.ts'
import type { SenderDeps } from '../../functions/webhook-sender/deliver.ts'
import { hour, minute, second } from '../../shared/lib/clock.ts'
import { accessEvent, accountId, fakeQueue, noon, pipeline, queueRecord } from '../support/sender.ts'
import { accept, answer, hangUp, startUnruly } from '../support/unruly-receiver.ts'

let receiver: Awaited<ReturnType<typeof startUnruly>>
beforeEach(async () => {
  receiver = await startUnruly()
})
afterEach(() => receiver.stop())

/** A pipeline with a subscription to the receiver, and one event in its queue. */
const started = async (change: Partial<SenderDeps> = {}) => {
  const all = pipeline(change)
  const subscription = await all.subscribe(receiver.url)
  await all.happen(accessEvent())
  const [queued] = all.messages
  if (!queued) throw new Error('Nothing was queued')
  return { ...all, subscription, first: queued.message }
}
const fine = { batchItemFailures: [] }

describe('a delivery that is not accepted', () => {
  it.each([
    ['500', answer(500, 'oh'), { status: 500 }],
    ['404', answer(404), { status: 404 }],
    ['301', answer(301), { status: 301 }],
    ['a hang-up', hangUp, { failure: 'hangup' }],
  ])('(%s) is tried again after five seconds, and never a fault of the function', async (_, manner, outcome) => {
    const { work, rows, messages, first } = await started()
    receiver.behave(manner)
    expect(await work()).toEqual(fine)
    expect(await rows()).toMatchObject([{ state: 'retrying', attempt: 1, attempts: [outcome], nextAttemptAt: noon + 5 * second }])
    expect(messages).toMatchObject([{ delaySeconds: 5, message: { attempt: 2, deliveryId: first.deliveryId } }])
  })

  it('has one row that shows every attempt, and says when it was accepted at last', async () => {
    const { work, rows, messages } = await started()
    receiver.behave(answer(500, 'down'))
    await work()
    receiver.behave(answer(503, 'busy', { 'retry-after': '60' }))
    await work()
    expect(messages).toMatchObject([{ delaySeconds: 60 }])
    receiver.behave(accept)
    await work()
    expect(await rows()).toMatchObject([
      { state: 'delivered', attempt: 3, attempts: [{ status: 500 }, { status: 503 }, { status: 200 }] },
    ])
    expect(new Set(receiver.seen.headers.map((headers) => headers['webhook-id'])).size).toBe(1)
    expect(new Set(receiver.seen.bodies).size).toBe(1)
    expect(messages).toEqual([])
  })

  it('waits in the table when the queue cannot wait so long, and returns on the tick after it is due', async () => {
    const { work, rows, messages, deps, clock, first } = await started()
    messages.splice(0, 1, { message: { ...first, attempt: 5 } })
    receiver.behave(answer(500))
    expect(await work()).toEqual(fine)
    expect(messages).toEqual([])
    expect(await rows()).toMatchObject([{ state: 'retrying', nextAttemptAt: noon + 30 * minute }])
    clock.now = noon + 30 * minute - 1
    expect(await moveDueDeliveries(deps, () => true)).toEqual({ moved: 0, refused: 0 })
    clock.now = noon + 3 * hour
    expect(await moveDueDeliveries(deps, () => true)).toEqual({ moved: 1, refused: 0 })
    expect(await moveDueDeliveries(deps, () => true)).toEqual({ moved: 0, refused: 0 })
    receiver.behave(accept)
    await work()
    expect(await rows()).toMatchObject([{ state: 'delivered', attempt: 6 }])
    expect(JSON.parse(receiver.seen.bodies[1] ?? '')).toEqual(JSON.parse(receiver.seen.bodies[0] ?? ''))
  })

  it('stays in the table when the queue does not take it', async () => {
    const { deps, clock, first, messages } = await started()
    messages.splice(0)
    await deps.deliveries.addDue({ ...first, attempt: 6 }, noon)
    clock.now = noon + minute
    const full = { ...deps, queue: fakeQueue(() => true).queue }
    expect(await moveDueDeliveries(full, () => true)).toEqual({ moved: 0, refused: 1 })
    expect(await moveDueDeliveries(deps, () => true)).toEqual({ moved: 1, refused: 0 })
  })

  it('is given up after the twelfth attempt, and its owner hears of it once in an hour', async () => {
    const { work, rows, messages, mails, clock, first, happen } = await started()
    messages.splice(0, 1, { message: { ...first, attempt: 12 } })
    receiver.behave(answer(500, 'down'))
    await work()
    expect(await rows()).toMatchObject([{ state: 'gave-up', attempt: 12 }])
    expect(mails).toMatchObject([{ to: 'ops@example.com', subject: 'Events do not reach Hook' }])
    expect(mails[0]?.text).toContain(receiver.url)
    for (const [at, uuid] of [
      [noon + minute, 'ae217d80-f38b-4521-aaaa-c3b84e763553'],
      [noon + 2 * hour, 'ae217d80-f38b-4521-aaaa-c3b84e763554'],
    ] as const) {
      clock.now = at
      await happen(accessEvent({ uuid }))
      const [{ message }] = messages.splice(0) as [(typeof messages)[number]]
      messages.push({ message: { ...message, attempt: 12 } })
      await work()
    }
    expect(mails).toHaveLength(2)
  })

  it('writes to nobody when nobody is named', async () => {
    const { subscribe, happen, messages, mails, work, rows } = pipeline()
    await subscribe(receiver.url, { errorEmail: '' })
    await happen(accessEvent())
    receiver.behave(answer(410))
    await work()
    expect(await rows()).toMatchObject([{ state: 'held' }])
    expect([messages, mails]).toEqual([[], []])
  })

  it('loses nothing when a mail cannot be sent', async () => {
    const mailer = { send: () => Promise.reject(new Error('SES is down')) }
    const { work, rows, messages, first } = await started({ mailer })
    messages.splice(0, 1, { message: { ...first, attempt: 12 } })
    receiver.behave(answer(500))
    expect(await work()).toEqual(fine)
    expect(await rows()).toMatchObject([{ state: 'gave-up' }])
  })
})

describe('410 Gone', () => {
  it('switches the subscription off, mails its owner, and holds what comes after', async () => {
    const { work, rows, mails, deps, happen, subscription, clock } = await started()
    receiver.behave(answer(410))
    await work()
    expect(await deps.subscriptions.get(accountId, subscription.id)).toMatchObject({ version: 2, disabled: { at: noon } })
    expect(mails).toMatchObject([{ subject: 'The event subscription Hook is switched off' }])
    clock.now += minute
    await happen(accessEvent({ uuid: 'ae217d80-f38b-4521-aaaa-c3b84e763553', processedAt: noon + minute }))
    await work()
    expect(await rows()).toMatchObject([
      { state: 'held', attempt: 1, attempts: [{ status: 410 }] },
      { state: 'held', attempt: 0, attempts: [] },
    ])
    expect(receiver.seen.requests).toBe(1)
  })

  it('from a receiver that was replaced meanwhile switches nothing off', async () => {
    const { work, deps, subscription, messages, mails } = await started()
    await deps.subscriptions.replace(accountId, { ...subscription, url: 'http://127.0.0.1:1/', version: 2 }, undefined)
    receiver.behave(answer(410))
    await work()
    expect(await deps.subscriptions.get(accountId, subscription.id)).not.toHaveProperty('disabled')
    expect([messages, mails]).toEqual([[], []])
  })
})

describe('a repeated message', () => {
  it('of a delivery that was accepted posts nothing', async () => {
    const { work, messages, first, rows } = await started()
    await work()
    messages.push({ message: first }, { message: { ...first, attempt: 2 } })
    expect(await work()).toEqual(fine)
    expect(receiver.seen.requests).toBe(1)
    expect(await rows()).toMatchObject([{ attempt: 1 }])
  })

  it('in one batch is posted once, and shares how that ends', async () => {
    const { messages, first, work, deps } = await started()
    messages.push({ message: first })
    expect(await work()).toEqual(fine)
    expect(receiver.seen.requests).toBe(1)
    const away = { ...deps.deliveries, recent: () => Promise.reject(new Error('The table is away')) }
    const batch = [queueRecord(first, 'm1'), queueRecord(first, 'm2')]
    expect(await deliverBatch({ ...deps, deliveries: away }, batch)).toEqual({
      batchItemFailures: [{ itemIdentifier: 'm1' }, { itemIdentifier: 'm2' }],
    })
  })

  it('of an attempt whose successor waits neither posts nor queues another', async () => {
    const { work, messages, first } = await started()
    receiver.behave(answer(500))
    await work()
    messages.push({ message: first })
    const [next] = messages.splice(0, 1)
    await work()
    expect(receiver.seen.requests).toBe(1)
    expect(messages).toEqual([])
    expect(next?.message.attempt).toBe(2)
  })
})

describe('a fault of our own', () => {
  const lost = () => Promise.reject(new Error('The table is away'))

  it('before the post brings the message again, and uses up no attempt', async () => {
    const { deps, first, rows } = await started()
    const deliveries = { ...deps.deliveries, recent: lost }
    expect(await deliverBatch({ ...deps, deliveries }, [queueRecord(first, 'm7')])).toEqual({
      batchItemFailures: [{ itemIdentifier: 'm7' }],
    })
    expect(receiver.seen.requests).toBe(0)
    expect(await rows()).toEqual([])
  })

  it('after the post brings the message again: twice is allowed, never is not', async () => {
    const { deps, first, rows } = await started()
    const deliveries = { ...deps.deliveries, record: lost, recordAccepted: lost }
    expect(await deliverBatch({ ...deps, deliveries }, [queueRecord(first, 'm7')])).toMatchObject({
      batchItemFailures: [{ itemIdentifier: 'm7' }],
    })
    expect(await deliverBatch(deps, [queueRecord(first, 'm7', 2)])).toEqual(fine)
    expect(receiver.seen.requests).toBe(2)
    expect(await rows()).toMatchObject([{ state: 'delivered', attempt: 1 }])
  })

  it('after the posts brings only those messages again whose rows are not written', async () => {
    const { deps, happen, messages, rows } = await started()
    await happen(accessEvent({ uuid: 'ae217d80-f38b-4521-aaaa-c3b84e763553', processedAt: noon + 3 }))
    const [first, second] = messages.map(({ message }) => message)
    const record: SenderDeps['deliveries']['record'] = (account, delivery, ...rest) =>
      delivery.deliveryId === second?.deliveryId ? lost() : deps.deliveries.record(account, delivery, ...rest)
    const deliveries = { ...deps.deliveries, record, recordAccepted: lost }
    const batch = [queueRecord(first, 'm1'), queueRecord(second, 'm2')]
    expect(await deliverBatch({ ...deps, deliveries }, batch)).toEqual({ batchItemFailures: [{ itemIdentifier: 'm2' }] })
    expect(receiver.seen.requests).toBe(2)
    expect(await rows()).toMatchObject([{ deliveryId: first?.deliveryId, state: 'delivered' }])
  })

  it('of the queue when the next attempt is put back is no reason to forget it', async () => {
    const { deps, first, rows } = await started()
    receiver.behave(answer(500))
    const full = { ...deps, queue: fakeQueue(() => true).queue }
    expect(await deliverBatch(full, [queueRecord(first, 'm7')])).toMatchObject({ batchItemFailures: [{ itemIdentifier: 'm7' }] })
    expect(await rows()).toEqual([])
  })

  it('of the resolver is forgiven twice; then it is the name that is wrong', async () => {
    const { deps, first, rows } = await started({ resolve: lost })
    const message = { ...first, receiver: { ...(first.receiver ?? fail()), url: 'http://receiver.test/' } }
    for (const receives of [1, 2]) {
      expect((await deliverBatch(deps, [queueRecord(message, 'm7', receives)])).batchItemFailures).toHaveLength(1)
    }
    expect(await deliverBatch(deps, [queueRecord(message, 'm7', 3)])).toEqual(fine)
    expect(await rows()).toMatchObject([{ state: 'retrying', attempts: [{ failure: 'dns' }] }])
  })

  it('does not stop the rest of its batch', async () => {
    const { deps, first, rows } = await started()
    const batch = [queueRecord('no json', 'm1'), queueRecord({ not: 'a delivery' }, 'm2'), queueRecord(first, 'm3')]
    const { batchItemFailures } = await deliverBatch(deps, batch)
    expect(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier)).toEqual(['m1', 'm2'])
    expect(await rows()).toMatchObject([{ state: 'delivered' }])
  })
})
const fail = (): never => {
  throw new Error('The message brings no receiver')
}

describe('where a webhook goes', () => {
  it.each([
    ['a private address', ['10.0.0.5']],
    ['the metadata service', ['169.254.169.254']],
    ['a mapped loopback', ['::ffff:127.0.0.1']],
    ['one bad address among good ones', ['8.8.8.8', '192.168.0.1']],
  ])('is not %s behind a name', async (_, addresses) => {
    const { deps, first, rows } = await started({ resolve: async () => addresses, receiverRules: { allowLoopback: false } })
    const message = { ...first, receiver: { ...(first.receiver ?? fail()), url: 'https://rebound.test/' } }
    expect(await deliverBatch(deps, [queueRecord(message)])).toEqual(fine)
    expect(await rows()).toMatchObject([{ state: 'retrying', attempts: [{ failure: 'blocked' }] }])
    expect((await rows())[0]).not.toHaveProperty('answer')
  })

  it('is not this machine where that was allowed before and is no more', async () => {
    const { work, rows } = await started({ receiverRules: { allowLoopback: false } })
    await work()
    expect(await rows()).toMatchObject([{ attempts: [{ failure: 'blocked' }] }])
    expect(receiver.seen.requests).toBe(0)
  })

  it('is the address that was checked, whatever the name would resolve to later', async () => {
    const answers = [['127.0.0.1'], ['10.0.0.5']]
    const { deps, first } = await started({ resolve: async () => answers.shift() ?? [] })
    const url = `http://receiver.test:${receiver.port}/hook`
    const message = { ...first, receiver: { ...(first.receiver ?? fail()), url } }
    await deliverBatch(deps, [queueRecord(message)])
    expect(receiver.seen).toMatchObject({ requests: 1, headers: [{ host: `receiver.test:${receiver.port}` }] })
    expect(answers).toHaveLength(1)
  })

  it('is looked up once in a batch for each host name', async () => {
    const hosts: string[] = []
    const resolve = async (host: string) => {
      hosts.push(host)
      return host === 'inside.test' ? ['10.0.0.5'] : ['127.0.0.1']
    }
    const { deps, first, rows } = await started({ resolve })
    const named = (deliveryId: string, host: string) => {
      const url = `http://${host}:${receiver.port}/hook`
      return queueRecord({ ...first, deliveryId, receiver: { ...(first.receiver ?? fail()), url } }, deliveryId)
    }
    const batch = [named('msg_a1', 'receiver.test'), named('msg_a2', 'receiver.test'), named('msg_a3', 'inside.test')]
    expect(await deliverBatch(deps, batch)).toEqual(fine)
    expect(hosts).toEqual(['receiver.test', 'inside.test'])
    expect(receiver.seen.requests).toBe(2)
    expect((await rows()).map(({ state }) => state)).toEqual(['delivered', 'delivered', 'retrying'])
    await deliverBatch(deps, [named('msg_a4', 'receiver.test')])
    expect(hosts).toHaveLength(3)
  })

  it('follows the subscription once the message is older than five seconds', async () => {
    const { work, deps, subscription, clock, rows } = await started()
    await deps.subscriptions.replace(accountId, { ...subscription, url: `${receiver.url}/new`, version: 2 }, undefined)
    clock.now += 6 * second
    await work()
    expect(receiver.seen.requests).toBe(1)
    expect(await rows()).toMatchObject([{ state: 'delivered' }])
  })

  it('is nowhere once the subscription is deleted', async () => {
    const { work, deps, subscription, clock, rows } = await started()
    await deps.subscriptions.remove(accountId, subscription, undefined)
    clock.now += 6 * second
    expect(await work()).toEqual(fine)
    expect(receiver.seen.requests).toBe(0)
    expect(await rows()).toEqual([])
  })
})
