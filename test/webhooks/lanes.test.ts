import { setImmediate } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { deliverBatch } from '../../functions/webhook-sender/batch.ts'
import type { SenderDeps } from '../../functions/webhook-sender/deliver.ts'
import { laneOfSource } from '../../functions/webhook-sender/lanes.ts'
import type { Webhook } from '../../functions/webhook-sender/post.ts'
import { seen } from '../../functions/webhook-sender/seen.ts'
import { minute, second } from '../../shared/lib/clock.ts'
import { accessEvent, accountId, fakeQueue, noon, pipeline, queueRecord } from '../support/sender.ts'
import { accept, ignore, startUnruly } from '../support/unruly-receiver.ts'

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
  const stored = () => all.deps.subscriptions.get(accountId, subscription.id)
  return { ...all, subscription, stored, first: queued.message }
}
const next = (minutes: number) =>
  accessEvent({ uuid: `ae217d80-f38b-4521-aaaa-c3b84e7636${10 + minutes}`, processedAt: noon + minutes * minute })
const fine = { batchItemFailures: [] }

describe('the lane of a batch', () => {
  it.each([
    ['arn:aws:sqs:us-east-1:1:sallyport-prod-deliveries-slow', 'slow'],
    ['arn:aws:sqs:us-east-1:1:sallyport-prod-deliveries', 'fast'],
  ])('from %s is %s', (arn, lane) => {
    expect(laneOfSource(arn, 'https://sqs.us-east-1.amazonaws.com/1/sallyport-prod-deliveries-slow')).toBe(lane)
  })
})

describe('a receiver that does not answer', () => {
  it('moves its delivery to the slow lane as the same attempt, and is marked as slow', async () => {
    const { work, rows, messages, first, stored } = await started()
    receiver.behave(ignore)
    expect(await work()).toEqual(fine)
    const { receiver: _, ...moved } = first
    expect(messages).toEqual([{ message: moved, lane: 'slow' }])
    expect(await rows()).toEqual([])
    expect(await stored()).toMatchObject({ slowUntil: noon + 10 * minute, version: 1 })
  })

  it('fails an attempt only in the slow lane, whose next one waits there too', async () => {
    const { work, rows, messages } = await started()
    receiver.behave(ignore)
    await work()
    expect(await work()).toEqual(fine)
    expect(await rows()).toMatchObject([{ state: 'retrying', attempt: 1, attempts: [{ failure: 'timeout' }] }])
    expect(messages).toMatchObject([{ delaySeconds: 5, lane: 'slow', message: { attempt: 2 } }])
  })

  it('has its next events sent by the slow lane from the start, and by the fast one when it was not slow for ten minutes', async () => {
    const { work, happen, messages, clock, rows } = await started()
    receiver.behave(ignore)
    await work()
    receiver.behave(accept)
    await work()
    await happen(next(1))
    expect(messages).toMatchObject([{ lane: 'slow' }])
    await work()
    clock.now = noon + 10 * minute
    await happen(next(10))
    expect(messages).toMatchObject([{ lane: 'fast' }])
    await work()
    expect((await rows()).map(({ state }) => state)).toEqual(['delivered', 'delivered', 'delivered'])
  })

  it('is not waited for a second time by the fast lane: what was queued there moves without a post', async () => {
    const { work, messages, first } = await started()
    receiver.behave(ignore)
    await work()
    messages.splice(0)
    messages.push({ message: { ...first, deliveryId: 'msg_b2' } })
    expect(await work()).toEqual(fine)
    expect(receiver.seen.requests).toBe(1)
    expect(messages).toMatchObject([{ lane: 'slow', message: { deliveryId: 'msg_b2', attempt: 1 } }])
  })

  it('is known as slow to another environment by the table', async () => {
    const { work, deps, messages, first } = await started()
    receiver.behave(ignore)
    await work()
    messages.splice(0)
    const { receiver: _, ...late } = first
    expect(await deliverBatch({ ...deps, seen: seen(deps.now) }, [queueRecord(late)])).toEqual(fine)
    expect(receiver.seen.requests).toBe(1)
    expect(messages).toMatchObject([{ lane: 'slow' }])
  })

  it('keeps its delivery in the fast lane when the slow one does not take it', async () => {
    const { deps, first } = await started()
    receiver.behave(ignore)
    const full = { ...deps, queue: fakeQueue(() => true).queue }
    expect(await deliverBatch(full, [queueRecord(first, 'm7')])).toEqual({ batchItemFailures: [{ itemIdentifier: 'm7' }] })
  })

  it('loses no delivery when the mark is not written', async () => {
    const { deps, messages, first } = await started()
    receiver.behave(ignore)
    const subscriptions = { ...deps.subscriptions, markSlow: () => Promise.reject(new Error('The table is away')) }
    messages.splice(0)
    expect(await deliverBatch({ ...deps, subscriptions }, [queueRecord(first)])).toEqual(fine)
    expect(messages).toMatchObject([{ lane: 'slow' }])
  })

  it('that was replaced meanwhile is not marked', async () => {
    const { work, deps, subscription, stored } = await started()
    await deps.subscriptions.replace(accountId, { ...subscription, url: 'http://127.0.0.1:1/', version: 2 }, undefined)
    receiver.behave(ignore)
    await work()
    expect(await stored()).not.toHaveProperty('slowUntil')
  })
})

