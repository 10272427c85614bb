import { randomUUID } from 'node:crypto'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { decodeJwt } from 'jose'
import { expect } from 'vitest'
import { Fault } from '../../local/simulator/control-requests.ts'
import { Identity } from '../../local/simulator/identity.ts'
import { SimulatorSettings } from '../../local/simulator/settings.ts'
import { startSimulator } from '../../local/simulator/simulator.ts'
import { panelDirectory } from '../../local/simulator/store.ts'
import { signAssertion } from '../../shared/panel-protocol/assertion.ts'
import { decodePanelMessage } from '../../shared/panel-protocol/message.ts'
import { signingKey } from '../../shared/panel-protocol/signing.ts'
import type { Item } from '../../shared/storage/table/types.ts'
import { type Played, until } from './fault-actions.ts'
import { type Death, killedTable } from './killed-table.ts'
import { addDoors } from './panels.ts'
import { seeded } from './seeded.ts'
import { serveGateway } from './serve-gateway.ts'

const weaknesses = ['loses_words', 'has_no_socket', 'crashes', 'unplugged'] as const
const rates = { drop: 0.1, delay: 0.2, duplicate: 0.2, reorder: 0.1, corrupt: 0.05 }
const noFrames = Fault.parse({ kind: 'frames' })
const timing = {
  backoffFirstMs: 5,
  backoffMaximumMs: 50,
  pollMs: 30,
  socketRetryMs: 200,
  ackTimeoutMs: 150,
  answerTimeoutMs: 600,
  linkSettleMs: 0,
}

type Stored = { uuid: string; type: string; panel?: { panelId: number; epoch: string; sequence: number } }

/** A cloud and four panels of which each has another weakness. Nothing goes wrong before `begin`. */
export type FaultRun = Awaited<ReturnType<typeof startFaultRun>>

export const startFaultRun = async (seed: number) => {
  const dataDir = await mkdtemp(join(tmpdir(), 'faults-'))
  /** What the cloud has said on sockets: all of it may come again at any time. */
  const said: string[] = []
  /** What panels have said there, and the proofs of theirs that were believed. */
  const heard: string[] = []
  const assertions: string[] = []
  let mayDie = false
  /** A function dies at one use of the table in fifty, half of the times after it. */
  const deaths = seeded(seed, 'deaths')
  const deathNow = (): Death => {
    if (!mayDie || !deaths.happens(0.02)) return undefined
    return deaths.happens(0.5) ? 'before' : 'after'
  }
  const cloud = await serveGateway({
    wrap: (table) => killedTable(table, deathNow),
    onFrame: (from, _, text) => (from === 'cloud' ? said : heard).push(text),
    onAssertion: (authorization) => assertions.push(authorization),
  })
  const places = []
  for (const weakness of weaknesses) places.push({ weakness, place: await addDoors(cloud, weakness, weakness) })
  const simulator = await startSimulator(
    SimulatorSettings.parse({
      controlPort: 0,
      cloudUrl: cloud.url,
      dataDir,
      panels: places.map(({ weakness, place }) => ({ serialNumber: weakness, pairingCode: place.pairingCode })),
      timing,
    }),
  )
  const panels = places.map(({ weakness, place }): Played => {
    const host = simulator.panels.get(weakness) ?? expect.fail('The panel was not started')
    return { host, weakness, place, presented: [], ordered: new Map() }
  })
  // A table in memory holds what the stores put there.
  const storedEvents = () => cloud.table.items().filter(({ entity }) => entity === 'event') as unknown as Stored[]
  const storedCommands = () => cloud.table.items().filter(({ entity }) => entity === 'command')

  return {
    cloud,
    panels,
    said,
    heard,
    assertions,
    storedEvents,
    storedCommands,
    /** From now on everything goes wrong that can. */
    async begin() {
      const toBoth = { toCloud: rates, toPanel: rates, download: { drop: 0.1, corrupt: 0.1 } }
      const frames = Fault.parse({ kind: 'frames', seed, rates: toBoth, maxDelayMs: 150 })
      for (const { host, weakness } of panels) {
        if (weakness === 'has_no_socket') await host.commit({ kind: 'block_socket', on: true })
        await reconnect({ host })
        await host.commit(frames)
      }
      mayDie = true
    },
    /** Compiles the rules of all panels, however often the compiler dies; the version that each panel ought to have then. */
    async compiled(): Promise<number[]> {
      const versions: number[] = []
      for (const { place } of panels) {
        await until(() => cloud.compile(place.controlPanelId))
        await cloud.deps.panelWork.nudge(1 as never, place.controlPanelId as never)
        const shown = await cloud.call('GET', `/control-panels/${place.controlPanelId}`)
        versions.push(shown.json.configuration.desiredVersion)
      }
      return versions
    },
    /** Everything works again; resolves when there is nothing left to say. */
    async settled() {
      mayDie = false
      // A panel whose events were answered and not stored again and again waits for a minute; on a new connection it does not.
      for (const panel of panels) {
        await panel.host.commit(noFrames)
        await reconnect(panel)
      }
      await until(async () => {
        for (const { host, place } of panels) {
          await host.setClock(0)
          expect(await host.summary()).toMatchObject({ connected: true, bufferedEvents: 0, commands: { unreported: 0 } })
          const shown = (await cloud.call('GET', `/control-panels/${place.controlPanelId}`)).json
          expect(shown.configuration.lag).toBe(0)
          expect(shown.posture.appliedVersion).toBe(shown.posture.desiredVersion)
        }
        // A crash that was ordered may still come with a command that was only now delivered.
        expect(storedCommands().filter(isUnderWay)).toEqual([])
      })
    },
    /** Receipts as they came, with what they claim; those that the line has spoiled are left out. */
    receipts: () => heard.flatMap(receiptOf),
    /** Asks as a panel without a socket does. */
    ask: (authorization: string, messages: object[]) =>
      fetch(`${cloud.url}/panels/messages`, {
        method: 'POST',
        headers: { Authorization: authorization, 'Content-Type': 'application/json' },
        body: JSON.stringify({ messages }),
      }),
    /** A proof that is as good as the panel's own. */
    async freshAssertion({ host: { serialNumber } }: Played) {
      const kept = await readFile(join(panelDirectory(dataDir, serialNumber), 'identity.json'), 'utf8')
      const { privateKey, pairing } = Identity.parse(JSON.parse(kept))
      const panelId = pairing?.panelId ?? expect.fail('The panel is not paired')
      const claims = { serialNumber, panelId, jti: randomUUID() }
      return `Bearer ${await signAssertion(await signingKey(privateKey), claims, Date.now())}`
    },
    async stop() {
      await simulator.stop()
      await cloud.stop()
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}

const reconnect = async ({ host }: Pick<Played, 'host'>) => {
  await host.setLink('down')
  await host.setLink('up')
}

const isUnderWay = ({ state, notAfter }: Item) =>
  state === 'received' || state === 'executing' || ((state === 'accepted' || state === 'sent') && Date.now() <= Number(notAfter))

const receiptOf = (text: string) => {
  const decoded = decodePanelMessage(text)
  if (!decoded.ok || decoded.value.type !== 'receipt') return []
  try {
    return [{ message: decoded.value, claims: decodeJwt(decoded.value.jws) }]
  } catch {
    return []
  }
}
