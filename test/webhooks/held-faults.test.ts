import { DynamoDBClient, ThrottlingException } from '@aws-sdk/client-dynamodb'
import { SendMessageBatchCommand, SQSClient } from '@aws-sdk/client-sqs'
import { DeleteCommand, DynamoDBDocumentClient, GetCommand, QueryCommand } from '@aws-sdk/lib-dynamodb'
import { mockClient } from 'aws-sdk-client-mock'
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type HeldDeps, workOnHeld } from '../../functions/timers/held-deliveries.ts'
import { deliverBatch } from '../../functions/webhook-sender/batch.ts'
import { type DeliveryQueue, sqsDeliveryQueue } from '../../shared/adapters/delivery-queue.ts'
import { DeliveryMessage } from '../../shared/domain/outbound/subscriptions/entity.ts'
import { releasedAtOnce } from '../../shared/domain/outbound/subscriptions/held.ts'
import { minute } from '../../shared/lib/clock.ts'
import { SubscriptionId } from '../../shared/lib/ids.ts'
import { maxAttempts } from '../../shared/lib/retry.ts'
import { heldDeliveryStore } from '../../shared/storage/outbound/held-deliveries.ts'
import { subscriptionStore } from '../../shared/storage/outbound/subscriptions.ts'
import { dynamoTable } from '../../shared/storage/table/table.ts'
import { eventNumber, numbersOf, switchedOff } from '../support/held.ts'
import { accountId, fakeQueue, noon, queueRecord } from '../support/sender.ts'
import { startUnruly } from '../support/unruly-receiver.ts'

let receiver: Awaited<ReturnType<typeof startUnruly>>
beforeEach(async () => {
  receiver = await startUnruly()
})
afterEach(() => receiver.stop())

type Off = Awaited<ReturnType<typeof switchedOff>>
const forever = Number.POSITIVE_INFINITY
const away = () => Promise.reject(new Error('The table is away'))
const tickWith = ({ deps }: Pick<Off, 'deps'>, change: Partial<HeldDeps>, until = forever) =>
  workOnHeld({ ...deps, ...change }, until)

describe('a tick that dies', () => {
  it('between sending and forgetting is repeated, and nothing is posted twice', async () => {
    const off = await switchedOff(receiver)
    await off.switchOn()
    const heldDeliveries = { ...off.deps.heldDeliveries, forget: away }
    await expect(tickWith(off, { heldDeliveries })).rejects.toThrow('The table is away')
    expect(numbersOf(await off.held())).toEqual([1, 2, 3])
    await off.work()
    await off.tick()
    expect(off.messages).toHaveLength(3)
    await off.work()
    expect(off.posted().toSorted()).toEqual([1, 1, 2, 3])
    expect(await off.held()).toEqual([])
  })

  it('between forgetting deliveries and forgetting its notes leaves nothing to be sent twice', async () => {
    const off = await switchedOff(receiver)
    await off.switchOn()
    const heldDeliveries = { ...off.deps.heldDeliveries, forgetNote: away }
    await expect(tickWith(off, { heldDeliveries })).rejects.toThrow('The table is away')
    await off.tick()
    expect(off.messages).toHaveLength(3)
    expect(await off.notes()).toHaveLength(1)
  })

  it('with one subscription goes on with the others, and comes back to that one', async () => {
    const off = await switchedOff(receiver, 2)
    const other = SubscriptionId.parse(901)
    await off.subscribe(receiver.url, { id: other })
    await off.deps.heldDeliveries.note({ accountId, subscriptionId: other, dueAt: 1, name: 'other' })
    await off.switchOn()
    const next: HeldDeps['heldDeliveries']['next'] = (of, ...rest) =>
      of.subscriptionId === 900 ? away() : off.deps.heldDeliveries.next(of, ...rest)
    await expect(tickWith(off, { heldDeliveries: { ...off.deps.heldDeliveries, next } })).rejects.toThrow('The table is away')
    expect((await off.notes()).map(({ subscriptionId, dueAt }) => [subscriptionId, dueAt])).toContainEqual([900, 0])
    expect((await off.notes()).map(({ name }) => name)).not.toContain('other')
    await off.tick()
    expect(off.messages).toHaveLength(2)
  })

  it('for want of time leaves the rest to the next', async () => {
    const off = await switchedOff(receiver)
    await off.switchOn()
    await tickWith(off, {}, off.clock.now)
    expect(off.messages).toEqual([])
    await off.tick()
    expect(off.messages).toHaveLength(3)
  })
})

