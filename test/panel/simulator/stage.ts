import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, vi } from 'vitest'
import { SimulatorSettings } from '../../../local/simulator/settings.ts'
import { type Simulator, startSimulator } from '../../../local/simulator/simulator.ts'
import type { AccessPointId } from '../../../shared/lib/ids.ts'
import type { CommandPayload } from '../../../shared/panel-protocol/command.ts'
import type { PanelEvent } from '../../../shared/panel-protocol/events.ts'
import type { ReceiptPayload } from '../../../shared/panel-protocol/receipt.ts'
import { type FakeCloud, startFakeCloud } from '../fake-cloud.ts'
import { frontDoor, goodCard, rulesOf } from '../rules.ts'

const serialNumber = 'SP-0001'
export const panelPath = `/panels/${serialNumber}`

type Door = { accessPointId: AccessPointId; state: string; pulses: number }
type Status = { connected: boolean; appliedVersion: number; doors: Door[] }
type Summary = { bufferedEvents: number; transport: string }

/** Waits until the check holds, however slow the machine is: the limit only ends a test that has failed. */
export const until = <T>(check: () => T | Promise<T>, timeout = 15_000) =>
  vi.waitFor(check, { timeout, interval: timeout / 2_000 })

/** For each test of the file that calls it: a fresh cloud, a folder for the panel's store, and a panel once the test switches it on. */
export const usePanel = () => {
  const stage = { cloud: undefined as FakeCloud | undefined, simulator: undefined as Simulator | undefined, dataDir: '' }
  beforeEach(async () => {
    stage.dataDir = await mkdtemp(join(tmpdir(), 'panel-'))
    stage.cloud = await startFakeCloud()
  })
  afterEach(async () => {
    await stage.simulator?.stop()
    await stage.cloud?.stop()
    await rm(stage.dataDir, { recursive: true, force: true })
  })

  const cloud = (): FakeCloud => stage.cloud ?? expect.fail('The cloud was not started')
  const powerOff = async () => {
    await stage.simulator?.stop()
    stage.simulator = undefined
  }
  const powerOn = async (timing: object = {}) => {
    const fast = { backoffFirstMs: 5, backoffMaximumMs: 20, pollMs: 20, socketRetryMs: 50, linkSettleMs: 0 }
    stage.simulator = await startSimulator(
      SimulatorSettings.parse({
        controlPort: 0,
        cloudUrl: cloud().url,
        dataDir: stage.dataDir,
        panels: [{ serialNumber, pairingCode: 'code-1' }],
        timing: { ...fast, ...timing },
      }),
    )
  }
  const request = (method: string, path: string, body?: unknown) =>
    fetch(`${stage.simulator?.url}${path}`, { method, ...(body === undefined ? {} : { body: JSON.stringify(body) }) })
  const ask = async <T>(method: string, path: string, body?: unknown): Promise<T> => {
    const answer = await request(method, path, body)
    expect(answer.status).toBe(200)
    // What the answer is made of is what the tests expect of it.
    return (await answer.json()) as T
  }
  const status = () => ask<Status>('GET', panelPath)
  const summary = async () => (await ask<Summary[]>('GET', '/panels'))[0]
  const storedEvents = (): PanelEvent[] => [...cloud().stored.values()].map(({ event }) => event)
  const connected = () => until(async () => expect((await status()).connected).toBe(true))
  const applied = (version: number) => until(async () => expect((await status()).appliedVersion).toBe(version))
  return {
    cloud,
    powerOn,
    powerOff,
    request,
    status,
    summary,
    storedEvents,
    connected,
    applied,
    /** The panel is paired, connected, and has the rules of `rulesOf(1)`. */
    ready: async (timing?: object) => {
      await cloud().announce(rulesOf(1))
      await powerOn(timing)
      await applied(1)
      await connected()
    },
    fault: (body: object) => ask<Summary>('POST', `${panelPath}/fault`, body),
    link: (state: 'up' | 'down') => ask<object>('POST', `${panelPath}/link`, { state }),
    privacy: (accessPointId: AccessPointId, on: boolean) => ask<object>('POST', `${panelPath}/privacy`, { accessPointId, on }),
    door: (accessPointId: AccessPointId, open: boolean) => ask<object>('POST', `${panelPath}/door`, { accessPointId, open }),
    clock: (offsetSeconds: number) => ask<object>('POST', `${panelPath}/clock`, { offsetSeconds }),
    present: (body: object = {}) =>
      ask<object>('POST', `${panelPath}/present`, { accessPointId: frontDoor, encodedCredential: goodCard, ...body }),
    doorOf: async (id: AccessPointId) => (await status()).doors.find((door) => door.accessPointId === id),
    /** Everything that the panel holds was acknowledged. */
    acked: (timeout?: number) => until(async () => expect(await summary()).toMatchObject({ bufferedEvents: 0 }), timeout),
    stagesOf: (commandId: string) =>
      cloud()
        .receipts.filter((receipt) => receipt.commandId === commandId)
        .map(({ stage: reached }) => reached),
    resultOf: (commandId: string): Promise<ReceiptPayload | undefined> =>
      until(() => {
        const result = cloud().receipts.find((receipt) => receipt.commandId === commandId && receipt.stage === 'result')
        expect(result).toBeDefined()
        return result
      }),
  }
}

let commands = 0
/** A command to pulse the front door for the fake cloud's panel, in time. */
export const newCommand = (change: Partial<CommandPayload> = {}): CommandPayload => {
  commands += 1
  return {
    commandId: `019f0000-0000-7000-8000-${String(commands).padStart(12, '0')}`,
    // The one panel that a fake cloud knows.
    panelId: 77 as CommandPayload['panelId'],
    kind: 'activate',
    accessPointId: frontDoor,
    durationSeconds: 60,
    notAfter: Date.now() + 10_000,
    issuedAt: Date.now(),
    ...change,
  }
}
