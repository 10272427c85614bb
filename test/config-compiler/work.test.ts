import { gunzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { type WorkDeps, workOnBatch } from '../../functions/config-compiler/work.ts'
import { withFrame } from '../../shared/domain/access/decisions/entity.ts'
import { withPeople } from '../../shared/domain/access/decisions/person-record.ts'
import { PanelRules } from '../../shared/domain/access/decisions/rules.ts'
import { noPanels } from '../../shared/domain/devices/panels/affected.ts'
import {
  ConfigWork,
  type PanelsToFind,
  PanelToCompile,
  type PersonToChange,
} from '../../shared/domain/devices/panels/config-work.ts'
import { desiredVersion } from '../../shared/domain/devices/panels/entity.ts'
import { createReader } from '../../shared/domain/devices/readers/create.ts'
import { removeReader } from '../../shared/domain/devices/readers/remove.ts'
import { createAccessPoint } from '../../shared/domain/places/access-points/create.ts'
import { removeAccessPoint } from '../../shared/domain/places/access-points/remove.ts'
import { createDoorSet } from '../../shared/domain/places/door-sets/create.ts'
import { updateDoorSet } from '../../shared/domain/places/door-sets/update.ts'
import { minute } from '../../shared/lib/clock.ts'
import { AccessPointId, AccessRuleId, AccountId, GroupId, PanelId, SiteId } from '../../shared/lib/ids.ts'
import { dependentPanelStore } from '../../shared/storage/access/dependent-panels.ts'
import { ruleSourceStore } from '../../shared/storage/access/rule-sources.ts'
import { ruleStore } from '../../shared/storage/access/rules.ts'
import { presenceStore } from '../../shared/storage/devices/presence.ts'
import { rulesLogStore } from '../../shared/storage/devices/rules-log.ts'
import { groupStore } from '../../shared/storage/people/groups.ts'
import type { Table } from '../../shared/storage/table/types.ts'
import { policedTable } from '../infra/policed-table.ts'
import { somebody, testApi } from '../support/api.ts'
import { audit } from '../support/doors.ts'
import { newKey } from '../support/gateway.ts'
import { addDoors } from '../support/panels.ts'
import { keepingQueue } from '../support/queues.ts'
import { queueRecord } from '../support/sender.ts'

const accountId = AccountId.parse(1)

/** A panel of two doors, one person who may pass the first, and the compiler over the same table. */
const world = async () => {
  const api = testApi()
  const { call, deps, table } = api
  const { siteId, controlPanelId, front, back } = await addDoors(api)
  const schedule = (
    await call('POST', '/schedules', { body: { name: 'S', scheduleBlocks: { monday: [{ start: '09:00', end: '17:00' }] } } })
  ).json
  const group = (await call('POST', '/groups', { body: { name: 'Staff' } })).json
  await call('PUT', `/groups/${group.id}/access/access-points/${front}`, { body: { schedule: { id: schedule.id } } })
  const user = (await call('POST', '/users', { body: { firstName: 'Peter', lastName: 'Quill' } })).json
  await call('PUT', `/groups/${group.id}/users/${user.id}`)
  /** The bodies of snapshots by their names. */
  const bodies = new Map<string, PanelRules>()
  const nudged: number[] = []
  const sent: { connectionId: string; text: string }[] = []
  const [urgent, wide] = [keepingQueue(), keepingQueue()]
  // With the rights of the function in the cloud.
  const policed = policedTable(table, 'config-compiler')
  const compiler: WorkDeps = {
    presences: presenceStore(policed),
    rulesLog: rulesLogStore(policed),
    groups: groupStore(policed),
    rules: ruleStore(policed),
    now: deps.now,
    newUuid: deps.newUuid,
    pause: deps.pause,
    sockets: {
      send: async (connectionId, text) => {
        sent.push({ connectionId, text })
        return 'sent'
      },
    },
    signing: (await newKey()).signing,
    ruleSources: ruleSourceStore(policed),
    dependents: dependentPanelStore(policed),
    snapshots: {
      put: async (_account, _panel, name, body) => {
        bodies.set(name, PanelRules.parse(JSON.parse(gunzipSync(body).toString())))
      },
    },
    configUrgent: urgent.queue,
    configWork: wide.queue,
    pageSize: 2,
    panelWork: { nudge: async (_account, panel) => void nudged.push(panel), disconnect: async () => {} },
  }
  const panelId = PanelId.parse(controlPanelId)
  /** The rules of the panel's newest version, and the kinds of the entries of their log. */
  const log = async () => {
    const entries = await compiler.rulesLog.from(accountId, panelId, 1)
    const rules = entries.reduce<PanelRules | undefined>((before, entry) => {
      const whole = entry.kind === 'snapshot' ? bodies.get(entry.object) : before
      const frame = entry.kind === 'delta' && entry.frame && whole ? withFrame(whole, entry.frame) : {}
      return whole && withPeople({ ...whole, ...frame }, entry.people)
    }, undefined)
    return { rules, kinds: entries.map(({ kind }) => kind) }
  }
  const common = { accountId, revokes: false, reasons: ['user'], knownAt: deps.now() }
  const compile = (wanted: Partial<PanelToCompile> = {}, messageId = 'm1') =>
    queueRecord({ kind: 'panel', ...common, panelId, ...wanted }, messageId)
  const person = (wanted: Partial<PersonToChange>) => queueRecord({ kind: 'person', ...common, groupIds: [], ...wanted })
  const find = (wanted: Partial<PanelsToFind>) => queueRecord({ kind: 'find', ...common, ...noPanels, ...wanted })
  return {
    ...api,
    compiler,
    siteId: SiteId.parse(siteId),
    panelId,
    group,
    schedule,
    user,
    front,
    back,
    bodies,
    log,
    nudged,
    sent,
    urgent,
    wide,
    compile,
    find,
    person,
  }
}

/** A site with a panel of one door, `Door of <serial number>`; gives the panel. */
const addPanel = async (call: Awaited<ReturnType<typeof world>>['call'], serialNumber: string): Promise<PanelId> => {
  const site = (await call('POST', '/sites', { body: { siteName: `Site of ${serialNumber}`, timeZone: 'UTC' } })).json
  const panel = (await call('POST', '/control-panels', { body: { serialNumber, name: serialNumber, siteId: site.id } })).json
  await call('POST', '/access-points', { body: { name: `Door of ${serialNumber}`, controlPanelId: panel.id } })
  return PanelId.parse(panel.id)
}

/** What the search for panels uses, over a table that says how many items were read. */
const countedSearch = (table: Table) => {
  let read = 0
  const counting: Table = {
    ...table,
    query: async (query) => {
      const items = await table.query(query)
      read += items.length
      return items
    },
    getMany: async (keys, options) => {
      read += keys.length
      return table.getMany(keys, options)
    },
  }
  const deps = {
    presences: presenceStore(counting),
    groups: groupStore(counting),
    rules: ruleStore(counting),
    dependents: dependentPanelStore(counting),
  }
  return { deps, read: () => read }
}

const sentPanels = (sent: readonly unknown[]) =>
  sent.flatMap((body) => (ConfigWork.parse(body).kind === 'panel' ? [PanelToCompile.parse(body).panelId] : []))

const panelOf = async (deps: Awaited<ReturnType<typeof world>>['deps'], panelId: PanelId) => {
  const panel = await deps.panels.get(accountId, panelId)
  if (!panel) throw new Error('The panel is there')
  const key = { kty: 'OKP', crv: 'Ed25519', x: 'x'.repeat(43) } as const
  return { ...panel, key, version: panel.version + 1 }
}

describe('a panel to compile', () => {
  it('gets a version of the rules, and is woken', async () => {
    const { compiler, compile, log, nudged, panelId, user, deps } = await world()
    expect(await workOnBatch(compiler, [compile()])).toEqual({ batchItemFailures: [] })
    expect((await log()).rules).toMatchObject({ users: [{ id: user.id, suspended: false }] })
    expect(nudged).toEqual([panelId])
    expect(await deps.presences.get(accountId, panelId)).toMatchObject({ rulesVersion: 1, compileBegun: 1, compileEnded: 1 })
  })

  it('gets no version when the rules would say the same', async () => {
    const { compiler, compile, bodies, panelId, deps } = await world()
    await workOnBatch(compiler, [compile(), compile()])
    expect(bodies.size).toBe(1)
    const presence = await deps.presences.get(accountId, panelId)
    expect(presence).toMatchObject({ rulesVersion: 1, compileBegun: 2, compileEnded: 2 })
    expect(presence && desiredVersion(presence)).toBe(1)
  })

  it('gets a snapshot when one is asked for, and else what changed, as a delta', async () => {
    const { compiler, compile, log, call, front } = await world()
    await workOnBatch(compiler, [compile()])
    await call('PUT', `/access-points/${front}`, { body: { name: 'Portal' } })
    await workOnBatch(compiler, [compile()])
    const { rules, kinds } = await log()
    expect([kinds, rules?.accessPoints[0]]).toMatchObject([['snapshot', 'delta'], { id: front, name: 'Portal' }])
    await call('PUT', `/access-points/${front}`, { body: { name: 'Gate' } })
    await workOnBatch(compiler, [compile({ whole: true })])
    const after = await log()
    expect([after.kinds, after.rules?.accessPoints[0]]).toMatchObject([['snapshot'], { id: front, name: 'Gate' }])
  })

  it('gets the members of a group that may pass now with the rule of the group, unless they are too many', async () => {
    const { compiler, compile, log, call, back, schedule } = await world()
    await workOnBatch(compiler, [compile()])
    const addGroup = async (name: string, members: number) => {
      const { id } = (await call('POST', '/groups', { body: { name } })).json
      for (let count = 0; count < members; count += 1) {
        const member = (await call('POST', '/users', { body: { firstName: name, lastName: String(count) } })).json
        await call('PUT', `/groups/${id}/users/${member.id}`)
      }
      await call('PUT', `/groups/${id}/access/access-points/${back}`, { body: { schedule: { id: schedule.id } } })
    }
    await addGroup('Few', 3)
    await workOnBatch(compiler, [compile()])
    const few = await log()
    expect([few.kinds, few.rules?.users.length]).toEqual([['snapshot', 'delta'], 4])
    await addGroup('Many', 101)
    await workOnBatch(compiler, [compile()])
    const many = await log()
    expect([many.kinds, many.rules?.users.length]).toEqual([['snapshot'], 105])
  }, 20_000)

  it('is not compiled again for a change that a compile which ended well has read', async () => {
    const { compiler, compile, call, user, bodies, deps } = await world()
    await call('PUT', `/users/${user.id}/suspended`, { body: { suspended: true } })
    const later = { ...compiler, now: () => deps.now() + 5_000 }
    await workOnBatch(later, [compile()])
    const never = { ...later, ruleSources: { ...later.ruleSources, frame: () => Promise.reject(new Error('It is read again')) } }
    expect(await workOnBatch(never, [compile()])).toEqual({ batchItemFailures: [] })
    expect(bodies.size).toBe(1)
    expect(await workOnBatch(never, [compile({ knownAt: deps.now() + 4_500 })])).toEqual({
      batchItemFailures: [{ itemIdentifier: 'm1' }],
    })
  })

  it('is compiled again when the compile that read the change failed', async () => {
    const { compiler, compile, bodies, deps } = await world()
    const put = () => Promise.reject(new Error('The bucket is not there'))
    const broken = { ...compiler, snapshots: { ...compiler.snapshots, put } }
    expect(await workOnBatch(broken, [compile()])).toEqual({ batchItemFailures: [{ itemIdentifier: 'm1' }] })
    // the queue brings it again after its visibility timeout
    const later = { ...compiler, now: () => deps.now() + 12 * minute }
    expect(await workOnBatch(later, [compile()])).toEqual({ batchItemFailures: [] })
    expect(bodies.size).toBe(1)
  })

  it('is compiled by one compile at a time when nothing is revoked: the others are asked for again', async () => {
    const { compiler, compile, bodies, panelId, wide } = await world()
    let begun = () => {}
    let goOn = () => {}
    const reading = new Promise<void>((resolve) => (begun = resolve))
    const read = new Promise<void>((resolve) => (goOn = resolve))
    const frame: WorkDeps['ruleSources']['frame'] = async (...wanted) => {
      begun()
      await read
      return compiler.ruleSources.frame(...wanted)
    }
    const slow = workOnBatch({ ...compiler, ruleSources: { ...compiler.ruleSources, frame } }, [compile()])
    await reading
    expect(await workOnBatch(compiler, [compile()])).toEqual({ batchItemFailures: [] })
    expect([bodies.size, wide.sent]).toEqual([0, [expect.objectContaining({ kind: 'panel', panelId })]])
    const refusing = { ...compiler, configWork: keepingQueue(() => true).queue }
    expect(await workOnBatch(refusing, [compile()])).toEqual({ batchItemFailures: [{ itemIdentifier: 'm1' }] })
    await workOnBatch(compiler, [compile({ revokes: true })])
    expect(bodies.size).toBe(1)
    goOn()
    await slow
    await workOnBatch(compiler, [queueRecord(wide.sent[0])])
    expect(wide.sent).toHaveLength(1)
  })

  it('holds no other message of its batch when its own cannot be read', async () => {
    const { compiler, compile, bodies } = await world()
    const batch = [queueRecord('{"kind":"panel"}', 'bad'), compile({}, 'good')]
    expect(await workOnBatch(compiler, batch)).toEqual({ batchItemFailures: [{ itemIdentifier: 'bad' }] })
    expect(bodies.size).toBe(1)
  })
})

describe('a person to change', () => {
  it('is changed at the panels of the groups, which are sent that at once', async () => {
    const { compiler, compile, person, log, call, user, sent, panelId, deps, group } = await world()
    await workOnBatch(compiler, [compile()])
    const line = { keyId: 'k', connectionId: 'c1', connectedAt: deps.now() }
    const heard = { lastContactAt: deps.now(), onlineUntil: deps.now() + minute, appliedVersion: 1 }
    await deps.panels.rekey(accountId, await panelOf(deps, panelId), 'k', audit('pair'))
    await deps.presences.heard(accountId, panelId, line, heard, true)
    await call('PUT', `/users/${user.id}/suspended`, { body: { suspended: true } })
    expect(await workOnBatch(compiler, [person({ userId: user.id, revokes: true })])).toEqual({ batchItemFailures: [] })
    const { rules, kinds } = await log()
    expect([kinds, rules?.users]).toMatchObject([['snapshot', 'delta'], [{ id: user.id, suspended: true }]])
    expect(sent).toEqual([{ connectionId: 'c1', text: expect.stringContaining('config.delta') }])
    // the panel has not said yet that it runs it, and the API knows of it
    expect(await deps.presences.get(accountId, panelId)).toMatchObject({ rulesVersion: 1 })
    const { configuration } = (await call('GET', `/control-panels/${panelId}`)).json
    expect(configuration).toMatchObject({ desiredVersion: 2, appliedVersion: 1, lag: 1 })
    await call('DELETE', `/groups/${group.id}/users/${user.id}`)
    await workOnBatch(compiler, [person({ userId: user.id, groupIds: [group.id] })])
    expect((await log()).rules?.users).toEqual([])
  })

  it('is noted at a panel that is out of contact, and makes one be compiled that is noted for the group and has no rules yet', async () => {
    const { compiler, compile, person, user, urgent, panelId, deps } = await world()
    const put = () => Promise.reject(new Error('The bucket is not there'))
    await workOnBatch({ ...compiler, snapshots: { put } }, [compile()])
    await workOnBatch(compiler, [person({ userId: user.id, revokes: true })])
    expect(urgent.sent).toMatchObject([{ kind: 'panel', panelId, revokes: true }])
    await workOnBatch(compiler, [compile({ revokes: true })])
    await workOnBatch(compiler, [person({ userId: user.id })])
    expect(await deps.presences.get(accountId, panelId)).toMatchObject({ rulesVersion: 2 })
  })

  it('is changed with others of the account in one delta', async () => {
    const { compiler, compile, person, log, call, user, group } = await world()
    await workOnBatch(compiler, [compile()])
    const other = (await call('POST', '/users', { body: { firstName: 'Gamora', lastName: 'G' } })).json
    await call('PUT', `/groups/${group.id}/users/${other.id}`)
    await call('PUT', `/users/${user.id}/suspended`, { body: { suspended: true } })
    const both = [person({ userId: user.id }), person({ userId: other.id, groupIds: [group.id] })]
    expect(await workOnBatch(compiler, both)).toEqual({ batchItemFailures: [] })
    const { rules, kinds } = await log()
    expect([kinds, rules?.users]).toMatchObject([
      ['snapshot', 'delta'],
      [{ id: user.id, suspended: true }, { id: other.id }],
    ])
  })

  it('who was in a group that may not pass any more is taken out when leaving it or deleted, whichever is worked in first', async () => {
    const { compiler, compile, person, log, call, user, group, front, schedule } = await world()
    await workOnBatch(compiler, [compile()])
    await call('DELETE', `/groups/${group.id}/access/access-points/${front}`)
    await call('DELETE', `/groups/${group.id}/users/${user.id}`)
    await workOnBatch(compiler, [compile({ revokes: true })])
    await workOnBatch(compiler, [person({ userId: user.id, groupIds: [group.id], revokes: true })])
    await call('PUT', `/groups/${group.id}/access/access-points/${front}`, { body: { schedule: { id: schedule.id } } })
    await workOnBatch(compiler, [compile()])
    expect((await log()).rules?.users).toEqual([])
  })

  it('of no group and no rule is changed nowhere', async () => {
    const { compiler, person, call, urgent, wide } = await world()
    const lonely = (await call('POST', '/users', { body: { firstName: 'A', lastName: 'B' } })).json
    await workOnBatch(compiler, [person({ userId: lonely.id })])
    expect([...urgent.sent, ...wide.sent]).toEqual([])
  })
})

describe('the rules of a panel', () => {
  it('have its areas, as they were last changed, until they are deleted', async () => {
    const { compiler, compile, log, call, front } = await world()
    const borders = [{ accessPointId: front, side: 1, direction: 'IN' }]
    const area = (await call('POST', '/areas', { body: { name: 'Lab', borders } })).json
    await workOnBatch(compiler, [compile()])
    const compiled = { id: area.id, borders: [{ accessPointId: front, side: 1, direction: 'in' }], exceptUserIds: [], resets: [] }
    expect((await log()).rules?.areas).toMatchObject([compiled])
    await call('PUT', `/areas/${area.id}`, { body: { occupancy: { enforcement: 'DENY', limit: 4 } } })
    await workOnBatch(compiler, [compile()])
    expect((await log()).rules?.areas).toMatchObject([{ ...compiled, occupancy: { enforcement: 'deny', limit: 4 } }])
    await call('DELETE', `/areas/${area.id}`)
    await workOnBatch(compiler, [compile()])
    expect((await log()).rules?.areas).toEqual([])
  })

  it('follow what a door asks for: its schedule, and who joins and leaves a group that is escorted', async () => {
    const { compiler, compile, person, find, log, call, front, back, group, user, panelId, wide, deps } = await world()
    const hours = { monday: [{ start: '09:00', end: '17:00' }] }
    const night = (await call('POST', '/schedules', { body: { name: 'Night', scheduleBlocks: hours } })).json
    const visitors = (await call('POST', '/groups', { body: { name: 'Visitors' } })).json
    const below = (await call('POST', '/groups', { body: { name: 'Guests' } })).json
    const child = await deps.groups.get(accountId, GroupId.parse(below.id))
    if (!child) throw new Error('The group is there')
    const moved = { ...child, version: child.version + 1, parentId: GroupId.parse(visitors.id) }
    expect(await deps.groups.replace(accountId, moved, undefined)).toEqual({ ok: true })
    const stranger = (await call('POST', '/users', { body: { firstName: 'Gamora', lastName: 'G' } })).json
    const doorRules = {
      twoPerson: { scheduleId: night.id },
      escort: { groupIds: [visitors.id] },
      interlock: { accessPointIds: [back] },
    }
    await call('PUT', `/access-points/${front}`, { body: { doorRules } })
    await workOnBatch(compiler, [compile()])
    expect((await log()).rules?.users).toMatchObject([{ id: user.id, groupIds: [group.id] }])

    for (const { id } of [user, stranger]) await call('PUT', `/groups/${visitors.id}/users/${id}`)
    const joined = [user, stranger].map(({ id }) => person({ userId: id, groupIds: [visitors.id] }))
    await workOnBatch(compiler, joined)
    expect((await log()).rules?.users).toEqual([
      expect.objectContaining({ id: user.id, groupIds: [group.id, visitors.id].sort((one, other) => one - other) }),
    ])
    await call('DELETE', `/groups/${visitors.id}/users/${user.id}`)
    await workOnBatch(compiler, [person({ userId: user.id, groupIds: [visitors.id] })])
    expect((await log()).rules?.users).toMatchObject([{ id: user.id, groupIds: [group.id] }])

    // a change of the schedule, and one of a group, find the panel
    for (const wanted of [{ scheduleIds: [night.id] }, { groupIds: [below.id] }]) {
      wide.sent.splice(0)
      await workOnBatch(compiler, [find(wanted)])
      expect(sentPanels(wide.sent)).toEqual([panelId])
    }
    await call('DELETE', `/schedules/${night.id}`)
    await call('DELETE', `/groups/${visitors.id}`)
    await workOnBatch(compiler, [compile()])
    const { rules } = await log()
    expect(rules?.accessPoints.map((point) => point.doorRules)).toEqual([
      { twoPerson: { scheduleId: night.id }, interlock: { accessPointIds: [back] } },
      { interlock: { accessPointIds: [front] } },
    ])
    expect(rules?.schedules.map(({ id }) => id)).not.toContain(night.id)
  })

  it('follow the doors of a set, the floors and the readers of its doors', async () => {
    const { compiler, compile, find, log, group, front, back, deps, panelId, wide } = await world()
    const [accessPointId, other] = [AccessPointId.parse(front), AccessPointId.parse(back)]
    const set = await createDoorSet(deps, somebody(), { name: 'Z', exclusive: true, doors: [{ accessPointId: other, side: 2 }] })
    const hardware = { type: 'FLOOR' as const, floor: { liftId: accessPointId, number: 9, relay: 4 } }
    const floor = await createAccessPoint(deps, somebody(), { name: 'Roof', pulseSeconds: 5, hardware })
    const reader = await createReader(deps, somebody(), { name: 'Exit', type: 'keypad', accessPointId, side: 2 })
    if (!set.ok || !floor.ok || !reader.ok) throw new Error('Something was not made')
    const targets = [
      { kind: 'door_set' as const, doorSetId: set.value.id },
      { kind: 'door' as const, accessPointId: floor.value.id },
    ]
    const subject = { kind: 'group' as const, groupId: GroupId.parse(group.id) }
    for (const [index, target] of targets.entries()) {
      const id = AccessRuleId.parse(index + 1)
      const at = target.kind === 'door' ? { panelId: floor.value.panelId } : {}
      await deps.rules.set(accountId, { id, version: 1, subject, target, ...at, createdAt: 0, updatedAt: 0 }, undefined)
    }
    await workOnBatch(compiler, [compile()])
    expect((await log()).rules?.accessPoints).toMatchObject([
      { readers: [{ id: reader.value.id, side: 2 }] },
      { rules: [{ subject, side: 2 }] },
      { id: floor.value.id, floor: { liftId: accessPointId, relay: 4 }, rules: [{ subject }] },
    ])
    const coded = await updateDoorSet(deps, somebody(), set.value.id, { zoneCode: '7000', silentAlarm: true })
    expect(coded.ok).toBe(true)
    // the panel was noted for the set when it was compiled
    await workOnBatch(compiler, [find({ doorSetIds: [set.value.id], revokes: false })])
    expect(wide.sent).toEqual([expect.objectContaining({ kind: 'panel', panelId })])
    await workOnBatch(compiler, [compile()])
    const [entrance, exit] = (await log()).rules?.accessPoints ?? []
    expect(exit).toMatchObject({ zoneCodes: [{ code: '7000', side: 2 }], silentAlarm: true })
    expect(entrance).not.toHaveProperty('zoneCodes')
    await updateDoorSet(deps, somebody(), set.value.id, { doors: { all: [] } })
    await removeReader(deps, somebody(), reader.value.id)
    await removeAccessPoint(deps, somebody(), floor.value.id)
    await workOnBatch(compiler, [compile()])
    const after = (await log()).rules?.accessPoints
    expect(after?.[1]?.rules).toEqual([])
    expect(after?.[1]).not.toHaveProperty('zoneCodes')
    expect(after?.[0]).not.toHaveProperty('readers')
    expect(after).toHaveLength(2)
  })
})

describe('panels to find', () => {
  it('are those of a group', async () => {
    const { compiler, find, group, panelId, urgent, wide } = await world()
    await workOnBatch(compiler, [find({ groupIds: [group.id], revokes: true })])
    expect(urgent.sent).toEqual([expect.objectContaining({ kind: 'panel', panelId, revokes: true })])
    expect(wide.sent).toEqual([])
  })

  it('are none for a group that may pass no door', async () => {
    const { compiler, find, call, urgent, wide } = await world()
    const lonely = (await call('POST', '/groups', { body: { name: 'Lonely' } })).json
    await workOnBatch(compiler, [find({ groupIds: [lonely.id] })])
    expect([...urgent.sent, ...wide.sent]).toEqual([])
  })

  it('are sent page by page, each panel of the account once', async () => {
    const { compiler, find, wide } = await world()
    const all = Array.from({ length: 7 }, (_, index) => PanelId.parse(index + 1))
    let most = 0
    const panelIds: WorkDeps['presences']['panelIds'] = async (_account, { after = 0, limit }) =>
      all.filter((id) => id > after).slice(0, limit)
    const paged = { ...compiler, presences: { ...compiler.presences, panelIds } }
    let next: unknown[] = [JSON.parse(find({ everyPanel: true }).body)]
    const found: number[] = []
    while (next.length > 0) {
      wide.sent.length = 0
      await workOnBatch(
        paged,
        next.map((message) => queueRecord(message)),
      )
      most = Math.max(most, wide.sent.length)
      found.push(...sentPanels(wide.sent))
      next = wide.sent.filter((body) => ConfigWork.parse(body).kind === 'find')
    }
    expect(found).toEqual(all)
    // a page of two, and the search for the rest
    expect(most).toBe(3)
  })

  it('are those of the one site of fifty that a time zone or a holiday belongs to, and no other is read', async () => {
    const { compiler, compile, find, call, urgent, wide, panelId, siteId, table } = await world()
    for (let other = 0; other < 49; other += 1) {
      const panel = await addPanel(call, `SP-other-${other}`)
      await workOnBatch(compiler, [compile({ panelId: panel })])
    }
    await workOnBatch(compiler, [compile()])
    const search = countedSearch(table)
    await workOnBatch({ ...compiler, ...search.deps }, [find({ siteIds: [siteId], revokes: true })])
    expect(sentPanels(urgent.sent)).toEqual([panelId])
    expect(wide.sent).toEqual([])
    expect(search.read()).toBe(1)
  }, 20_000)

  it('of a schedule are those that use it, wherever they are', async () => {
    const { compiler, compile, find, call, wide, panelId, schedule, group } = await world()
    const elsewhere = await addPanel(call, 'SP-2')
    const unconcerned = await addPanel(call, 'SP-3')
    const all = () => workOnBatch(compiler, [compile(), compile({ panelId: elsewhere }), compile({ panelId: unconcerned })])
    await all()
    await workOnBatch(compiler, [find({ scheduleIds: [schedule.id] })])
    expect(sentPanels(wide.sent)).toEqual([panelId])
    wide.sent.length = 0
    const [door] = (await call('GET', `/access-points?filter=name__eq:${encodeURIComponent('Door of SP-2')}`)).json.data
    await call('PUT', `/groups/${group.id}/access/access-points/${door.id}`, { body: { schedule: { id: schedule.id } } })
    await all()
    await workOnBatch(compiler, [find({ scheduleIds: [schedule.id] })])
    expect(sentPanels(wide.sent)).toEqual([panelId, elsewhere])
  })

  it('of somebody who joins a group that enables a schedule are those where it does', async () => {
    const { compiler, compile, find, person, call, wide, panelId, schedule, log, user } = await world()
    const keepers = (await call('POST', '/groups', { body: { name: 'Keepers' } })).json
    await call('PUT', `/schedules/${schedule.id}`, {
      body: { name: 'S', scheduleBlocks: { monday: [{ start: '09:00', end: '17:00' }] }, enablingGroupId: keepers.id },
    })
    await workOnBatch(compiler, [compile()])
    await call('PUT', `/groups/${keepers.id}/users/${user.id}`)
    await workOnBatch(compiler, [find({ groupIds: [keepers.id] })])
    expect(sentPanels(wide.sent)).toEqual([panelId])
    await workOnBatch(
      compiler,
      wide.sent.map((message) => queueRecord(message)),
    )
    await workOnBatch(compiler, [person({ userId: user.id, groupIds: [keepers.id] })])
    expect((await log()).rules?.users).toMatchObject([{ id: user.id, groupIds: expect.arrayContaining([keepers.id]) }])
  })

  it('come again when the queue does not take them all', async () => {
    const { compiler, find } = await world()
    const refusing = keepingQueue(() => true)
    const deps = { ...compiler, configWork: refusing.queue }
    expect(await workOnBatch(deps, [find({ everyPanel: true })])).toEqual({ batchItemFailures: [{ itemIdentifier: 'm1' }] })
  })
})
