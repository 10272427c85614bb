import { routeChanges } from '../../functions/change-router/route-changes.ts'
import { type RunnerDeps, workOnBatch } from '../../functions/job-runner/work.ts'
import type { BatchWork } from '../../shared/domain/people/batch-jobs/entity.ts'
import { createStores } from '../../shared/storage/stores.ts'
import type { Table } from '../../shared/storage/table/types.ts'
import { policedTable } from '../infra/policed-table.ts'
import { withOwner } from './administrators.ts'
import { keepingQueue } from './queues.ts'
import { queueRecord } from './sender.ts'
import { streamOf } from './stream-of.ts'

type Api = Pick<Awaited<ReturnType<typeof withOwner>>, 'table' | 'clock' | 'deps'>

/**
 * The change router and the job runner beside an API, with the rights of the functions in the cloud. `through` is the table that
 * the runner uses, when a test needs faults; `change` is what it is given otherwise.
 */
export const jobRunner = ({ table, clock, deps: api }: Api, through: Table = table, change: Partial<RunnerDeps> = {}) => {
  const stream = streamOf(table)
  const { queue, sent } = keepingQueue()
  const { newId, newUuid } = api
  const now = () => clock.now
  const deps = { ...createStores(policedTable(through, 'job-runner')), now, newId, newUuid, jobs: queue, ...change }

  /** Routes the stream: messages of new jobs lie in the queue then. */
  const route = async (): Promise<void> => {
    const others = keepingQueue().queue
    const rest = { events: others, postureWork: others, configUrgent: others, configWork: others, nameCopies: others }
    await routeChanges({ ...rest, failures: others, jobs: queue, now }, stream())
  }

  /** Hands messages to the runner as one batch; gives back the positions of those that come again. */
  const run = async (messages: readonly unknown[]): Promise<number[]> => {
    const records = messages.map((message, index) => queueRecord(message, String(index)))
    return (await workOnBatch(deps, records)).batchItemFailures.map(({ itemIdentifier }) => Number(itemIdentifier))
  }

  /** Runs what is in the queue until it is empty; gives back how many runs that took. */
  const workOff = async (): Promise<number> => {
    await route()
    let runs = 0
    for (; sent.length > 0; runs += 1) {
      const failed = await run(sent.splice(0, 1))
      if (failed.length > 0) throw new Error('A run failed')
    }
    return runs
  }

  /** The messages in the queue, which are taken out of it. */
  // Only the router and the runner put messages there.
  const take = () => sent.splice(0) as BatchWork[]

  return { route, run, take, workOff }
}

/** An account whose owner calls through an application of it. */
export const withBatches = async () => {
  const api = await withOwner()
  const application = { name: 'HR', description: 'Sends people', grantTypes: ['password'] }
  const { json } = await api.call('POST', '/applications', { as: api.as, body: application })
  // With the name that the administrator has in the table.
  const as = { ...api.as, clientId: String(json.clientId), name: 'James Miller' }
  const call: typeof api.call = (method, path, options) => api.call(method, path, { as, ...options })
  const start = async (users: readonly unknown[]): Promise<string> => {
    const { status, json, text } = await call('POST', '/users/batch', { body: { users } })
    if (status !== 200) throw new Error(text)
    return json.jobId
  }
  const job = async (jobId: string, query = '?pageSize=100') => (await call('GET', `/batch/${jobId}${query}`)).json
  return { ...api, as, applicationId: Number(json.id), call, start, job }
}

/** Bodies of `count` users, named by their place from 1. */
export const people = (count: number, more: object = {}) =>
  Array.from({ length: count }, (_, index) => ({ firstName: 'Ann', lastName: `Number ${index + 1}`, ...more }))
