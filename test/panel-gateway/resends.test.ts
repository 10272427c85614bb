import type { SQSRecord } from 'aws-lambda'
import { describe, expect, it, vi } from 'vitest'
import { workOnBatch } from '../../functions/panel-worker/work.ts'
import type { QueueMessage } from '../../shared/adapters/queue.ts'
import { AccountId } from '../../shared/lib/ids.ts'
import { addPairedPanel, testGateway } from '../support/gateway.ts'

/** A gateway whose worker's messages wait in a list until their time; `until` lets the time go by and works on what is due. */
const withQueue = async () => {
  const gateway = await testGateway()
  const panel = await addPairedPanel(gateway)
  await panel.arrive('c1')
  const start = gateway.clock.now
  const waiting: { at: number; body: string }[] = []
  /** Each message that was sent, by the seconds after the start and its delay. */
  const queued: { at: number; delaySeconds: number | undefined }[] = []
  gateway.workerDeps.panelWork = {
    send: async (messages: readonly QueueMessage[]) => {
      for (const { body, delaySeconds = 0 } of messages) {
        queued.push({ at: gateway.clock.now - start, delaySeconds })
        waiting.push({ at: gateway.clock.now + delaySeconds * 1_000, body })
      }
      return []
    },
  }
  const until = async (after: number) => {
    for (;;) {
      const next = waiting.filter(({ at }) => at <= start + after).toSorted((one, other) => one.at - other.at)[0]
      if (!next) break
      waiting.splice(waiting.indexOf(next), 1)
      gateway.clock.now = next.at
      await workOnBatch(gateway.workerDeps, [{ messageId: '1', body: next.body } as SQSRecord])
    }
    gateway.clock.now = start + after
  }
  const give = async (): Promise<string> => {
    const answer = await gateway.call('POST', `/access-points/${panel.front}/activate`)
    return answer.headers.get('sallyport-command-id') ?? ''
  }
  const nudge = () => gateway.work(panel.panelId)
  const stored = (commandId: string) => gateway.deps.commands.get(AccountId.parse(1), panel.panelId, commandId)
  const sentIds = async () => (await panel.orders(gateway.said('c1'))).map(({ commandId }) => commandId)
  return { gateway, panel, start, waiting, queued, until, give, nudge, stored, sentIds }
}

const times = (start: number, ...after: number[]) => after.map((ms) => start + ms)