describe('a delivery', () => {
  it('that is held again while its release is under way is not forgotten with it', async () => {
    const off = await switchedOff(receiver)
    await off.switchOn()
    // what was sent has come to the sender, which finds the subscription off, before the tick forgets it
    const queue: DeliveryQueue = {
      send: async (deliveries) => {
        const refused = await off.deps.queue.send(deliveries)
        await off.switchOff()
        await off.work()
        return refused
      },
    }
    await tickWith(off, { queue })
    expect(numbersOf(await off.held())).toEqual([1, 2, 3])
    await off.switchOn()
    await off.tick()
    await off.work()
    expect(off.posted().toSorted()).toEqual([1, 1, 2, 3])
  })

  it('that is held after all that was held has been released is sent by the next tick', async () => {
    const off = await switchedOff(receiver, 1)
    await off.happen(eventNumber(2))
    const [late] = off.messages.splice(0)
    // the sender has read that it is off; before it holds, it is on again and a tick has looked
    const hold: typeof off.deps.heldDeliveries.hold = async (...given) => {
      await off.switchOn()
      await off.tick()
      return off.deps.heldDeliveries.hold(...given)
    }
    const sender = { ...off.deps, heldDeliveries: { ...off.deps.heldDeliveries, hold } }
    expect(await deliverBatch(sender, [queueRecord(late?.message)])).toEqual({ batchItemFailures: [] })
    expect(numbersOf(await off.held())).toEqual([2])
    await off.tick()
    await off.work()
    expect(off.posted().toSorted()).toEqual([1, 1, 2])
    expect(await off.states()).toEqual(['delivered', 'delivered'])
  })

  it('that is held after its subscription was deleted ends by the next tick', async () => {
    const off = await switchedOff(receiver, 1)
    await off.happen(eventNumber(2))
    const [late] = off.messages.splice(0)
    const hold: typeof off.deps.heldDeliveries.hold = async (...given) => {
      await off.remove()
      await off.tick()
      return off.deps.heldDeliveries.hold(...given)
    }
    await deliverBatch({ ...off.deps, heldDeliveries: { ...off.deps.heldDeliveries, hold } }, [queueRecord(late?.message)])
    await off.tick()
    expect([await off.held(), off.messages]).toEqual([[], []])
  })

  it.each(['hold', 'note', 'record'] as const)('whose holding breaks off (%s) comes again, and is held once', async (broken) => {
    const off = await switchedOff(receiver, 1)
    await off.happen(eventNumber(2))
    const [queued] = off.messages.splice(0)
    const record = queueRecord(queued?.message, 'm7')
    const { heldDeliveries, deliveries } = off.deps
    // a note is only written when the subscription is found to be on
    if (broken === 'note') await off.switchOn()
    const recent: typeof off.deps.subscriptions.recent = async () => ({
      ...(await off.stored()),
      disabled: { at: 1, reason: 'stale' },
    })
    const sender = {
      ...off.deps,
      subscriptions: { ...off.deps.subscriptions, recent },
      heldDeliveries: broken === 'record' ? heldDeliveries : { ...heldDeliveries, [broken]: away },
      deliveries: broken === 'record' ? { ...deliveries, record: away } : deliveries,
    }
    expect(await deliverBatch(sender, [record])).toEqual({ batchItemFailures: [{ itemIdentifier: 'm7' }] })
    expect(await deliverBatch({ ...sender, heldDeliveries, deliveries }, [record])).toEqual({ batchItemFailures: [] })
    expect(numbersOf(await off.held())).toEqual([1, 2])
    expect(await off.states()).toEqual(['held', 'held'])
  })
})

describe('a queue that takes a part of what is released', () => {
  it('is given the rest by the next tick, and nothing twice', async () => {
    const off = await switchedOff(receiver, 5)
    await off.switchOn()
    const part = fakeQueue(({ eventUuid }) => /[24]$/.test(eventUuid))
    await tickWith(off, { queue: part.queue })
    expect(numbersOf(part.messages.map(({ message }) => message))).toEqual([1, 3, 5])
    expect(numbersOf(await off.held())).toEqual([2, 4])
    await off.tick()
    expect(numbersOf(off.messages.map(({ message }) => message))).toEqual([2, 4])
  })

  describe('over the service', () => {
    const sqs = mockClient(SQSClient)
    afterEach(() => sqs.reset())
    afterAll(() => sqs.restore())

    it('is given again what a request says of each message, and a request that is lost as a whole', async () => {
      const off = await switchedOff(receiver, 25)
      await off.switchOn()
      const taken: number[] = []
      type Entry = { Id: string; MessageBody: string }
      sqs.on(SendMessageBatchCommand).callsFake(async ({ Entries }: { Entries: Entry[] }) => {
        const numbers = numbersOf(Entries.map(({ MessageBody }) => DeliveryMessage.parse(JSON.parse(MessageBody))))
        if (numbers.includes(11)) throw new Error('The connection was lost')
        taken.push(...numbers.filter((_, index) => index !== 3))
        return { Failed: Entries.filter((_, index) => index === 3).map(({ Id }) => ({ Id, SenderFault: false, Code: 'x' })) }
      })
      await tickWith(off, { queue: sqsDeliveryQueue('http://127.0.0.1/fast', 'http://127.0.0.1/slow') })
      expect(numbersOf(await off.held())).toEqual([4, ...Array.from({ length: 10 }, (_, index) => 11 + index), 24])
      for (const { args } of sqs.commandCalls(SendMessageBatchCommand))
        expect(args[0].input.QueueUrl).toBe('http://127.0.0.1/slow')
      await off.tick()
      const sent = [...taken, ...numbersOf(off.messages.map(({ message }) => message))]
      expect(sent.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 25 }, (_, index) => 1 + index))
    })
  })
})

