import { type ChildProcess, spawn } from 'node:child_process'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { GetQueueAttributesCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { isAlive } from '../../../local/processes.ts'
import { readRun } from '../../../local/run-file.ts'
import { clientOptions, type Ports } from '../../../local/settings.ts'
import { freePorts } from '../../../local/supervisor/ports.ts'
import { makeFixture } from '../fixture/fixture.ts'

type Pids = { standIns: Record<'dynamodb' | 'queues' | 'mail', number>; product: number }
type Fixture = ReturnType<typeof makeFixture>

const started: { child: ChildProcess; fixture: Fixture }[] = []
afterEach(async () => {
  for (const { child, fixture } of started.splice(0)) {
    if (child.exitCode === null && child.signalCode === null) {
      const ended = new Promise((resolve) => child.once('exit', resolve))
      child.kill('SIGTERM')
      await ended
    }
    fixture.remove()
  }
})

/** Starts a supervisor; `until` waits for a line that begins so, and gives the rest of it. */
const supervise = (fixture: Fixture, ports: Ports | 'free') => {
  const program = join(import.meta.dirname, '..', 'fixture', 'supervisor.ts')
  const args = [program, fixture.dataDir, fixture.assemblyDir, ports === 'free' ? 'free' : JSON.stringify(ports)]
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  started.push({ child, fixture })
  let said = ''
  child.stdout.on('data', (chunk: Buffer) => {
    said += chunk.toString()
  })
  const lines = () => said.split('\n').filter(Boolean)
  const until = (beginning: string): Promise<string> =>
    vi.waitFor(
      () => {
        const line = lines().find((candidate) => candidate.startsWith(beginning))
        if (line === undefined) throw new Error(`No line begins with "${beginning}" in:\n${said}`)
        return line.slice(beginning.length + 1)
      },
      { timeout: 30_000, interval: 20 },
    )
  const exited = new Promise<number | null>((resolve) => child.once('exit', resolve))
  return { child, lines, until, exited, ready: async () => JSON.parse(await until('ready')) as Pids }
}

const allOf = ({ standIns, product }: Pids) => [...Object.values(standIns), product]
const untilGone = (pids: readonly number[]) =>
  vi.waitFor(() => expect(pids.filter(isAlive)).toEqual([]), { timeout: 10_000, interval: 20 })

describe('the supervisor of a local cloud', () => {
  it('ends all it started when it is asked to', async () => {
    const supervisor = supervise(makeFixture(), 'free')
    const pids = await supervisor.ready()
    supervisor.child.kill('SIGTERM')
    expect(await supervisor.exited).toBe(0)
    expect(allOf(pids).filter(isAlive)).toEqual([])
  })

  it('leaves its stand-ins to the next start when it is killed, with all they hold', async () => {
    const fixture = makeFixture()
    const ports = await freePorts()
    const first = supervise(fixture, ports)
    const before = await first.ready()
    first.child.kill('SIGKILL')
    await untilGone([before.product])
    const sqs = new SQSClient(clientOptions(ports.queues))
    const QueueUrl = `http://127.0.0.1:${ports.queues}/000000000000/patient`
    await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: JSON.stringify({ name: 'kept' }) }))
    const second = supervise(fixture, ports)
    const after = await second.ready()
    expect(after.standIns).toEqual(before.standIns)
    expect(after.product).not.toBe(before.product)
    await vi.waitFor(() => expect(fixture.noted().map((line) => line.name)).toEqual(['kept']), { timeout: 10_000, interval: 20 })
    second.child.kill('SIGTERM')
    await second.exited
    expect(allOf(after).filter(isAlive)).toEqual([])
    const third = supervise(fixture, ports)
    await third.ready()
    const kept = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['VisibilityTimeout'] }))
    expect(kept.Attributes?.VisibilityTimeout).toBe('600')
  })

  it('ends with one line and nothing left when a stand-in dies', async () => {
    const supervisor = supervise(makeFixture(), 'free')
    const pids = await supervisor.ready()
    process.kill(pids.standIns.queues, 'SIGKILL')
    expect(await supervisor.until('broke')).toMatch(
      /^The SQS and S3 stand-in has ended: see .*queues\.log, then npm start again$/,
    )
    expect(await supervisor.exited).toBe(1)
    expect(allOf(pids).filter(isAlive)).toEqual([])
    expect(supervisor.lines().filter((line) => !line.startsWith('Start')).length).toBe(2)
  })

  it('starts a killed product again, and gives up when it is killed again and again', async () => {
    const fixture = makeFixture()
    const supervisor = supervise(fixture, 'free')
    const pids = await supervisor.ready()
    process.kill(pids.product, 'SIGKILL')
    await supervisor.until('The product is back')
    const run = () => readRun(join(fixture.dataDir, 'run.json'))
    for (let killed = pids.product; run(); await new Promise((resolve) => setImmediate(resolve))) {
      const next = run()?.product
      if (next && next !== killed && isAlive(next)) {
        process.kill(next, 'SIGKILL')
        killed = next
      }
    }
    expect(await supervisor.until('broke')).toMatch(/^The product ended 6 times within a minute/)
    expect(allOf(pids).filter(isAlive)).toEqual([])
  })

  it('names the port that another program has, and starts nothing', async () => {
    const ports = await freePorts()
    const other = createServer().listen(ports.sockets, '127.0.0.1')
    const supervisor = supervise(makeFixture(), ports)
    expect(await supervisor.until('failed')).toMatch(
      new RegExp(`^Port ${ports.sockets} \\(sockets\\) is taken by another program`),
    )
    expect(await supervisor.exited).toBe(1)
    other.close()
  })

  it('takes the stand-ins of a test with it when it is killed', async () => {
    const supervisor = supervise(makeFixture(), 'free')
    const pids = await supervisor.ready()
    supervisor.child.kill('SIGKILL')
    await untilGone(allOf(pids))
  })
})
