import { randomUUID } from 'node:crypto'
import { marshall } from '@aws-sdk/util-dynamodb'
import { routeChanges } from '../../functions/change-router/route-changes.ts'
import { compilePanel } from '../../functions/config-compiler/compile-panel.ts'
import { type WorkDeps, workOnBatch } from '../../functions/config-compiler/work.ts'
import { stages } from '../../infra/stage.ts'
import type { Queue, QueueMessage } from '../../shared/adapters/queue.ts'
import { second } from '../../shared/lib/clock.ts'
import { AccountId, GroupId, PanelId } from '../../shared/lib/ids.ts'
import { dependentPanelStore } from '../../shared/storage/access/dependent-panels.ts'
import { ruleStore } from '../../shared/storage/access/rules.ts'
import { unheard } from '../../shared/storage/devices/panels.ts'
import { presenceStore } from '../../shared/storage/devices/presence.ts'
import { rulesLogStore } from '../../shared/storage/devices/rules-log.ts'
import { presenceKey } from '../../shared/storage/keys/devices.ts'
import { groupStore } from '../../shared/storage/people/groups.ts'
import type { StreamRecord } from '../../shared/storage/table/streamed-change.ts'
import { someSources } from '../domain/devices/panels/some-sources.ts'
import { memoryTable } from '../fakes/memory-table.ts'
import { fairQueue } from './fair-queue.ts'
import { newKey } from './gateway.ts'
import { groupRule } from './rules.ts'
import { queueRecord } from './sender.ts'

const noisy = AccountId.parse(1)
const quiet = AccountId.parse(2)
const panelsOf = new Map<AccountId, PanelId[]>([
  [noisy, [1, 2, 3, 4, 5].map((id) => PanelId.parse(id))],
  [quiet, [PanelId.parse(1)]],
])
/** How long the rules of one panel are read. */
const readingMs = new Map<AccountId, number>([
  [noisy, 2_000],
  [quiet, 100],
])
/** A request to a queue or to the table. */
const tripMs = 10
/** Records of the stream in one batch of the router, which has one at a time, as with a single shard. */
const batchSize = 100
const quietEveryMs = 1_000
/** As many places of the compiler for each queue as the smallest stage has. */
const { configUrgent: urgentPlaces, configWork: usualPlaces } = stages.dev.maxConcurrency

const wait = (ms: number) => new Promise<void>((done) => setTimeout(done, ms))

type Attributes = Record<string, unknown>
const record = (account: AccountId, entity: string, before: Attributes | undefined, after: Attributes): StreamRecord => ({
  dynamodb: {
    SequenceNumber: '1',
    Keys: { pk: { S: `A#${account}#${entity}` }, sk: { S: '1' } },
    ...(before ? { OldImage: marshall({ ...before, entity }) } : {}),
    NewImage: marshall({ ...after, entity }),
  },
})

/** Somebody is imported into a group that may pass a door of each panel of the account. */
export const imported = (id: number): StreamRecord => record(noisy, 'user', undefined, { id, suspended: false, groupIds: [1] })

const card = { id: 1, kind: 'card', encoded: 'a1', userId: 5, state: 'active' }
/** What the quiet account does: takes access away, which has the urgent lane, or gives some. */
export const quietChanges = {
  suspends: record(quiet, 'credential', card, { ...card, state: 'suspended' }),
  grants: record(quiet, 'rule', undefined, { ...groupRule(1, 1), panelId: panelsOf.get(quiet)?.[0] }),
}

/** A queue of the compiler, whose messages come to `places` consumers one by one. */
const compilerQueue = () => {
  const messages = fairQueue<QueueMessage>(({ group }) => group)
  const add = async (message: QueueMessage) => {
    await wait((message.delaySeconds ?? 0) * second)
    messages.add(message)
  }
  const queue: Queue = {
    send: async (sent) => {
      await wait(tripMs)
      for (const message of sent) void add(message)
      return []
    },
  }
  return { queue, messages }
}