describe('a table that is throttled', () => {
  const service = mockClient(DynamoDBDocumentClient)
  afterEach(() => service.reset())
  afterAll(() => service.restore())
  const throttled = new ThrottlingException({ message: 'not now', $metadata: {} })
  const table = dynamoTable(new DynamoDBClient({ region: 'us-east-1' }), 'table', async () => undefined)
  const note = { pk: 'D#held', sk: 'note', accountId, subscriptionId: 900, dueAt: 0, name: 'on' }
  /** The stores over a service that knows a note and a held delivery, and refuses the first call of each kind. */
  const storesOver = async (off: Off) => {
    const [message] = await off.held()
    const held = { pk: 'A#1#subscription#900#held', sk: 'delivery', message, holdId: 'h1' }
    service
      .on(QueryCommand)
      .rejectsOnce(throttled)
      .callsFake(async ({ ExpressionAttributeValues }) => ({
        Items: Object.values(ExpressionAttributeValues).includes('D#held') ? [note] : [held],
      }))
    service
      .on(GetCommand)
      .rejectsOnce(throttled)
      .resolves({ Item: await off.stored() })
    return { heldDeliveries: heldDeliveryStore(table), subscriptions: subscriptionStore(table) }
  }
  const deleted = () => service.commandCalls(DeleteCommand).map(({ args }) => args[0].input.Key?.sk)

  it('for a moment delays a release and loses nothing', async () => {
    const off = await switchedOff(receiver, 1)
    await off.switchOn()
    const stores = await storesOver(off)
    service.on(DeleteCommand).rejectsOnce(throttled).resolves({})
    await tickWith(off, stores)
    expect(off.messages).toHaveLength(1)
    expect(service.commandCalls(QueryCommand)).toHaveLength(3)
    expect(service.commandCalls(GetCommand)).toHaveLength(2)
    expect(deleted()).toEqual(['delivery', 'delivery', expect.stringContaining('on')])
  })

  it('for long keeps the note, so that the next tick tries again', async () => {
    const off = await switchedOff(receiver, 1)
    await off.switchOn()
    const stores = await storesOver(off)
    service.on(DeleteCommand).rejects(throttled)
    await expect(tickWith(off, stores)).rejects.toThrow('not now')
    expect(deleted()).toEqual(Array.from({ length: maxAttempts }, () => 'delivery'))
  })
})

describe('many held deliveries', () => {
  /** Adds held deliveries with the numbers from 2 up to `last`, as the sender would have held them. */
  const holdMany = async (off: Off, last: number, subscriptionId = 900) => {
    const [first] = await off.held()
    if (!first) throw new Error('Nothing is held')
    for (let index = 2; index <= last; index += 1) {
      const { uuid, processedAt } = eventNumber(index)
      const message = { ...first, eventUuid: uuid, processedAt, deliveryId: `msg_${index}`, attempt: 1, uncounted: 0 }
      await off.deps.heldDeliveries.hold({ ...message, subscriptionId: SubscriptionId.parse(subscriptionId) }, `h${index}`, noon)
    }
  }

  it('are sent by so many ticks, in order, ten a second, and never more of them at once', async () => {
    const off = await switchedOff(receiver, 1)
    await holdMany(off, 10_000)
    await off.switchOn()
    const sent: number[] = []
    let ticks = 0
    for (; (await off.held()).length > 0; ticks += 1) {
      await off.tick()
      expect(off.messages.length).toBeLessThanOrEqual(releasedAtOnce)
      const delays = off.messages.map(({ delaySeconds }) => delaySeconds)
      expect(delays).toEqual(off.messages.map((_, place) => Math.floor(place / 10)))
      sent.push(...numbersOf(off.messages.splice(0).map(({ message }) => message)))
      off.clock.now += minute
    }
    expect(ticks).toBe(17)
    expect(sent).toEqual(Array.from({ length: 10_000 }, (_, index) => 1 + index))
  })

  it('of one subscription do not keep those of another waiting', async () => {
    const off = await switchedOff(receiver, 1)
    await holdMany(off, 1_300)
    await off.switchOn()
    const other = await off.subscribe(receiver.url, { id: SubscriptionId.parse(901) })
    await holdMany(off, 3, other.id)
    await off.deps.heldDeliveries.note({ accountId, subscriptionId: other.id, dueAt: off.clock.now, name: 'other' })
    await off.tick()
    expect(off.messages.filter(({ message }) => message.subscriptionId === other.id)).toHaveLength(2)
    const [again] = await off.notes()
    expect(again).toMatchObject({ subscriptionId: 900, dueAt: off.clock.now })
  })
})
