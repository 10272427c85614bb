import { gunzipSync } from 'node:zlib'
import type { PersonDeps } from '../../functions/config-compiler/change-person.ts'
import type { CompilerDeps } from '../../functions/config-compiler/deps.ts'
import { changePeople, type PanelState, stateOf } from '../../shared/domain/access/decisions/panel-state.ts'
import { withPeople } from '../../shared/domain/access/decisions/person-record.ts'
import { PanelRules } from '../../shared/domain/access/decisions/rules.ts'
import { stateHash } from '../../shared/domain/access/decisions/state-hash.ts'
import { compileRules } from '../../shared/domain/devices/panels/compile-config.ts'
import type { RuleSources } from '../../shared/domain/devices/panels/rule-sources.ts'
import type { RulesEntry } from '../../shared/domain/devices/rules-log/entity.ts'
import { AccountId, GroupId, PanelId } from '../../shared/lib/ids.ts'
import { unheard } from '../../shared/storage/devices/panels.ts'
import { presenceStore } from '../../shared/storage/devices/presence.ts'
import { rulesLogStore } from '../../shared/storage/devices/rules-log.ts'
import { presenceKey } from '../../shared/storage/keys/devices.ts'
import { someSources } from '../domain/devices/panels/some-sources.ts'
import { memoryTable } from '../fakes/memory-table.ts'
import { newKey } from './gateway.ts'
import { keepingQueue } from './queues.ts'
import { groupRule } from './rules.ts'

export const accountId = AccountId.parse(9)
export const panelId = PanelId.parse(1)

/** What is stored of the account of one panel. A second group may pass its doors when `both`. Everything may be changed. */
export type Stored = { sources: RuleSources; both: boolean }

/** The sources of the panel as they are: the rules follow `both`, and so do the groups that are read. */
const sourcesOf = ({ sources, both }: Stored): RuleSources => {
  const groupIds = both ? [11, 12] : [11]
  const rules = groupIds.flatMap((groupId) => [101, 102].map((door) => groupRule(groupId, door, 41, { panelId })))
  const groups = sources.groups.filter(({ id }) => groupIds.includes(id))
  const users = sources.users.filter((user) => user.groupIds.some((id) => groupIds.includes(id)))
  return { ...sources, rules, groups, users }
}

/**
 * A panel over a table in memory, what is stored for it, and what the compiler is given. Each read that the compiler makes is a step of
 * its own, before which `step` is awaited. Every instant of the clock is two seconds after the one before.
 */
export const rulesLogWorld = async (step: (label: string) => Promise<void> = async () => undefined) => {
  const table = memoryTable()
  const [presences, rulesLog] = [presenceStore(table), rulesLogStore(table)]
  await table.write([{ put: { ...presenceKey(accountId, panelId), ...unheard(panelId) } }])
  const stored: Stored = { sources: someSources(), both: false }
  const bodies = new Map<string, PanelRules>()
  let clock = 0
  let drawn = 0
  const queues = { urgent: keepingQueue(), usual: keepingQueue() }
  const deps: CompilerDeps & PersonDeps = {
    presences: {
      ...presences,
      compileBegins: async (...wanted) => step('begin').then(() => presences.compileBegins(...wanted)),
    },
    rulesLog: {
      ...rulesLog,
      head: async (...wanted) => step('head').then(() => rulesLog.head(...wanted)),
      from: async (...wanted) => step('from').then(() => rulesLog.from(...wanted)),
      addDelta: async (...wanted) => step('add delta').then(() => rulesLog.addDelta(...wanted)),
      addSnapshot: async (...wanted) => step('add snapshot').then(() => rulesLog.addSnapshot(...wanted)),
      noteUnchanged: async (...wanted) => step('note').then(() => rulesLog.noteUnchanged(...wanted)),
    },
    ruleSources: {
      of: async () => {
        await step('read rules')
        const { rules, groups, schedules } = sourcesOf(stored)
        await step('read people')
        const { both } = stored
        const { users } = sourcesOf({ ...stored, both: rules.length > 2 || both })
        await step('read credentials')
        return { ...stored.sources, rules, groups, schedules, users }
      },
      person: async (_account, id) => {
        await step('read user')
        const user = stored.sources.users.find((one) => one.id === id)
        await step('read held')
        return { id, user, credentials: stored.sources.credentials.filter(({ userId }) => userId === id) }
      },
    },
    groups: {
      groupIdsOf: async (_account: AccountId, id: number) => {
        await step('read groups')
        return stored.sources.users.find((one) => one.id === id)?.groupIds ?? []
      },
      getMany: async () => someSources().groups,
    } as unknown as PersonDeps['groups'],
    rules: {
      ofSubject: async () => step('find').then(() => [groupRule(11, 101, 41, { panelId })]),
    } as unknown as PersonDeps['rules'],
    dependents: { page: async () => [] },
    snapshots: {
      put: async (_account, _panel, name, body) => {
        await step('put')
        bodies.set(name, PanelRules.parse(JSON.parse(gunzipSync(body).toString())))
      },
    },
    panelWork: { nudge: async () => undefined },
    configUrgent: queues.urgent.queue,
    configWork: queues.usual.queue,
    sockets: { send: async () => 'sent' },
    signing: (await newKey()).signing,
    pageSize: 500,
    pause: async () => undefined,
    now: () => {
      clock += 2_000
      return clock
    },
    newUuid: () => {
      drawn += 1
      return `object ${drawn}`
    },
  }

  /** The state after one entry of the log, by the state before it, as a panel has it. */
  const stateAfter = (before: PanelState | undefined, entry: RulesEntry): PanelState => {
    if (entry.kind === 'snapshot') {
      const body = bodies.get(entry.object)
      if (!body) throw new Error(`The object ${entry.object} was not put`)
      return stateOf(withPeople(body, entry.people), entry.version)
    }
    if (!before) throw new Error('A log begins with a snapshot')
    return changePeople(before, entry.people, entry.version)
  }

  return {
    deps,
    stored,
    queues,
    rulesLog,
    stateAfter,
    presence: () => presences.get(accountId, panelId),
    /** The hash of the rules that a compile from nothing would give now. */
    hashFromNothing: () => stateHash(compileRules(sourcesOf(stored))),
  }
}

export const groups = { staff: GroupId.parse(11), others: GroupId.parse(12) }
