import { FanOut, type FanOutPlace, Scenario } from '../../domain/access/emergencies/entity.ts'
import type { Instant } from '../../lib/clock.ts'
import type { AccountId } from '../../lib/ids.ts'
import { emergencyGenerationKey, fanOutKey, fanOutPartition, fanOutsOf } from '../keys/access.ts'
import { entityKey, entityPartition, uniqueKey } from '../keys/common.ts'
import { type AuditEvents, eventWrites } from '../record/event-writes.ts'
import type { Condition, Item, Table, Write } from '../table/types.ts'

/** How a change ended; `changed`: a scenario was changed by another writer, or another has become the default, so read again. */
export type ScenarioChange = { ok: true } | { ok: false; reason: 'changed' }

/** Emergency scenarios of an account, of which there are few: each is an item, and a claim says which is the default of its kind. */
export const emergencyStore = (table: Table) => {
  /** All scenarios, and how often any was initiated or cleared before they were read. */
  const readAll = async (accountId: AccountId): Promise<{ generation: number; scenarios: Scenario[] }> => {
    const items = await table.query({ pk: entityPartition(accountId, 'emergency-scenario'), consistent: true })
    const { sk } = emergencyGenerationKey(accountId)
    const counter = items.find((item) => item.sk === sk)
    return { generation: Number(counter?.generation ?? 0), scenarios: items.filter((item) => item.sk !== sk).map(read) }
  }
  const all = async (accountId: AccountId): Promise<Scenario[]> => (await readAll(accountId)).scenarios

  const written = async (writes: Write[]): Promise<ScenarioChange> =>
    (await table.write(writes)).ok ? { ok: true } : { ok: false, reason: 'changed' }

  return {
    /** All that are stored, in order of their ids, read strongly. */
    all,

    /** Those in force, read strongly. */
    active: async (accountId: AccountId): Promise<Scenario[]> =>
      (await all(accountId)).filter(({ active }) => active !== undefined),

    /**
     * Those in force, and how often any of the account was initiated or cleared. The number is read first: it may be older than what
     * is in force, and never newer.
     */
    inForce: async (accountId: AccountId): Promise<{ generation: number; active: Scenario[] }> => {
      const { generation, scenarios } = await readAll(accountId)
      return { generation, active: scenarios.filter(({ active }) => active !== undefined) }
    },

    get: async (accountId: AccountId, id: number): Promise<Scenario | undefined> => {
      const item = await table.get(entityKey(accountId, 'emergency-scenario', id))
      return item && read(item)
    },

    /**
     * Puts `next` in place of `before`, as it was read, or adds it when there was none. `other` is the scenario that loses the default
     * by that, or that has it again: it is stored beside, so that nobody initiates it as what it is no more.
     */
    put: (
      accountId: AccountId,
      before: Scenario | undefined,
      next: Scenario,
      events: AuditEvents,
      other?: Scenario,
    ): Promise<ScenarioChange> =>
      written([
        { put: itemOf(accountId, next), when: follows(next.version) },
        ...claimWrites(accountId, before, next, other),
        ...besideWrites(accountId, other),
        ...eventWrites(accountId, events),
      ]),

    /** Puts `next` in force, or ends it, in place of `before`, as it was read, with the fan-out that brings that about at its panels. */
    switch: (
      accountId: AccountId,
      before: Scenario,
      next: Scenario,
      event: AuditEvents,
      fanOut: FanOut,
    ): Promise<ScenarioChange> =>
      written([
        { put: itemOf(accountId, next), when: follows(next.version) },
        ...claimWrites(accountId, before, next),
        { put: fanOutItem(accountId, fanOut) },
        { update: emergencyGenerationKey(accountId), add: { generation: 1 }, set: { entity: 'emergency-generation' } },
        ...eventWrites(accountId, event),
      ]),

    /** A fan-out as it is now, read strongly. */
    fanOut: async (accountId: AccountId, scenarioId: number, version: number): Promise<FanOut | undefined> => {
      const item = await table.get(fanOutKey(accountId, scenarioId, version))
      return item && FanOut.parse(item)
    },

    /** The last fan-out of a scenario; none when it was never initiated, or long ago. */
    lastFanOut: async (accountId: AccountId, scenarioId: number): Promise<FanOut | undefined> => {
      const pk = fanOutPartition(accountId)
      const [item] = await table.query({ pk, beginsWith: fanOutsOf(scenarioId), descending: true, limit: 1 })
      return item && FanOut.parse(item)
    },

    /** A page of the fan-out, as it was read, was handed on; `endedAt` when it was the last. False when another was first with that. */
    pageDone: async (accountId: AccountId, before: FanOut, place: FanOutPlace, endedAt?: Instant): Promise<boolean> => {
      const moved = await table.update({
        update: fanOutKey(accountId, before.scenarioId, before.version),
        set: { ...place, ...(endedAt === undefined ? {} : { endedAt }) },
        when: [
          { attribute: 'pages', is: '=', value: before.pages },
          { attribute: 'endedAt', is: 'absent' },
        ],
      })
      return moved !== undefined
    },

    /** Deletes the scenario as it was read. */
    remove: (accountId: AccountId, scenario: Scenario, events: AuditEvents, other?: Scenario): Promise<ScenarioChange> =>
      written([
        { delete: entityKey(accountId, 'emergency-scenario', scenario.id), when: [atVersion(scenario.version)] },
        ...claimWrites(accountId, scenario, undefined),
        ...besideWrites(accountId, other),
        ...eventWrites(accountId, events),
      ]),
  }
}

const read = (item: Item): Scenario => Scenario.parse(item)

const itemOf = (accountId: AccountId, scenario: Scenario): Item => ({
  ...scenario,
  ...entityKey(accountId, 'emergency-scenario', scenario.id),
  entity: 'emergency-scenario',
})

const fanOutItem = (accountId: AccountId, fanOut: FanOut): Item => ({
  ...fanOut,
  ...fanOutKey(accountId, fanOut.scenarioId, fanOut.version),
  entity: 'emergency-fan-out',
  ttl: Math.ceil(fanOut.expiresAt / 1000),
})

const atVersion = (version: number): Condition => ({ attribute: 'version', is: '=', value: version })
const follows = (version: number): Condition[] => [version === 1 ? { attribute: 'pk', is: 'absent' } : atVersion(version - 1)]

/** Keeps the claim of the default: taken from nobody, from itself or from `former`, and given back by who is the default no more. */
const claimWrites = (
  accountId: AccountId,
  before: Scenario | undefined,
  next: Scenario | undefined,
  former?: Scenario,
): Write[] => {
  const { id, kind } = next ?? before ?? {}
  if (id === undefined || kind === undefined) return []
  const key = uniqueKey(accountId, 'default-emergency', kind)
  const heldBy = (scenarioId: number): Condition => ({ attribute: 'scenarioId', is: '=', value: scenarioId })
  if (!next?.isDefault) return before?.isDefault ? [{ delete: key, when: [heldBy(id)] }] : []
  const holders: Condition[] = [{ attribute: 'pk', is: 'absent' }, heldBy(id), ...(former ? [heldBy(former.id)] : [])]
  return [{ put: { ...key, entity: 'default-emergency', scenarioId: id }, when: [{ anyOf: holders }] }]
}

const besideWrites = (accountId: AccountId, other: Scenario | undefined): Write[] =>
  other ? [{ put: itemOf(accountId, other), when: follows(other.version) }] : []
