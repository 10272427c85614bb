import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type DemoApi, demoApi, passwordToken } from '../../local/demo/client.ts'
import { startCloud } from '../../local/supervisor/launch.ts'
import { Demo, type Tenant } from '../support/demo.ts'
import { type Row, ratioRow, wait } from './row.ts'

const rounds = 15
const people = 300
/** A person is four requests. Near seven people a second all of one machine's engines are busy, and this row would measure only them. */
const everyMs = 500
const maxWaitMs = 60_000

/**
 * On a local cloud of its own: from the answer that a user is suspended to the version of the rules that its panel runs, beside another
 * account's import of some hundred people into a group that passes every door, and without it.
 */
export const benchImport = async (): Promise<Row[]> => {
  const dataDir = mkdtempSync(join(tmpdir(), 'sallyport-bench-'))
  const cloud = await startCloud({ dataDir, ports: 'free' })
  try {
    const demo = Demo.parse(cloud.demo)
    const [noisy, quiet] = demo.tenants
    if (!noisy || !quiet) throw new Error('The demo has two tenants')
    const apiOf = async ({ passwordApp, admin }: Tenant) =>
      demoApi(demo.apiUrl, await passwordToken(demo.authUrl, passwordApp, admin), demo.apiKey)
    const [noisyApi, quietApi] = [await apiOf(noisy), await apiOf(quiet)]
    const suspend = await suspensions(demo, quiet, quietApi)
    await suspend(3)
    const alone = await suspend(rounds)
    let isOver = false
    const importing = importPeople(noisy, noisyApi, () => isOver)
    const beside = await suspend(rounds)
    isOver = true
    await importing
    return [ratioRow('panel beside an import, from suspension, ms', beside, alone, 'at most 2')]
  } finally {
    await cloud.stop()
    rmSync(dataDir, { recursive: true, force: true })
  }
}

/** Suspends a user so often, and gives how many milliseconds the panel took to run rules that say so. */
const suspensions = async (demo: Demo, tenant: Tenant, api: DemoApi) => {
  const [panel] = tenant.panels
  const { data } = await api<{ data: { id: number }[] }>('GET', '/users')
  const [user] = data
  if (!panel || !user) throw new Error('The demo has no panel or no user')
  const applied = async () => {
    const answer = await fetch(`${demo.simulator.url}/panels/${panel.serialNumber}`)
    return ((await answer.json()) as { appliedVersion: number }).appliedVersion
  }
  const setSuspended = async (suspended: boolean): Promise<number> => {
    const before = await applied()
    await api('PUT', `/users/${user.id}/suspended`, { suspended })
    const startedAt = performance.now()
    while ((await applied()) === before) {
      if (performance.now() - startedAt > maxWaitMs) throw new Error('The panel was not sent its rules')
      await wait(5)
    }
    return performance.now() - startedAt
  }
  return async (times: number): Promise<number[]> => {
    const took: number[] = []
    for (let round = 0; round < times; round += 1) {
      took.push(await setSuspended(true))
      await setSuspended(false)
    }
    return took
  }
}

const importPeople = async (tenant: Tenant, api: DemoApi, isOver: () => boolean): Promise<void> => {
  const [group] = tenant.groups
  const importPerson = async (number: number) => {
    const user = await api<{ id: number }>('POST', '/users', { firstName: 'Person', lastName: `Number ${number}` })
    const fieldValues = [
      { id: 1, value: String(5_000 + number) },
      { id: 2, value: '70' },
    ]
    const card = { credentialFormat: { id: 100 }, referenceId: String(5_000 + number), fieldValues }
    const credential = await api<{ id: number }>('POST', '/credentials', card)
    await api('PUT', `/users/${user.id}/credentials/${credential.id}`)
    await api('PUT', `/groups/${group?.id}/users/${user.id}`)
  }
  const all: Promise<void>[] = []
  for (let number = 1; number <= people && !isOver(); number += 1) {
    all.push(importPerson(number))
    await wait(everyMs)
  }
  await Promise.all(all)
}
