import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { changePerson } from '../../functions/config-compiler/change-person.ts'
import { compilePanel } from '../../functions/config-compiler/compile-panel.ts'
import type { PanelState } from '../../shared/domain/access/decisions/panel-state.ts'
import type { RulesEntry } from '../../shared/domain/devices/rules-log/entity.ts'
import type { DoorRules } from '../../shared/domain/places/access-points/door-rules.ts'
import { AccessPointId, DoorSetId, type GroupId, ScheduleId, UserId } from '../../shared/lib/ids.ts'
import { someArea } from '../domain/devices/panels/some-sources.ts'
import { accountId, groups, panelId, rulesLogWorld } from '../support/rules-log.ts'

const people = [21, 22, 23, 24].map((id) => UserId.parse(id))

/** A change: of a person, whose `effectiveTo` counts the changes; of a setting of a group; of who may pass at all. */
const aChange = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('person' as const),
      who: fc.constantFrom(...people),
      suspended: fc.boolean(),
      staff: fc.boolean(),
      others: fc.boolean(),
      again: fc.boolean(),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('immune' as const), on: fc.boolean() }) },
  // one of two areas is made or changed, or deleted, or loses what makes it functional
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('area' as const),
      which: fc.constantFrom(61, 62),
      as: fc.constantFrom('sound' as const, 'without entry' as const, 'gone' as const),
      limit: fc.integer({ min: 1, max: 3 }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constantFrom('staff' as const, 'both' as const, 'own' as const),
      on: fc.boolean(),
      areMany: fc.boolean(),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('tree' as const), on: fc.boolean(), areMany: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('enabling' as const), on: fc.boolean(), areMany: fc.boolean() }) },
  // what the first door asks for: during which schedule, whom it has escorted, and whether the other door is interlocked with it
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('asks' as const),
      scheduleId: fc.constantFrom(undefined, 41, 42, 43),
      escorted: fc.constantFrom(undefined, ...Object.values(groups)),
      isInterlocked: fc.boolean(),
      areMany: fc.boolean(),
    }),
  },
  // the code and the alarm of a set, and by which side the second door lies in it
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('set' as const),
      zoneCode: fc.constantFrom(undefined, '7000', '7100'),
      silentAlarm: fc.boolean(),
      member: fc.constantFrom('out' as const, 1 as const, 2 as const, 'both' as const),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('whole' as const) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('gone' as const), who: fc.constantFrom(...people) }) },
)

/** An area of the first door; none when it is gone. */
const areaAs = (id: number, as: 'sound' | 'without entry' | 'gone', limit: number) =>
  as === 'gone'
    ? []
    : [
        someArea(id, {
          borders: [{ accessPointId: 101, side: id === 61 ? 1 : 2, direction: as === 'sound' ? 'in' : 'out' }],
          occupancy: { enforcement: 'deny', limit },
        }),
      ]

/** A set with these settings, and the second door in it, or not. */
const setAs = (wanted: { zoneCode: string | undefined; silentAlarm: boolean; member: 'out' | 'both' | 1 | 2 }) => {
  const place = { doorSetId: DoorSetId.parse(8), accessPointId: AccessPointId.parse(102), panelId }
  const { member, zoneCode } = wanted
  return {
    sets: [
      {
        id: place.doorSetId,
        ...(zoneCode === undefined ? {} : { zoneCode }),
        ...(wanted.silentAlarm ? { silentAlarm: true as const } : {}),
      },
    ],
    doorSets: member === 'out' ? [] : [{ ...place, ...(member === 'both' ? {} : { side: member }) }],
  }
}

/** What the first door asks for; nothing when none of it is named. */
const askedBy = (asks: { scheduleId: number | undefined; escorted: GroupId | undefined; isInterlocked: boolean }): DoorRules => ({
  ...(asks.scheduleId === undefined ? {} : { twoPerson: { scheduleId: ScheduleId.parse(asks.scheduleId), side: 1 } }),
  ...(asks.escorted === undefined ? {} : { escort: { groupIds: [asks.escorted] } }),
  ...(asks.isInterlocked ? { interlock: { accessPointIds: [AccessPointId.parse(102)] } } : {}),
})

