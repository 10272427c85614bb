import { gunzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { type WorkDeps, workOnBatch } from '../../functions/config-compiler/work.ts'
import { PanelRules } from '../../shared/domain/access/decisions/rules.ts'
import { noPanels } from '../../shared/domain/devices/panels/affected.ts'
import { ConfigWork, type PanelsToFind, PanelToCompile } from '../../shared/domain/devices/panels/config-work.ts'
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
      put: async (_account, panel, _name, body) => {
        const before = [...bodies.keys()].filter((key) => key.startsWith(`1/${panel}/`)).length
        bodies.set(`1/${panel}/${before + 1}`, PanelRules.parse(JSON.parse(gunzipSync(body).toString())))
      },
    },
    configUrgent: urgent.queue,
    configWork: wide.queue,
    pageSize: 2,
    panelWork: { nudge: async (_account, panel) => void nudged.push(panel) },
  }
  const panelId = PanelId.parse(controlPanelId)
  const common = { accountId, revokes: false, reasons: ['user'], knownAt: deps.now() }
  const compile = (wanted: Partial<PanelToCompile> = {}, messageId = 'm1') =>
    queueRecord({ kind: 'panel', ...common, panelId, ...wanted }, messageId)
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
    nudged,
    sent,
    urgent,
    wide,
    compile,
    find,
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

describe('a panel to compile', () => {
  it('gets a version of the rules, and is woken', async () => {
    const { compiler, compile, bodies, nudged, panelId, user, deps } = await world()
    expect(await workOnBatch(compiler, [compile()])).toEqual({ batchItemFailures: [] })
    const rules = bodies.get(`1/${panelId}/1`)
    expect(rules).toMatchObject({ users: [{ id: user.id, suspended: false }] })
    expect(nudged).toEqual([panelId])
    expect(await deps.presences.get(accountId, panelId)).toMatchObject({ rulesVersion: 1, compileBegun: 1, compileEnded: 1 })
  })

  it('gets no version when the rules would say the same', async () => {
    const { compiler, compile, bodies, panelId, deps } = await world()
    await workOnBatch(compiler, [compile(), compile()])
    expect([...bodies.keys()]).toEqual([`1/${panelId}/1`])
    const presence = await deps.presences.get(accountId, panelId)
    expect(presence).toMatchObject({ rulesVersion: 1, compileBegun: 2, compileEnded: 2 })
    expect(presence && desiredVersion(presence)).toBe(1)
  })

  it('learns of a suspension', async () => {
    const { compiler, compile, bodies, call, user, panelId } = await world()
    await workOnBatch(compiler, [compile()])
    await call('PUT', `/users/${user.id}/suspended`, { body: { suspended: true } })
    await workOnBatch(compiler, [compile()])
    expect(bodies.get(`1/${panelId}/2`)).toMatchObject({ users: [{ id: user.id, suspended: true }] })
  })

  it('is not compiled again for a change that a compile which ended well has read', async () => {
    const { compiler, compile, call, user, bodies, deps } = await world()
    await call('PUT', `/users/${user.id}/suspended`, { body: { suspended: true } })
    const later = { ...compiler, now: () => deps.now() + 5_000 }
    await workOnBatch(later, [compile()])
    const never = { ...later, ruleSources: { ...later.ruleSources, of: () => Promise.reject(new Error('It is read again')) } }
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
    const of: WorkDeps['ruleSources']['of'] = async (...wanted) => {
      begun()
      await read
      return compiler.ruleSources.of(...wanted)
    }
    const slow = workOnBatch({ ...compiler, ruleSources: { ...compiler.ruleSources, of } }, [compile()])
    await reading
    expect(await workOnBatch(compiler, [compile()])).toEqual({ batchItemFailures: [] })
    expect([bodies.size, wide.sent]).toEqual([0, [expect.objectContaining({ kind: 'panel', panelId })]])
    const refusing = { ...compiler, configWork: keepingQueue(() => true).queue }
    expect(await workOnBatch(refusing, [compile()])).toEqual({ batchItemFailures: [{ itemIdentifier: 'm1' }] })
    await workOnBatch(compiler, [compile({ revokes: true })])
    expect([...bodies.keys()]).toEqual([`1/${panelId}/1`])
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

describe('the rules of a panel', () => {
  it('follow the doors of a set, the floors and the readers of its doors', async () => {
    const { compiler, compile, bodies, panelId, group, front, back, deps } = await world()
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
    expect(bodies.get(`1/${panelId}/1`)?.accessPoints).toMatchObject([
      { readers: [{ id: reader.value.id, side: 2 }] },
      { rules: [{ subject, side: 2 }] },
      { id: floor.value.id, floor: { liftId: accessPointId, relay: 4 }, rules: [{ subject }] },
    ])
    await updateDoorSet(deps, somebody(), set.value.id, { doors: { all: [] } })
    await removeReader(deps, somebody(), reader.value.id)
    await removeAccessPoint(deps, somebody(), floor.value.id)
    await workOnBatch(compiler, [compile()])
    const after = bodies.get(`1/${panelId}/2`)?.accessPoints
    expect(after?.[1]?.rules).toEqual([])
    expect(after?.[0]).not.toHaveProperty('readers')
    expect(after).toHaveLength(2)
  })
})

describe('panels to find', () => {
  const sentPanels = (sent: readonly unknown[]) =>
    sent.flatMap((body) => (ConfigWork.parse(body).kind === 'panel' ? [PanelToCompile.parse(body).panelId] : []))

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
    const { compiler, compile, find, call, wide, panelId, schedule, bodies, user } = await world()
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
    expect(bodies.get(`1/${panelId}/2`)?.users).toMatchObject([{ id: user.id, groupIds: expect.arrayContaining([keepers.id]) }])
  })

  it('come again when the queue does not take them all', async () => {
    const { compiler, find } = await world()
    const refusing = keepingQueue(() => true)
    const deps = { ...compiler, configWork: refusing.queue }
    expect(await workOnBatch(deps, [find({ everyPanel: true })])).toEqual({ batchItemFailures: [{ itemIdentifier: 'm1' }] })
  })
})
