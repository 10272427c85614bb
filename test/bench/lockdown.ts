import type { DemoApi } from '../../local/demo/client.ts'
import type { FleetPanel } from '../../local/fleet/register.ts'
import { withFleet } from './fleet.ts'
import { median, type Row, wait } from './row.ts'

/** `BENCH_PANELS=200 npm run bench -- lockdown`: fewer, for a smaller machine. */
const many = Number(process.env.BENCH_PANELS ?? 1_000)
const few = Math.min(100, many / 2)
const rounds = 3
const maxWaitMs = 120_000

/**
 * On a local cloud of its own, with its panels in this process: from the request that initiates a lockdown until the cloud has the word
 * of every panel that its doors follow; of few panels by a scenario that names their doors, and of many by the full lockdown of the account.
 */
export const benchLockdown = (): Promise<Row[]> =>
  withFleet(many, async ({ api, panels }) => {
    const small = await scenarioOf(api, panels.slice(0, few))
    await untilAllFollow(api, { id: fullLockdown, panels: many })
    const fewMs: number[] = []
    const manyMs: number[] = []
    for (let round = 0; round < rounds; round += 1) {
      fewMs.push(await lockDown(api, { id: small, panels: few }))
      manyMs.push(await lockDown(api, { id: fullLockdown, panels: many }))
    }
    return [row(few, fewMs, ''), row(many, manyMs, 'at most 5'), ratio(fewMs, manyMs)]
  })

const row = (panels: number, times: number[], budget: string): Row => ({
  name: `lockdown of ${panels} panels, all receipts, s`,
  ours: (median(times) / 1_000).toFixed(2),
  against: `max ${(Math.max(...times) / 1_000).toFixed(2)}`,
  budget,
})

const ratio = (fewMs: number[], manyMs: number[]): Row => ({
  name: `lockdown, ${many} panels against ${few}`,
  ours: (median(manyMs) / median(fewMs)).toFixed(1),
  against: '',
  budget: `at most ${many / few}`,
})

type Outcome = { devicesThatDidFail: unknown[] }
type State = Outcome & { progress?: { panels: number; applied: number } }
type Scenario = { id: number; panels: number }

/** The full lockdown that every account has. Panels of the demo are in it too, which are not waited for. */
const fullLockdown = 2

/** A lockdown that holds the doors of these panels. */
const scenarioOf = async (api: DemoApi, panels: readonly FleetPanel[]): Promise<number> => {
  const deviceIds = panels.map(({ accessPointId }) => accessPointId)
  return (await api<{ id: number }>('POST', '/emergency-scenarios', { name: 'Few', threatLevelTypeId: 2, deviceIds })).id
}

const asked = (api: DemoApi, id: number, action: 'initiate' | 'clear'): Promise<Outcome> =>
  api('POST', `/emergency-scenarios/lockdown/${id}/${action}`)

/** Waits until every panel, just switched on, follows its posture: a lockdown, and then its end. */
const untilAllFollow = async (api: DemoApi, scenario: Scenario): Promise<void> => {
  for (const action of ['initiate', 'clear'] as const) {
    await asked(api, scenario.id, action)
    await untilApplied(api, scenario, performance.now() + 15 * 60_000)
  }
}

const untilApplied = async (api: DemoApi, { id, panels }: Scenario, deadline: number): Promise<void> => {
  for (;;) {
    const { progress } = await api<State>('GET', `/emergency-scenarios/${id}`)
    if (progress && progress.applied >= panels) return
    if (performance.now() > deadline) throw new Error(`Some panels do not follow: ${JSON.stringify(progress)}`)
    await wait(250)
  }
}

/** Initiates a lockdown and gives how many milliseconds it took until every panel in contact said that it follows; clears it. */
const lockDown = async (api: DemoApi, scenario: Scenario): Promise<number> => {
  const startedAt = performance.now()
  await asked(api, scenario.id, 'initiate')
  await untilApplied(api, scenario, startedAt + maxWaitMs)
  const took = performance.now() - startedAt
  await asked(api, scenario.id, 'clear')
  await untilApplied(api, scenario, performance.now() + maxWaitMs)
  return took
}
