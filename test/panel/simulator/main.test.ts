import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type FakeCloud, startFakeCloud } from '../fake-cloud.ts'
import { frontDoor, goodCard, rulesOf } from '../rules.ts'
import { newCommand, until } from './stage.ts'

const program = join(import.meta.dirname, '../../../local/simulator/main.ts')
let directory: string
let cloud: FakeCloud
let children: ChildProcess[] = []

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'simulator-'))
  cloud = await startFakeCloud()
})
afterEach(async () => {
  for (const child of children) if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL')
  children = []
  await cloud.stop()
  await rm(directory, { recursive: true, force: true })
})

const settings = (change: object = {}) => ({
  controlPort: 0,
  cloudUrl: cloud.url,
  dataDir: join(directory, 'data'),
  panels: [{ serialNumber: 'SP-1', pairingCode: 'code-1' }],
  timing: { backoffFirstMs: 5, backoffMaximumMs: 20, ackTimeoutMs: 100 },
  ...change,
})

/** Runs the program; `said` grows with what it writes. */
const run = async (config: unknown, file = 'config.json') => {
  const path = join(directory, file)
  if (config !== undefined) await writeFile(path, typeof config === 'string' ? config : JSON.stringify(config))
  const child = spawn(process.execPath, [program, '--config', path], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, LOG_LEVEL: 'info' },
  })
  children.push(child)
  const said = { text: '' }
  child.stdout.on('data', (data) => {
    said.text += data
  })
  child.stderr.on('data', (data) => {
    said.text += data
  })
  return { child, said }
}

const start = async (config: object = settings()) => {
  const { child, said } = await run(config)
  const url = await until(() => {
    const found = /"panel simulator ready","url":"([^"]+)"/.exec(said.text)?.[1]
    expect(found, said.text).toBeDefined()
    return found
  })
  return { child, url: `${url}/panels/SP-1` }
}
const applied = (url: string, version: number) =>
  until(async () => expect(await (await fetch(url)).json()).toMatchObject({ connected: true, appliedVersion: version }))
const kill = async (child: ChildProcess) => {
  const ended = once(child, 'exit')
  child.kill('SIGKILL')
  await ended
}
const present = (url: string, encodedCredential: string) =>
  fetch(`${url}/present`, { method: 'POST', body: JSON.stringify({ accessPointId: frontDoor, encodedCredential }) })

describe('the simulator as a program', { timeout: 90_000 }, () => {
  it('loses no swipe that it answered when it is killed in the middle, and records none twice', async () => {
    await cloud.announce(rulesOf(1))
    const answered = new Set<string>()
    for (let life = 0; life < 3; life += 1) {
      const { child, url } = await start()
      await applied(url, 1)
      const swiper = async (lane: number) => {
        for (let swipe = 0; ; swipe += 1) {
          const card = (1_000_000 + life * 100_000 + lane * 10_000 + swipe).toString(16)
          const answer = await present(url, card).catch(() => undefined)
          if (!answer?.ok || !(await answer.json().catch(() => undefined))) return
          answered.add(card)
        }
      }
      const swipers = [0, 1, 2, 3].map(swiper)
      await until(() => expect(answered.size).toBeGreaterThan((life + 1) * 50))
      await kill(child)
      await Promise.all(swipers)
    }
    const { url } = await start()
    await until(async () => {
      const panels = await (await fetch(new URL('/panels', url))).json()
      expect(panels).toMatchObject([{ connected: true, bufferedEvents: 0 }])
    })
    const cards = [...cloud.stored.values()].map(({ event }) =>
      event.kind === 'access' ? event.presented.encodedCredential : '',
    )
    expect(new Set(cards).size).toBe(cards.length)
    for (const card of answered) expect(cards).toContain(card)
    expect(new Set([...cloud.stored.keys()].map((key) => key.split('/')[0])).size).toBe(1)
  })

  it('remembers after a kill what it did: a command is not done again, and its door was pulsed once', async () => {
    await cloud.announce(rulesOf(1))
    const first = await start()
    await applied(first.url, 1)
    const command = newCommand()
    await cloud.command(command)
    await until(() => expect(cloud.receipts.filter(({ stage }) => stage === 'result')).toHaveLength(1))
    await kill(first.child)
    const second = await start()
    await applied(second.url, 1)
    await cloud.command(command)
    await until(() => expect(cloud.receipts.filter(({ stage }) => stage === 'result').length).toBeGreaterThan(1))
    const status = await (await fetch(second.url)).json()
    expect(status).toMatchObject({ doors: [{ accessPointId: frontDoor, pulses: 1 }, { pulses: 0 }] })
    expect(cloud.pairings()).toBe(1)
  })

  it('waits for a cloud that is not there yet, and answers meanwhile', async () => {
    const { url: gone } = cloud
    await cloud.stop()
    const { url } = await start(settings({ cloudUrl: gone }))
    expect(await (await present(url, goodCard)).json()).toMatchObject({ decision: 'denied', reason: 'no_rules' })
    cloud = await startFakeCloud(Number(new URL(gone).port))
    await until(() => expect(cloud.stored.size).toBe(1))
  })

  it('ends in good order when it is told to', async () => {
    const { child } = await start()
    const ended = once(child, 'exit')
    child.kill('SIGTERM')
    expect(await ended).toEqual([0, null])
  })

  it('says in one line what is wrong with its settings, and ends', async () => {
    const taken = createServer().listen(0, '127.0.0.1')
    await once(taken, 'listening')
    const address = taken.address()
    const port = address !== null && typeof address === 'object' ? address.port : 0
    await writeFile(join(directory, 'file'), '')
    const wrong: [unknown, string][] = [
      [undefined, 'cannot be read'],
      [settings({ panels: [...settings().panels, ...settings().panels] }), "panels.1.serialNumber: 'SP-1' is given twice"],
      [settings({ controlPort: port }), 'EADDRINUSE'],
      [settings({ dataDir: join(directory, 'file', 'data') }), 'ENOTDIR'],
    ]
    for (const [index, [config, reason]] of wrong.entries()) {
      const { child, said } = await run(config, `wrong-${index}.json`)
      expect(await once(child, 'close'), reason).toEqual([1, null])
      expect(said.text).toContain(reason)
      expect(said.text.trim().split('\n')).toHaveLength(1)
    }
    taken.close()
  })
})
