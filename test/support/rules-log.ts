import { gunzipSync } from 'node:zlib'
import type { PersonDeps } from '../../functions/config-compiler/change-person.ts'
import type { CompilerDeps } from '../../functions/config-compiler/deps.ts'
import { changeState, type PanelState, stateOf } from '../../shared/domain/access/decisions/panel-state.ts'
import { withPeople } from '../../shared/domain/access/decisions/person-record.ts'
import type { PanelRules } from '../../shared/domain/access/decisions/rules.ts'
import { stateHash } from '../../shared/domain/access/decisions/state-hash.ts'
import { compileRules } from '../../shared/domain/devices/panels/compile-config.ts'
import type { RuleSources } from '../../shared/domain/devices/panels/rule-sources.ts'
import type { RulesEntry } from '../../shared/domain/devices/rules-log/entity.ts'
import { withParents } from '../../shared/domain/people/groups/tree.ts'
import { escortedGroupsOf } from '../../shared/domain/places/access-points/door-rules.ts'
import { AccountId, GroupId, PanelId, UserId } from '../../shared/lib/ids.ts'
import { SnapshotContent } from '../../shared/panel-protocol/config-available.ts'
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

/**
 * What is stored of the account of one panel. A second group may pass its doors when `both`, user 24 by a rule of their own when `own`. Everything
 * may be changed. `areMany` makes groups look so large that their members are too many for a delta.
 */
export type Stored = { sources: RuleSources; staff: boolean; both: boolean; own: boolean; areMany: boolean }

/** The sources of the panel as they are: the rules follow `both` and `own`; the groups are those of the rules, those that enable, those that are escorted, and all below. */
const sourcesOf = ({ sources, staff, both, own }: Stored): RuleSources => {
  const ruled = [...(staff ? [11] : []), ...(both ? [12] : [])]
  const rules = ruled.flatMap((groupId) => [101, 102].map((door) => groupRule(groupId, door, 41, { panelId })))
  const ofUser = { ...groupRule(24, 101, 41, { panelId }), subject: { kind: 'user' as const, userId: UserId.parse(24) } }
  const enabling = sources.schedules.flatMap(({ enablingGroupId }) => enablingGroupId ?? [])
  const roots = [...ruled, ...enabling, ...sources.accessPoints.flatMap(({ doorRules }) => escortedGroupsOf(doorRules))]
  const byId = new Map(sources.groups.map((group) => [group.id as number, group]))
  const groups = sources.groups.filter(({ id }) => withParents([id], byId).some((above) => roots.includes(above)))
  return { ...sources, rules: own ? [...rules, ofUser] : rules, groups }
}

/**
 * A panel over a table in memory, what is stored for it, and what the compiler is given. Each read that the compiler makes is a step of
 * its own, before which `step` is awaited. Every instant of the clock is two seconds after the one before.
 */
export const rulesLogWorld = async (step: (label: string) => Promise<void> = async () => undefined) => {
  const table = memoryTable()
  const [presences, rulesLog] = [presenceStore(table), rulesLogStore(table)]
  await table.write([{ put: { ...presenceKey(accountId, panelId), ...unheard(panelId) } }])
  const stored: Stored = { sources: someSources(), staff: true, both: false, own: false, areMany: false }
  const bodies = new Map<string, PanelRules>()
  /** The groups that the panel is noted for. */
  const noted = new Set<number>()
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
      addCompiled: async (...wanted) => step('add compiled').then(() => rulesLog.addCompiled(...wanted)),
      frame: async (...wanted) => step('frame').then(() => rulesLog.frame(...wanted)),
      noteUnchanged: async (...wanted) => step('note').then(() => rulesLog.noteUnchanged(...wanted)),
    },
    ruleSources: {
      frame: async () => {
        await step('read rules')
        for (const { id } of sourcesOf(stored).groups) noted.add(id)
        const { users: _users, credentials: _credentials, ...frame } = sourcesOf(stored)
        return { ...frame, passingGroupIds: [] }
      },
      async *users(_account, frame) {
        await step('read people')
        const { sources } = stored
        const groupIds = frame.groups.map(({ id }) => id)
        const own = frame.rules.flatMap(({ subject }) => (subject.kind === 'user' ? [subject.userId] : []))
        const users = sources.users.filter((user) => own.includes(user.id) || user.groupIds.some((id) => groupIds.includes(id)))
        const [first, ...others] = users
        yield first ? [first] : []
        await step('read more people')
        yield others
      },
      async *credentials() {
        await step('read credentials')
        yield stored.sources.credentials
      },
      members: async (_account, groupId, limit) => {
        await step('read members')
        const members = stored.sources.users.filter((user) => user.groupIds.includes(groupId))
        return stored.areMany ? Array.from({ length: limit }, (_, index) => UserId.parse(index + 1)) : members.map(({ id }) => id)
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
      getMany: async (_account: AccountId, ids: number[]) => {
        await step('read groups')
        return stored.sources.groups.filter(({ id }) => ids.includes(id))
      },
    } as unknown as PersonDeps['groups'],
    rules: {
      ofSubject: async () => {
        await step('find')
        return stored.own ? [groupRule(24, 101, 41, { panelId })] : []
      },
    } as unknown as PersonDeps['rules'],
    dependents: {
      page: async (_account, { id }) => step('find noted').then(() => (noted.has(id) ? [panelId] : [])),
    },
    snapshots: {
      put: async (_account, _panel, name, body) => {
        await step('put')
        const { people, ...rules } = SnapshotContent.parse(JSON.parse(gunzipSync(body).toString()))
        bodies.set(name, withPeople(rules, people))
      },
    },
    panelWork: { nudge: async () => undefined, disconnect: async () => undefined },
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
    return changeState(before, entry, entry.version)
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
