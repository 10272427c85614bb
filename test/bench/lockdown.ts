import type { DemoApi } from '../../local/demo/client.ts'
import type { FleetPanel } from '../../local/fleet/register.ts'
import { maxScenarioDoors } from '../../shared/domain/access/emergencies/entity.ts'
import { withFleet } from './fleet.ts'
import { median, type Row, wait } from './row.ts'

/** `BENCH_PANELS=200 npm run bench -- lockdown`: fewer, for a smaller machine. */
const many = Number(process.env.BENCH_PANELS ?? 1_000)
const few = Math.min(100, many / 2)
const rounds = 3
const maxWaitMs = 120_000

/**
 * On a local cloud of its own, with its panels in this process: from the request that initiates a lockdown until the cloud has the word
 * of every panel that its doors follow; of few panels and of many. A scenario has at most 300 doors, so many panels are several
 * scenarios, initiated at once.
 */
export const benchLockdown = (): Promise<Row[]> =>
  withFleet(many, async ({ api, panels }) => {
    const small = await scenariosOf(api, 'few', panels.slice(0, few))
    const large = await scenariosOf(api, 'many', panels)
    await untilAllFollow(api, large)
    const fewMs: number[] = []
    const manyMs: number[] = []
    for (let round = 0; round < rounds; round += 1) {
      fewMs.push(await lockDown(api, small))
      manyMs.push(await lockDown(api, large))
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

type Scenario = { id: number; panels: number }
type Outcome = { devicesThatDidFail: unknown[] }
type State = Outcome & { progress?: { panels: number; applied: number } }

/** Lockdowns that hold the doors of these panels together. */
const scenariosOf = async (api: DemoApi, name: string, panels: readonly FleetPanel[]): Promise<Scenario[]> => {
  const size = Math.ceil(panels.length / Math.ceil(panels.length / maxScenarioDoors))
  const scenarios: Scenario[] = []
  for (let start = 0; start < panels.length; start += size) {
    const deviceIds = panels.slice(start, start + size).map(({ accessPointId }) => accessPointId)
    const body = { name: `${name} ${start}`, threatLevelTypeId: 2, deviceIds }
    scenarios.push({ ...(await api<{ id: number }>('POST', '/emergency-scenarios', body)), panels: deviceIds.length })
  }
  return scenarios
}

const each = (api: DemoApi, scenarios: readonly Scenario[], action: 'initiate' | 'clear'): Promise<Outcome[]> =>
  Promise.all(scenarios.map(({ id }) => api<Outcome>('POST', `/emergency-scenarios/lockdown/${id}/${action}`)))

/** Waits until every panel, just switched on, follows its posture: a lockdown, and then its end. */
const untilAllFollow = async (api: DemoApi, scenarios: readonly Scenario[]): Promise<void> => {
  for (const action of ['initiate', 'clear'] as const) {
    await each(api, scenarios, action)
    await untilApplied(api, scenarios, performance.now() + 15 * 60_000)
  }
}

const untilApplied = async (api: DemoApi, scenarios: readonly Scenario[], deadline: number): Promise<void> => {
  for (;;) {
    const states = await Promise.all(scenarios.map(({ id }) => api<State>('GET', `/emergency-scenarios/${id}`)))
    if (states.every(({ progress }) => progress && progress.applied === progress.panels)) return
    if (performance.now() > deadline)
      throw new Error(`Some panels do not follow: ${JSON.stringify(states.map(({ progress }) => progress))}`)
    await wait(250)
  }
}

/** Initiates a lockdown and gives how many milliseconds it took until every panel said that it follows; clears it. */
const lockDown = async (api: DemoApi, scenarios: readonly Scenario[]): Promise<number> => {
  const startedAt = performance.now()
  const answers = await each(api, scenarios, 'initiate')
  // an answer that names nobody is every panel's word; else those that were late are waited for
  if (answers.some(({ devicesThatDidFail }) => devicesThatDidFail.length > 0)) {
    await untilApplied(api, scenarios, startedAt + maxWaitMs)
  }
  const took = performance.now() - startedAt
  await each(api, scenarios, 'clear')
  await untilApplied(api, scenarios, performance.now() + maxWaitMs)
  return took
}