describe('a command without a receipt', () => {
  it('is sent again by the same id 1, 3 and 6 seconds after it was given, and each time is counted', async () => {
    const { start, waiting, until, give, nudge, stored, sentIds } = await withQueue()
    const id = await give()
    await until(40)
    await nudge()
    await until(20_000)
    expect(await sentIds()).toEqual([id, id, id, id])
    expect(await stored(id)).toMatchObject({ state: 'sent', sends: 4, sentAts: times(start, 40, 1_040, 3_040, 6_040) })
    expect(waiting).toEqual([])
  })

  it('is in the log when the panel ought to have it, and the panel is named', async () => {
    const { panel, until, give, nudge } = await withQueue()
    const commandId = await give()
    await nudge()
    vi.stubEnv('LOG_LEVEL', 'info')
    const lines: unknown[] = []
    vi.spyOn(process.stdout, 'write').mockImplementation((text) => lines.push(JSON.parse(String(text))) > 0)
    await until(20_000)
    vi.restoreAllMocks()
    vi.unstubAllEnvs()
    const message = 'a panel does not say that it has a command'
    const about = { level: 'warn', message, accountId: 1, panelId: panel.panelId, commandId }
    expect(lines).toEqual([
      { ...about, sends: 2 },
      { ...about, sends: 3 },
    ])
  })

  it('is watched by one message at a time, whatever else wakes who sends it', async () => {
    const { queued, until, give, nudge, sentIds } = await withQueue()
    await give()
    for (let times = 0; times < 5; times += 1) await nudge()
    expect(queued).toEqual([{ at: 0, delaySeconds: 1 }])
    await until(20_000)
    expect(queued.map(({ at }) => at)).toEqual([0, 1_000, 3_000])
    expect(await sentIds()).toHaveLength(4)
  })

  it('is not sent again when the panel says that it has it', async () => {
    const { gateway, panel, queued, until, give, nudge, stored, sentIds } = await withQueue()
    const id = await give()
    await nudge()
    await panel.speak('c1', await panel.receipt({ commandId: id, stage: 'received' }))
    await until(20_000)
    expect(await sentIds()).toEqual([id])
    expect(queued).toHaveLength(1)
    expect(await stored(id)).toMatchObject({ state: 'received', sends: 1 })
    expect((await gateway.call('GET', `/commands/${id}`)).json.state).toBe('unknown')
  })

  it('is sent when its panel comes back, and goes on being sent by its plan', async () => {
    const { gateway, panel, start, until, give, nudge, stored } = await withQueue()
    const id = await give()
    gateway.over.add('c1')
    expect(await nudge()).toBe('unreachable')
    await until(500)
    const heard = await panel.arrive('c2')
    expect((await panel.orders(heard)).map(({ commandId }) => commandId)).toEqual([id])
    await until(20_000)
    expect(await stored(id)).toMatchObject({ sends: 4, sentAts: times(start, 500, 1_000, 3_000, 6_000) })
    expect(await panel.orders(gateway.said('c2'))).toHaveLength(3)
  })

  it('stays by itself when others are answered', async () => {
    const { gateway, panel, until, give, nudge, stored } = await withQueue()
    const [first, second] = [await give(), await give()]
    await nudge()
    await panel.speak('c1', await panel.receipt({ commandId: first, stage: 'result', outcome: 'succeeded' }))
    await until(2_000)
    const third = await give()
    await nudge()
    await until(20_000)
    const sends = await Promise.all([first, second, third].map(async (id) => (await stored(id))?.sends))
    expect(sends).toEqual([1, 4, 4])
    expect((await gateway.call('GET', `/commands/${second}`)).json).toMatchObject({ state: 'unknown', sends: 4 })
  })

  it('of a panel that asks by HTTPS is left to its asking', async () => {
    const { gateway, panel, queued, give, nudge } = await withQueue()
    await panel.disconnect('c1')
    await panel.ask([panel.aHello()])
    expect(await nudge()).toBe('waiting')
    const id = await give()
    expect(await nudge()).toBe('waiting')
    expect(queued).toEqual([])
    gateway.clock.now += 5_000
    const { messages } = await panel.ask([panel.aHeartbeat()])
    expect((await panel.orders(messages)).map(({ commandId }) => commandId)).toEqual([id])
  })

  it('whose receipt overtook the note that it was sent is counted as sent all the same', async () => {
    const { gateway, panel, give, nudge, stored } = await withQueue()
    const id = await give()
    const { send } = gateway.workerDeps.sockets
    gateway.workerDeps.sockets.send = async (connectionId, text) => {
      gateway.workerDeps.sockets.send = send
      const outcome = await send(connectionId, text)
      await panel.speak('c1', await panel.receipt({ commandId: id, stage: 'result', outcome: 'succeeded' }))
      return outcome
    }
    await nudge()
    expect(await stored(id)).toMatchObject({ state: 'succeeded', sends: 1, sentAts: [gateway.clock.now] })
  })
})

describe('the messages of a batch about one panel', () => {
  it('are one piece of work, which watches the commands of all of them', async () => {
    const { gateway, panel, until, give, nudge, stored } = await withQueue()
    const ids = [await give(), await give()]
    await nudge()
    await until(500)
    gateway.clock.now += 500
    const about = { accountId: 1, panelId: panel.panelId }
    const bodies = [{ ...about, commandIds: [ids[0]] }, about, { ...about, commandIds: [ids[1]] }]
    const records = bodies.map((body, index) => ({ messageId: String(index), body: JSON.stringify(body) }) as SQSRecord)
    const watched: string[] = []
    gateway.workerDeps.panelWork = {
      send: async (messages) => {
        for (const { body } of messages) watched.push(...JSON.parse(body).commandIds)
        return []
      },
    }
    expect(await workOnBatch(gateway.workerDeps, records)).toEqual({ batchItemFailures: [] })
    expect(watched).toEqual(ids)
    expect(await stored(ids[0] ?? '')).toMatchObject({ sends: 2 })
  })
})
