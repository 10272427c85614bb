import type { AddressInfo } from 'node:net'
import { describeError, log } from '../../shared/lib/log.ts'
import { createControl } from './control.ts'
import { hostPanel, type PanelHost } from './host.ts'
import type { SimulatorSettings } from './settings.ts'

/** A running simulator. `url` is its control surface. */
export type Simulator = { url: string; panels: ReadonlyMap<string, PanelHost>; stop: () => Promise<void> }

/** Starts the control surface, then the panels. Throws when the port is taken or a panel's store cannot be used. */
export const startSimulator = async (settings: SimulatorSettings): Promise<Simulator> => {
  const hosts = new Map<string, PanelHost>()
  const control = createControl(hosts)
  await new Promise<void>((resolve, reject) => {
    control.once('error', reject)
    control.listen(settings.controlPort, '127.0.0.1', resolve)
  })
  // It listens on a port, so its address is not a pipe's name.
  const { port } = control.address() as AddressInfo
  for (const panel of settings.panels) hosts.set(panel.serialNumber, hostPanel(panel, settings))

  const stop = async () => {
    control.close()
    await Promise.allSettled([...hosts.values()].map((host) => host.stop()))
    control.closeAllConnections()
  }
  const failed = (thrown: unknown) => log('error', 'a panel cannot be used', describeError(thrown))
  // A fleet is still being switched on when this returns.
  if (settings.startWithinMs > 0) for (const host of hosts.values()) host.started.catch(failed)
  else {
    const started = await Promise.allSettled([...hosts.values()].map((host) => host.started))
    const failure = started.find((one) => one.status === 'rejected')
    if (failure) {
      await stop()
      throw failure.reason
    }
  }
  return { url: `http://127.0.0.1:${port}`, panels: hosts, stop }
}
