import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type DemoApi, demoApi, passwordToken } from '../../local/demo/client.ts'
import { type FleetPanel, registerPanels, serialNumberOf } from '../../local/fleet/register.ts'
import type { PanelHost } from '../../local/simulator/host.ts'
import { SimulatorSettings } from '../../local/simulator/settings.ts'
import { startSimulator } from '../../local/simulator/simulator.ts'
import { startCloud } from '../../local/supervisor/launch.ts'
import { Demo, type Tenant } from '../support/demo.ts'

/** The API as the administrator of a tenant has it, the panels in the order of their serial numbers, and the simulated panel of each. */
export type Fleet = { api: DemoApi; panels: readonly FleetPanel[]; hostOf: (panel: FleetPanel) => PanelHost }

/** Works with a new tenant's fleet of so many panels, each with one door: on a local cloud of its own, the panels in this process. */
export const withFleet = async <T>(size: number, work: (fleet: Fleet) => Promise<T>): Promise<T> => {
  const dataDir = mkdtempSync(join(tmpdir(), 'sallyport-bench-'))
  const cloud = await startCloud({ dataDir, ports: 'free' })
  try {
    const demo = Demo.parse(cloud.demo)
    const [tenant] = demo.tenants
    if (!tenant) throw new Error('The demo has no tenant')
    const api = signedIn(demo, tenant)
    const site = await api<{ id: number }>('POST', '/sites', { siteName: 'Fleet', timeZone: 'US/Eastern' })
    const panels: FleetPanel[] = []
    const serialNumbers = Array.from({ length: size }, (_, index) => serialNumberOf(index + 1))
    await registerPanels(api, site.id, serialNumbers, (panel) => void panels.push(panel))
    const simulator = await startSimulator(
      SimulatorSettings.parse({
        controlPort: 0,
        cloudUrl: demo.panelUrl,
        dataDir: join(dataDir, 'fleet'),
        panels: panels.map(({ serialNumber, pairingCode }) => ({ serialNumber, pairingCode })),
        startWithinMs: size * 40,
        // those that wait for a busy cloud must not make it busier
        timing: { backoffFirstMs: 2_000, backoffMaximumMs: 30_000, answerTimeoutMs: 30_000, ackTimeoutMs: 15_000 },
      }),
    )
    const hostOf = ({ serialNumber }: FleetPanel): PanelHost => {
      const host = simulator.panels.get(serialNumber)
      if (!host) throw new Error(`The simulator has no panel ${serialNumber}`)
      return host
    }
    try {
      return await work({ api, panels, hostOf })
    } finally {
      await simulator.stop()
    }
  } finally {
    await cloud.stop()
    rmSync(dataDir, { recursive: true, force: true })
  }
}

/** The API with a token that is fresh: one lives for five minutes. */
const signedIn = (demo: Demo, { passwordApp, admin }: Tenant): DemoApi => {
  let signed: { at: number; api: Promise<DemoApi> } | undefined
  const sign = async () => demoApi(demo.apiUrl, await passwordToken(demo.authUrl, passwordApp, admin), demo.apiKey)
  return async (method, path, body) => {
    if (!signed || performance.now() > signed.at + 120_000) signed = { at: performance.now(), api: sign() }
    return (await signed.api)(method, path, body)
  }
}