it('however changes, deltas and snapshots interleave, a panel that follows the log ends with what a compile from nothing gives, and never knows less than before', async () => {
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), fc.array(aChange, { minLength: 1, maxLength: 7 }), async (scheduler, changes) => {
      let isRunning = false
      const step = async (label: string) => (isRunning ? scheduler.schedule(Promise.resolve(), label) : undefined)
      const world = await rulesLogWorld(step)
      const { deps, stored, rulesLog } = world
      await compilePanel(deps, accountId, panelId)

      // a panel that is sent each version, whatever is taken out of the log afterwards
      const entries: RulesEntry[] = []
      const follow = async () => {
        for (const entry of await rulesLog.from(accountId, panelId, (entries.at(-1)?.version ?? 0) + 1)) entries.push(entry)
      }
      const following = {
        ...deps,
        rulesLog: {
          ...deps.rulesLog,
          addDelta: async (...wanted: Parameters<typeof deps.rulesLog.addDelta>) => {
            const isAdded = await deps.rulesLog.addDelta(...wanted)
            if (isAdded) await follow()
            return isAdded
          },
          addCompiled: async (...wanted: Parameters<typeof deps.rulesLog.addCompiled>) => {
            const outcome = await deps.rulesLog.addCompiled(...wanted)
            if (outcome === 'added') await follow()
            return outcome
          },
          removeBefore: async (...wanted: Parameters<typeof deps.rulesLog.removeBefore>) => {
            await follow()
            return deps.rulesLog.removeBefore(...wanted)
          },
        },
      }
      await follow()

      const work: Promise<unknown>[] = []
      const common = { accountId, revokes: true, reasons: ['test'] }
      const compile = async (whole = false) =>
        compilePanel(following, accountId, panelId, { knownAt: deps.now(), revokes: true, whole })
      const person = async (userId: UserId, groupIds: GroupId[]) =>
        changePerson(following, { kind: 'person', ...common, knownAt: deps.now(), userId, groupIds })
      const groupsOf = (userId: UserId) => stored.sources.users.find(({ id }) => id === userId)?.groupIds ?? []
      let count = 0
      // the name of a schedule counts the changes of what is not a person
      const named = (name: number) => stored.sources.schedules.map((schedule) => ({ ...schedule, name: String(name) }))
      isRunning = true
      const changing = (async () => {
        for (const change of changes) {
          await step('change')
          count += 1
          const { sources } = stored
          if (change.kind === 'person') {
            const groupIds = [...(change.staff ? [groups.staff] : []), ...(change.others ? [groups.others] : [])]
            const next = { suspended: change.suspended, groupIds, effectiveTo: count }
            // the groups of before and after, as the stream has them
            const concerned = [...groupsOf(change.who), ...groupIds]
            stored.sources = {
              ...sources,
              users: sources.users.map((user) => (user.id === change.who ? { ...user, ...next } : user)),
            }
            // queues bring a message twice now and then
            work.push(person(change.who, concerned), ...(change.again ? [person(change.who, concerned)] : []))
          } else if (change.kind === 'gone') {
            const concerned = groupsOf(change.who)
            stored.sources = { ...sources, users: sources.users.filter(({ id }) => id !== change.who) }
            work.push(person(change.who, concerned))
          } else if (change.kind === 'whole') {
            work.push(compile(true))
          } else if (change.kind === 'area') {
            const others = sources.areas.filter(({ id }) => id !== change.which)
            stored.sources = {
              ...sources,
              areas: [...others, ...areaAs(change.which, change.as, change.limit)],
              schedules: named(count),
            }
            work.push(compile())
          } else if (change.kind === 'set') {
            stored.sources = { ...sources, ...setAs(change), schedules: named(count) }
            work.push(compile())
          } else if (change.kind === 'asks') {
            stored.areMany = change.areMany
            const accessPoints = sources.accessPoints.map((door) =>
              door.id === 101 ? { ...door, doorRules: askedBy(change) } : door,
            )
            stored.sources = { ...sources, accessPoints, schedules: named(count) }
            work.push(compile())
          } else {
            if ('areMany' in change) stored.areMany = change.areMany
            if (change.kind === 'staff' || change.kind === 'both' || change.kind === 'own') stored[change.kind] = change.on
            const immune = change.kind === 'immune' ? { immuneToAntipassback: change.on } : {}
            const parent = { parentId: change.kind === 'tree' && change.on ? groups.staff : undefined }
            const enabling = { enablingGroupId: change.kind === 'enabling' && change.on ? groups.others : undefined }
            const changed = sources.groups.map((group) => ({
              ...group,
              ...immune,
              ...(change.kind === 'tree' && group.id === groups.others ? parent : {}),
            }))
            const schedules = named(count).map((one) => ({ ...one, ...(change.kind === 'enabling' ? enabling : {}) }))
            stored.sources = { ...sources, groups: changed, schedules }
            work.push(compile())
          }
        }
      })()
      await scheduler.waitFor(changing)
      await scheduler.waitFor(Promise.all(work))

      expect(entries.map(({ version }) => version)).toEqual(entries.map((_, index) => index + 1))
      let state: PanelState | undefined
      const known = new Map<UserId, number>()
      let knownOfRules = 0
      for (const entry of entries) {
        state = world.stateAfter(state, entry)
        const [schedule] = state.rules.schedules.values()
        // nothing that names a schedule, no schedule
        const named = schedule ? Number(schedule.name.replace(/^S4\d$/, '0')) : knownOfRules
        expect(named).toBeGreaterThanOrEqual(knownOfRules)
        knownOfRules = named
        for (const id of people) {
          const { user } = state.rules.people.ofUser(id)
          const knows = user ? (user.effectiveTo ?? 0) : (known.get(id) ?? 0)
          expect(knows).toBeGreaterThanOrEqual(known.get(id) ?? 0)
          known.set(id, knows)
        }
      }
      expect(state?.hash).toBe(world.hashFromNothing())
    }),
    { numRuns: Number(process.env.RULES_LOG_RUNS ?? 1000) },
  )
}, 120_000)

