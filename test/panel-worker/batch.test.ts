import type { SQSRecord } from 'aws-lambda'
import { describe, expect, it } from 'vitest'
import { type WorkerDeps, workOnBatch } from '../../functions/panel-worker/work.ts'
import { addPairedPanel, testGateway } from '../support/gateway.ts'

/** A nudge as the queue hands it over; only what is read of it. */
const nudge = (messageId: string, body: unknown): SQSRecord =>
  ({ messageId, body: typeof body === 'string' ? body : JSON.stringify(body) }) as SQSRecord

const setUp = async () => {
  const gateway = await testGateway()
  const [first, second] = [await addPairedPanel(gateway), await addPairedPanel(gateway, 'SP-2')]
  await first.arrive('c1')
  await second.arrive('c2')
  for (const panel of [first, second]) await gateway.call('POST', `/access-points/${panel.front}/activate`)
  return { gateway, first, second }
}

describe('a batch of nudges', () => {
  it('is worked on once for each panel, however many nudges there are', async () => {
    const { gateway, first, second } = await setUp()
    const of = ({ panelId }: { panelId: number }) => ({ accountId: 1, panelId })
    const records = [nudge('a', of(first)), nudge('b', of(second)), nudge('c', of(first))]
    expect(await workOnBatch(gateway.workerDeps, records)).toEqual({ batchItemFailures: [] })
    expect(await first.orders(gateway.said('c1'))).toHaveLength(1)
    expect(await second.orders(gateway.said('c2'))).toHaveLength(1)
  })

  it('gives back only the nudges of panels that could not be worked on', async () => {
    const { gateway, first, second } = await setUp()
    const broken: WorkerDeps = {
      ...gateway.workerDeps,
      sockets: {
        ...gateway.workerDeps.sockets,
        send: (connectionId, text) =>
          connectionId === 'c1' ? Promise.reject(new Error('throttled')) : gateway.workerDeps.sockets.send(connectionId, text),
      },
    }
    const records = ['a', 'b'].map((id) => nudge(id, { accountId: 1, panelId: first.panelId }))
    const answer = await workOnBatch(broken, [...records, nudge('c', { accountId: 1, panelId: second.panelId })])
    expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: 'a' }, { itemIdentifier: 'b' }] })
    expect(await second.orders(gateway.said('c2'))).toHaveLength(1)
  })

  it('asks hardware that was replaced to speak on the connection that it had, and sends nothing else there', async () => {
    const { gateway, first } = await setUp()
    const gone = { accountId: 1, panelId: first.panelId, formerConnectionId: 'old' }
    const answer = await workOnBatch(gateway.workerDeps, [nudge('a', gone), nudge('b', { accountId: 1, panelId: first.panelId })])
    expect(answer.batchItemFailures).toEqual([])
    expect(gateway.said('old')).toEqual([{ type: 'work' }])
  })

  it('drops nudges that say nothing, and those for panels that are gone or of another tenant', async () => {
    const { gateway, first } = await setUp()
    const records = [
      nudge('a', '{'),
      nudge('b', { panelId: first.panelId }),
      nudge('c', { accountId: 1, panelId: 77 }),
      nudge('d', { accountId: 2, panelId: first.panelId }),
    ]
    expect(await workOnBatch(gateway.workerDeps, records)).toEqual({ batchItemFailures: [] })
    expect(gateway.said('c1')).toEqual([])
  })
})