describe('a receiver that accepts slowly', () => {
  it('has its delivery, and its next ones by the slow lane for two minutes', async () => {
    const post = async () => ({ attempt: { at: noon, durationMs: 1_200, status: 200 } })
    const { work, rows, stored, messages } = await started({ posts: { fast: post, slow: post } })
    expect(await work()).toEqual(fine)
    expect(await rows()).toMatchObject([{ state: 'delivered' }])
    expect(messages).toEqual([])
    expect(await stored()).toMatchObject({ slowUntil: noon + 2 * minute })
  })
})

describe('a name server that does not answer', () => {
  it('holds the fast lane as little as a receiver', async () => {
    const clock = { now: noon }
    const resolve = async () => {
      await setImmediate()
      clock.now += 2 * second
      throw new Error('The resolver did not answer')
    }
    const { deps, first, messages } = await started({ now: () => clock.now, resolve })
    messages.splice(0)
    const url = 'http://receiver.test/'
    const message = { ...first, receiver: { ...first.receiver, url, secretWord: '', signingSecret: '', readAt: noon } }
    expect(await deliverBatch(deps, [queueRecord(message)])).toEqual(fine)
    expect(messages).toMatchObject([{ lane: 'slow', message: { attempt: 1 } }])
  })
})

describe('an account with four posts that have no answer for a second', () => {
  it('has its next deliveries moved, whoever receives them, until one is answered', async () => {
    const answers: (() => void)[] = []
    const post = async ({ url }: Webhook) => {
      const posted = { attempt: { at: noon, durationMs: 5, status: 200 } }
      if (url.pathname === '/hook') return posted
      await new Promise<void>((done) => answers.push(done))
      return posted
    }
    const { deps, first, messages, clock } = await started({ posts: { fast: post, slow: post } })
    messages.splice(0)
    const to = (path: string) => ({
      ...first,
      deliveryId: `msg_${path}`,
      receiver: { ...fresh(first), url: `http://127.0.0.1/${path}` },
    })
    const waiting = deliverBatch(
      deps,
      ['a', 'b', 'c', 'd'].map((path) => queueRecord(to(path), path)),
    )
    await expect.poll(() => answers.length).toBe(4)
    clock.now += second + 1
    expect(await deliverBatch(deps, [queueRecord(to('hook'))])).toEqual(fine)
    expect(messages).toMatchObject([{ lane: 'slow', message: { deliveryId: 'msg_hook' } }])
    for (const answer of answers) answer()
    await waiting
    expect(await deliverBatch(deps, [queueRecord(to('hook'))])).toEqual(fine)
    expect(messages).toHaveLength(1)
  })
})
const fresh = <T>({ receiver }: { receiver?: T | undefined }): T => {
  if (!receiver) throw new Error('The message brings no receiver')
  return receiver
}