/** The compiler over a table in memory in which every panel has its rules; every request takes its time. */
const compiler = async (configUrgent: Queue, configWork: Queue, begins: (account: AccountId) => void) => {
  const table = memoryTable()
  const presences = presenceStore(table)
  const soon = async <T>(value: T): Promise<T> => wait(tripMs).then(() => value)
  const deps: WorkDeps = {
    presences,
    groups: { ...groupStore(table), groupIdsOf: () => soon([GroupId.parse(1)]), getMany: () => soon([]) },
    rules: {
      ...ruleStore(table),
      ofSubject: (account) => soon((panelsOf.get(account) ?? []).map((panelId) => groupRule(1, panelId, 4, { panelId }))),
    },
    dependents: dependentPanelStore(table),
    ruleSources: {
      frame: async () => ({ ...someSources(), passingGroupIds: [] }),
      async *users() {
        yield someSources().users
      },
      async *credentials() {
        yield someSources().credentials
      },
      members: async () => [],
      person: async (_account, id) => ({ id, user: undefined, credentials: [] }),
    },
    rulesLog: rulesLogStore(table),
    snapshots: { put: async () => undefined },
    sockets: { send: async () => 'sent' },
    signing: (await newKey()).signing,
    pause: async () => undefined,
    newUuid: randomUUID,
    panelWork: { nudge: async () => undefined, disconnect: async () => undefined },
    configUrgent,
    configWork,
    pageSize: 500,
    now: Date.now,
  }
  for (const [account, panelIds] of panelsOf)
    for (const panelId of panelIds) {
      await table.write([{ put: { ...presenceKey(account, panelId), ...unheard(panelId) } }])
      await compilePanel(deps, account, panelId)
    }
  const slow: WorkDeps = {
    ...deps,
    presences: {
      ...presences,
      get: async (...wanted) => soon(await presences.get(...wanted)),
      getMany: async (...wanted) => soon(await presences.getMany(...wanted)),
      compileBegins: async (account, ...wanted) => {
        begins(account)
        return soon(await presences.compileBegins(account, ...wanted))
      },
    },
    ruleSources: {
      ...deps.ruleSources,
      frame: (account) => wait(readingMs.get(account) ?? 0).then(() => ({ ...someSources(), passingGroupIds: [] })),
      person: (account, id) => {
        begins(account)
        return soon({ id, user: undefined, credentials: [] })
      },
    },
  }
  return slow
}

/**
 * The way from the stream to the compiler: the router, two fair queues and the places of the compiler, with two accounts. Gives what
 * lets the quiet one make a change every second beside what the other one changes (records a second, for `forMs`), and
 * says after how many milliseconds the compile of each of these changes began.
 */
export const panelNeighbours = async () => {
  const [urgent, usual] = [compilerQueue(), compilerQueue()]
  const begun: number[] = []
  const deps = await compiler(urgent.queue, usual.queue, (account) => {
    if (account === quiet) begun.push(Date.now())
  })
  const stream: StreamRecord[] = []

  const route = async (end: number) => {
    const unused: Queue = { send: async () => [] }
    const others = { events: unused, postureWork: unused, nameCopies: unused, jobs: unused, failures: unused }
    const queues = { configUrgent: urgent.queue, configWork: usual.queue, ...others }
    while (Date.now() < end) {
      const batch = stream.splice(0, batchSize)
      if (batch.length === 0) await wait(tripMs)
      else await routeChanges({ ...queues, now: Date.now }, batch)
    }
  }
  const place = async ({ messages }: typeof usual, end: number) => {
    while (Date.now() < end) {
      const batch = messages.receive(1)
      if (batch.length === 0) await wait(tripMs)
      const records = batch.map(({ body }) => queueRecord(body))
      if ((await workOnBatch(deps, records)).batchItemFailures.length > 0) throw new Error('A message failed')
      messages.done(batch)
    }
  }
  const importPeople = async (people: number, forMs: number) => {
    for (let id = 1; id <= people; id += 1) {
      stream.push(imported(id))
      if (id % Math.ceil((people * tripMs) / forMs) === 0) await wait(tripMs)
    }
  }

  return async (change: StreamRecord, people: number, forMs: number): Promise<number[]> => {
    const end = Date.now() + forMs
    void route(end)
    for (let count = 0; count < urgentPlaces; count += 1) void place(urgent, end)
    for (let count = 0; count < usualPlaces; count += 1) void place(usual, end)
    void importPeople(people, forMs)
    const changedAt: number[] = []
    while (Date.now() + quietEveryMs < end) {
      await wait(quietEveryMs)
      changedAt.push(Date.now())
      stream.push(change)
    }
    await wait(end - Date.now())
    return changedAt.map((at, index) => (begun[index] ?? Number.POSITIVE_INFINITY) - at)
  }
}
