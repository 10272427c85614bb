import pMap from 'p-map'
import type { DemoApi } from '../../local/demo/client.ts'
import { maxBatchRows } from '../../shared/domain/people/batch-jobs/entity.ts'
import { addCardHolder, openGroup, suspend, untilDecides } from './card-holder.ts'
import { withFleet } from './fleet.ts'
import { quantile, quantileRows, type Row, wait } from './row.ts'

/** `BENCH_IMPORT=1000 npm run bench -- revocation`: fewer people, for less time. */
const people = Number(process.env.BENCH_IMPORT ?? 10_000)
const rounds = 100
const everyMs = 200
const joinsAtOnce = 4
const startMs = 60_000
const maxP99Ms = 1_000

/**
 * On a local cloud of its own: from the request that suspends a person until the panel denies their card; alone, and while people are
 * created in batches and join a group that passes the same door. Each has a PIN, so each is another record of the same panel. The import is
 * broken off when 100 revocations were measured beside it.
 */
export const benchRevocation = (): Promise<Row[]> =>
  withFleet(1, async ({ api, panels, hostOf }) => {
    const [panel] = panels
    if (!panel) throw new Error('There is one panel')
    const groupId = await openGroup(api, 'Staff of the fleet', [panel.accessPointId])
    const holder = await addCardHolder(api, groupId, 2_001)
    const host = hostOf(panel)
    const card = holder.at(panel.accessPointId)
    await untilDecides(host, card, 'granted', performance.now(), { longestMs: startMs })
    const revoke = async (): Promise<number> => {
      const startedAt = performance.now()
      await suspend(api, holder, true)
      const took = await untilDecides(host, card, 'denied', startedAt)
      await suspend(api, holder, false)
      await untilDecides(host, card, 'granted', performance.now())
      await wait(everyMs)
      return took
    }
    for (let round = 0; round < 3; round += 1) await revoke()
    const alone: number[] = []
    for (let round = 0; round < rounds; round += 1) alone.push(await revoke())
    const over = new AbortController()
    const importing = importPeople(api, groupId, people, over.signal).finally(() => over.abort())
    const beside: number[] = []
    while (beside.length < rounds && !over.signal.aborted) beside.push(await revoke())
    over.abort()
    await importing
    return [...quantileRows('revocation, suspended to denied', alone, maxP99Ms), ...besideRows(beside, alone)]
  })

const besideRows = (beside: readonly number[], alone: readonly number[]): Row[] =>
  ([0.5, 0.99] as const).map((share) => ({
    name: `revocation beside an import of ${people}, p${share * 100} ms`,
    ours: quantile(beside, share).toFixed(0),
    against: quantile(alone, share).toFixed(0),
    ratio: (quantile(beside, share) / quantile(alone, share)).toFixed(2),
    budget: share === 0.5 ? '' : `at most ${maxP99Ms}`,
  }))

type BatchRow = { status: string; userId?: number }

/** Creates people by jobs of the greatest size, one after the other, and puts each into the group as soon as it is there; until `over`. */
const importPeople = async (api: DemoApi, groupId: number, count: number, over: AbortSignal): Promise<void> => {
  for (let from = 0; from < count && !over.aborted; from += maxBatchRows) {
    const users = Array.from({ length: Math.min(maxBatchRows, count - from) }, (_, index) => ({
      firstName: 'Person',
      lastName: `Number ${from + index}`,
      pin: String(10_000_000 + from + index),
    }))
    const { jobId } = await api<{ jobId: string }>('POST', '/users/batch', { users })
    for (let joined = 0; joined < users.length && !over.aborted; ) {
      const { data } = await api<{ data: BatchRow[] }>('GET', `/batch/${jobId}?pageSize=100&offset=${joined}`)
      const pending = data.findIndex(({ status }) => status === 'PENDING')
      const done = pending < 0 ? data : data.slice(0, pending)
      const refused = done.find(({ status }) => status !== 'CREATED')
      if (refused) throw new Error(`A person was not created: ${JSON.stringify(refused)}`)
      await pMap(done, ({ userId }) => api('PUT', `/groups/${groupId}/users/${userId}`), { concurrency: joinsAtOnce })
      joined += done.length
      if (done.length === 0) await wait(everyMs)
    }
  }
}