describe('a snapshot', () => {
  it('says what the newest version says: it is not made again', async () => {
    const { deps, rulesLog, presence } = await rulesLogWorld()
    expect(await compilePanel(deps, accountId, panelId)).toBe('published')
    expect(await compilePanel(deps, accountId, panelId)).toBe('unchanged')
    expect(await rulesLog.from(accountId, panelId, 1)).toHaveLength(1)
    expect(await presence()).toMatchObject({ rulesVersion: 1, compileBegun: 2, compileEnded: 2 })
  })

  it('takes the place of the entries before it', async () => {
    const { deps, stored, rulesLog } = await rulesLogWorld()
    await compilePanel(deps, accountId, panelId)
    const [userId] = people
    if (userId === undefined) throw new Error('There are people')
    const message = { kind: 'person' as const, accountId, revokes: true, reasons: [], knownAt: 0, userId, groupIds: [] }
    await changePerson(deps, message)
    await changePerson(deps, message)
    expect((await rulesLog.from(accountId, panelId, 1)).map(({ kind }) => kind)).toEqual(['snapshot', 'delta', 'delta'])
    stored.both = true
    await compilePanel(deps, accountId, panelId, { knownAt: deps.now(), revokes: false, whole: true })
    expect(await rulesLog.from(accountId, panelId, 1)).toMatchObject([{ kind: 'snapshot', version: 4 }])
  })

  it('is added by one of two compiles that end at once, the one that began later', async () => {
    const { deps, stored, presence } = await rulesLogWorld()
    await compilePanel(deps, accountId, panelId)
    stored.both = true
    stored.areMany = true
    // while the first has read and puts its object, the second begins, reads and ends
    let isFirst = true
    const slow = {
      ...deps,
      snapshots: {
        put: async (...wanted: Parameters<typeof deps.snapshots.put>) => {
          await deps.snapshots.put(...wanted)
          if (!isFirst) return
          isFirst = false
          stored.both = false
          expect(await compilePanel(deps, accountId, panelId)).toBe('unchanged')
        },
      },
    }
    expect(await compilePanel(slow, accountId, panelId)).toBe('overtaken')
    expect(await presence()).toMatchObject({ rulesVersion: 1, compileEnded: 3 })
  })

  it('is asked for when there are many deltas', async () => {
    const { deps, queues } = await rulesLogWorld()
    await compilePanel(deps, accountId, panelId)
    const [userId] = people
    if (userId === undefined) throw new Error('There are people')
    for (let count = 0; count < 50; count += 1)
      await changePerson(deps, { kind: 'person', accountId, revokes: true, reasons: [], knownAt: 0, userId, groupIds: [] })
    expect(queues.usual.sent).toEqual([expect.objectContaining({ kind: 'panel', panelId, reasons: ['rules-log'] })])
  })
})

it('a panel whose rules change during every compile still gets the versions of compiles', async () => {
  const { deps, stored, presence } = await rulesLogWorld()
  for (let round = 1; round <= 20; round += 1) {
    stored.both = !stored.both
    const overtaking = {
      ...deps,
      // another compile begins while this one puts its object into the bucket
      snapshots: {
        put: async (...wanted: Parameters<typeof deps.snapshots.put>) => {
          await deps.presences.compileBegins(accountId, panelId, 0)
          return deps.snapshots.put(...wanted)
        },
      },
    }
    expect(await compilePanel(overtaking, accountId, panelId)).toBe('published')
    expect((await presence())?.rulesVersion).toBe(round)
  }
})
