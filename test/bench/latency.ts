import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startCloud } from '../../local/supervisor/launch.ts'
import { Demo, type Tenant } from '../support/demo.ts'
import { median, type Row } from './row.ts'

const rounds = 40

/**
 * On a local cloud of its own: from the request that activates a door to the panel's pulse and to its receipt, and from a swipe to its webhook.
 * Everything runs on this machine, engines included, so these are sizes and not promises.
 */
export const benchLatency = async (): Promise<Row[]> => {
  const dataDir = mkdtempSync(join(tmpdir(), 'sallyport-bench-'))
  const cloud = await startCloud({ dataDir, ports: 'free' })
  try {
    const demo = Demo.parse(cloud.demo)
    const [home] = demo.tenants
    const panel = home?.panels[0]
    const door = panel?.accessPoints[0]
    if (!home || !panel || !door) throw new Error('The demo has no door')
    const call = await caller(demo, home)
    return [
      row("activate to the panel's pulse, p50 ms", await activations(demo, panel, door.id, call), 250),
      row("activate?wait=5 to its answer, the panel's receipt, p50 ms", await receipts(door.id, call), 150),
      row('swipe to webhook, p50 ms', await swipes(demo, panel, door.id, call), 600),
    ]
  } finally {
    await cloud.stop()
    rmSync(dataDir, { recursive: true, force: true })
  }
}

const row = (name: string, times: number[], most: number): Row => ({
  name,
  ours: median(times).toFixed(0),
  against: `max ${Math.max(...times).toFixed(0)}`,
  budget: `at most ${most}`,
})

type Call = (method: string, path: string, body?: unknown) => Promise<Response>

const caller = async (demo: Demo, { passwordApp, admin }: Tenant): Promise<Call> => {
  const answer = await fetch(`${demo.authUrl}/oauth/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'password',
      client_id: passwordApp.clientId,
      client_secret: passwordApp.clientSecret,
      username: admin.username,
      password: admin.password,
    }),
  })
  const { access_token } = (await answer.json()) as { access_token: string }
  return (method, path, body) =>
    fetch(`${demo.apiUrl}/v1/api${path}`, {
      method,
      headers: { Authorization: `bearer ${access_token}`, 'api-key': demo.apiKey, 'Content-Type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
}

const activations = async (demo: Demo, panel: Tenant['panels'][number], doorId: number, call: Call): Promise<number[]> => {
  const pulses = async () => {
    const answer = await fetch(`${demo.simulator.url}/panels/${panel.serialNumber}`)
    const { doors } = (await answer.json()) as { doors: { accessPointId: number; pulses: number }[] }
    return doors.find(({ accessPointId }) => accessPointId === doorId)?.pulses ?? 0
  }
  const times: number[] = []
  for (let round = 0; round < rounds; round += 1) {
    const before = await pulses()
    const startedAt = performance.now()
    const answer = await call('POST', `/access-points/${doorId}/activate`)
    if (answer.status !== 200) throw new Error(`activate: ${answer.status} ${await answer.text()}`)
    while ((await pulses()) === before) if (performance.now() - startedAt > 10_000) throw new Error('The door did not pulse')
    times.push(performance.now() - startedAt)
  }
  return times
}

const receipts = async (doorId: number, call: Call): Promise<number[]> => {
  const times: number[] = []
  for (let round = 0; round < rounds; round += 1) {
    const startedAt = performance.now()
    const answer = await call('POST', `/access-points/${doorId}/activate?wait=5`)
    times.push(performance.now() - startedAt)
    const { state } = (await answer.json()) as { state?: string }
    if (state !== 'succeeded') throw new Error(`activate: ${answer.status} ${state}`)
  }
  return times
}

const swipes = async (demo: Demo, panel: Tenant['panels'][number], doorId: number, call: Call): Promise<number[]> => {
  let heard: (() => void) | undefined
  const receiver = createServer((request, response) => {
    request.resume()
    request.on('end', () => {
      response.end()
      heard?.()
    })
  }).listen(0, '127.0.0.1')
  await once(receiver, 'listening')
  const address = receiver.address()
  const url = `http://127.0.0.1:${address && typeof address === 'object' ? address.port : 0}/hook`
  const made = await call('POST', '/event-subscriptions', { name: 'bench', url, criteria: [] })
  if (made.status !== 200) throw new Error(`subscription: ${made.status} ${await made.text()}`)
  const times: number[] = []
  try {
    for (let round = 0; round < rounds; round += 1) {
      const arrived = new Promise<void>((resolve) => {
        heard = resolve
      })
      const startedAt = performance.now()
      await fetch(`${demo.simulator.url}/panels/${panel.serialNumber}/present`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ accessPointId: doorId, encodedCredential: `2fff${(0x100 + round).toString(16)}` }),
      })
      await arrived
      times.push(performance.now() - startedAt)
    }
  } finally {
    receiver.closeAllConnections()
    receiver.close()
  }
  return times
}
