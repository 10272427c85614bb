import { usualLimits, webhookPost } from '../../functions/webhook-sender/post.ts'
import { fastLimitMs } from '../../shared/domain/outbound/subscriptions/lane.ts'
import { quietLatencies } from '../support/neighbours.ts'
import { accept, ignore, startUnruly } from '../support/unruly-receiver.ts'
import { type Row, ratioRow } from './row.ts'

const aloneMs = 5_000
const besideMs = 12_000

/**
 * How long an account's webhooks take beside another account's 20 receivers that never answer, against how long they take alone:
 * the sender in this process, over real sockets. It includes the seconds in which the receivers are not known to be slow.
 */
export const benchNeighbours = async (): Promise<Row[]> => {
  const arrivedAt = new Map<string, number>()
  const receiver = await startUnruly()
  receiver.behave((request, response) => {
    arrivedAt.set(String(request.headers['webhook-id']), Date.now())
    accept(request, response)
  })
  const hanging = await Promise.all(Array.from({ length: 20 }, () => startUnruly()))
  for (const one of hanging) one.behave(ignore)
  const measure = (forMs: number, noisyUrls: string[]) =>
    quietLatencies({
      quietUrl: receiver.url,
      noisyUrls,
      posts: { fast: webhookPost(Date.now, { ...usualLimits, totalMs: fastLimitMs }), slow: webhookPost(Date.now) },
      forMs,
      quietEveryMs: 100,
      arrivedAt,
    })
  try {
    const alone = await measure(aloneMs, [])
    const beside = await measure(
      besideMs,
      hanging.map(({ url }) => url),
    )
    return [ratioRow('webhook beside 20 receivers that hang, ms', beside, alone, 'at most 2')]
  } finally {
    await Promise.all([receiver, ...hanging].map((one) => one.stop()))
  }
}
