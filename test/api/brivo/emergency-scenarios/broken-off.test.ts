import type { SQSRecord } from 'aws-lambda'
import { describe, expect, it } from 'vitest'
import { routeChanges } from '../../../../functions/change-router/route-changes.ts'
import { type WorkerDeps, workOnBatch } from '../../../../functions/panel-worker/work.ts'
import { AccountId, PanelId } from '../../../../shared/lib/ids.ts'
import type { Item, Write } from '../../../../shared/storage/table/types.ts'
import { testGateway } from '../../../support/gateway.ts'
import { addDoors } from '../../../support/panels.ts'
import { keepingQueue } from '../../../support/queues.ts'
import { streamOf } from '../../../support/stream-of.ts'

const base = '/emergency-scenarios'
const lockdownOf = { initiate: `${base}/default-lockdown/initiate`, clear: `${base}/default-lockdown/clear` }

const isPostureOf = (panelId: number) => (one: Write) =>
  'put' in one && one.put.entity === 'panel-posture' && one.put.panelId === panelId

/** Two panels out of contact, a scenario of doors of both, and what the stream brings to the panel worker. */
const building = async () => {
  const gateway = await testGateway()
  const { table, call, workerDeps } = gateway
  const [near, far] = [await addDoors(gateway), await addDoors(gateway, 'SP-2')]
  const deviceIds = [near.front, far.front, far.back]
  const made = await call('POST', `${base}`, { body: { name: 'Lobby', threatLevelTypeId: 2, deviceIds } })
  const some = {
    initiate: `${base}/lockdown/${made.json.id}/initiate`,
    clear: `${base}/lockdown/${made.json.id}/clear`,
  }
  const stream = streamOf(table)
  const { write } = table
  let fails: (one: Write) => boolean = () => false
  table.write = async (writes) => {
    if (writes.some((one) => fails(one))) throw new Error('The connection was lost')
    return write(writes)
  }
  /** Does what the stream and the queue bring until there is nothing left; gives how many messages that were. */
  const workOff = async (deps: WorkerDeps = workerDeps, pageSize = 500): Promise<number> => {
    const [posture, other] = [keepingQueue(), keepingQueue()]
    const rest = {
      events: other.queue,
      configUrgent: other.queue,
      configWork: other.queue,
      nameCopies: other.queue,
      jobs: other.queue,
    }
    await routeChanges({ ...rest, postureWork: posture.queue, failures: other.queue, now: deps.now }, stream())
    for (let done = 0; done < posture.sent.length; done += 1) {
      const record = { messageId: String(done), body: JSON.stringify(posture.sent[done]) } as SQSRecord // only what is read of it
      const { batchItemFailures } = await workOnBatch({ ...deps, postureWork: posture.queue, pageSize }, [record])
      if (batchItemFailures.length > 0) posture.sent.push(posture.sent[done])
      if (done > 100) throw new Error('The work does not end')
    }
    return posture.sent.length
  }
  const rests = () =>
    [near, far].map(({ controlPanelId }) => {
      const found = table.items().find((item: Item) => item.entity === 'panel-posture' && item.panelId === controlPanelId)
      return (found?.modes as { rest?: string; lockdown?: number[] } | undefined) ?? {}
    })
  return {
    ...gateway,
    near,
    far,
    some,
    workOff,
    rests,
    breakAt: (which: (one: Write) => boolean) => {
      fails = which
    },
  }
}

const onlyFront = (front: number) => ({ rest: 'normal', lockdown: [front] })
const normal = { rest: 'normal', lockdown: [], egress: [] }

describe('an emergency that breaks off before every panel was written', () => {
  it.each([
    ['some doors', 'near'],
    ['some doors', 'far'],
    ['every door', 'near'],
    ['every door', 'far'],
  ] as const)(
    'is brought about by the stream when it is initiated for %s and the %s panel is not written',
    async (doors, panel) => {
      const { call, near, some, workOff, rests, breakAt, [panel]: broken } = await building()
      const calls = doors === 'some doors' ? some : lockdownOf
      breakAt(isPostureOf(broken.controlPanelId))
      expect((await call('POST', calls.initiate)).status).toBe(503)
      breakAt(() => false)
      await workOff()
      const nearModes = doors === 'some doors' ? onlyFront(near.front) : { rest: 'lockdown' }
      expect(rests()).toMatchObject([nearModes, { rest: 'lockdown' }])
    },
  )

  it.each([
    ['some doors', 'near'],
    ['some doors', 'far'],
    ['every door', 'near'],
    ['every door', 'far'],
  ] as const)('is ended by the stream when it is cleared for %s and the %s panel is not written', async (doors, panel) => {
    const { call, some, workOff, rests, breakAt, [panel]: broken } = await building()
    const calls = doors === 'some doors' ? some : lockdownOf
    await call('POST', calls.initiate)
    await workOff()
    breakAt(isPostureOf(broken.controlPanelId))
    expect((await call('POST', calls.clear)).status).toBe(503)
    breakAt(() => false)
    await workOff()
    expect(rests()).toMatchObject([normal, normal])
  })

  it('is brought about or ended by a repeat of the call too', async () => {
    const { call, near, far, some, rests, breakAt } = await building()
    for (const [calls, nearModes] of [
      [some, onlyFront(near.front)],
      [lockdownOf, { rest: 'lockdown' }],
    ] as const) {
      for (const { controlPanelId } of [near, far]) {
        breakAt(isPostureOf(controlPanelId))
        expect((await call('POST', calls.initiate)).status).toBe(503)
        breakAt(() => false)
        expect((await call('POST', calls.initiate)).status).toBe(200)
        expect(rests()).toMatchObject([nearModes, { rest: 'lockdown' }])
        breakAt(isPostureOf(controlPanelId))
        expect((await call('POST', calls.clear)).status).toBe(503)
        breakAt(() => false)
        expect((await call('POST', calls.clear)).status).toBe(200)
        expect(rests()).toMatchObject([normal, normal])
      }
    }
  })

  it('did not begin when its scenario was not stored', async () => {
    const { call, workOff, rests, breakAt } = await building()
    breakAt((one) => 'put' in one && one.put.entity === 'emergency-scenario')
    expect((await call('POST', lockdownOf.initiate)).status).toBe(503)
    expect(await workOff()).toBe(0)
    expect(rests()).toEqual([{}, {}])
  })

  it('shows the doors of a panel that was not written as those that do not follow', async () => {
    const { call, near, far, some, breakAt } = await building()
    breakAt(isPostureOf(far.controlPanelId))
    await call('POST', some.initiate)
    const { json } = await call('GET', some.initiate.replace('/lockdown', '').replace('/initiate', ''))
    expect(json.devicesThatDidFail.map(({ deviceOid }: { deviceOid: number }) => deviceOid)).toEqual([
      near.front,
      far.front,
      far.back,
    ])
  })
})

describe('the work of the stream', () => {
  it('comes again when it fails, and reaches every panel, page by page', async () => {
    const { call, rests, breakAt, workOff, near, workerDeps, table } = await building()
    breakAt(isPostureOf(near.controlPanelId))
    await call('POST', lockdownOf.initiate)
    let left = 2
    breakAt((one) => isPostureOf(near.controlPanelId)(one) && left-- > 0)
    // two panels, a page of one each: two searches, and the failed panel three times
    expect(await workOff(workerDeps, 1)).toBe(6)
    expect(rests()).toMatchObject([{ rest: 'lockdown' }, { rest: 'lockdown' }])
    expect(table.items().filter(({ entity }) => entity === 'panel-posture')).toHaveLength(2)
  })

  it('fails when the queue does not take it all, so that the page comes again', async () => {
    const { call, workerDeps } = await building()
    await call('POST', lockdownOf.initiate)
    const full = { ...workerDeps, postureWork: keepingQueue((body) => 'panelId' in (body as object)).queue }
    const body = JSON.stringify({ accountId: 1, scenarioId: 2, version: 1 })
    const { batchItemFailures } = await workOnBatch(full, [{ messageId: 'a', body } as SQSRecord]) // only what is read of it
    expect(batchItemFailures).toEqual([{ itemIdentifier: 'a' }])
  })

  it('that is late undoes nothing that is newer', async () => {
    const { call, rests, workOff, workerDeps, near, some } = await building()
    await call('POST', lockdownOf.initiate)
    // the worker has read the scenario in force, then it is cleared and the panels are written, then the worker writes
    let isCleared = false
    const late: WorkerDeps = {
      ...workerDeps,
      emergencies: {
        ...workerDeps.emergencies,
        inForce: async (accountId) => {
          const read = await workerDeps.emergencies.inForce(accountId)
          if (!isCleared) {
            isCleared = true
            await call('POST', lockdownOf.clear)
            await call('POST', some.initiate)
          }
          return read
        },
      },
    }
    await workOff(late)
    expect(rests()).toMatchObject([onlyFront(near.front), { rest: 'lockdown' }])
    await call('POST', some.clear)
    expect(await workOff()).toBeGreaterThan(0)
    expect(rests()).toMatchObject([normal, normal])
    expect(await workOff()).toBe(0)
  })

  it('that is late undoes nothing that another found right already', async () => {
    const { call, rests, workerDeps, near, some, clock, breakAt } = await building()
    const { id } = (await call('POST', base, { body: { name: 'Out', threatLevelTypeId: 3, deviceIds: [near.front] } })).json
    await call('POST', some.initiate)
    clock.now += 1
    breakAt(isPostureOf(near.controlPanelId))
    expect((await call('POST', `${base}/egress/${id}/initiate`)).status).toBe(503)
    breakAt(() => false)
    // the worker has read that egress; before it writes, the egress is cleared: the door is still locked down, so that writes no mode
    const { replace } = workerDeps.postures
    let isCleared = false
    const late: WorkerDeps = {
      ...workerDeps,
      postures: {
        ...workerDeps.postures,
        replace: async (...asked) => {
          if (!isCleared) {
            isCleared = true
            expect((await call('POST', `${base}/egress/${id}/clear`)).status).toBe(200)
          }
          return replace(...asked)
        },
      },
    }
    const body = JSON.stringify({ accountId: 1, panelId: near.controlPanelId, modes: true })
    expect(await workOnBatch(late, [{ messageId: 'a', body } as SQSRecord])).toEqual({ batchItemFailures: [] }) // only what is read of it
    expect(isCleared).toBe(true)
    expect(rests()[0]).toMatchObject(onlyFront(near.front))
  })

  it('that would write what is there already, writes nothing', async () => {
    const { call, workOff, table } = await building()
    await call('POST', lockdownOf.initiate)
    const before = table.items().filter(({ entity }) => entity === 'panel-posture')
    expect(await workOff()).toBe(3)
    expect(table.items().filter(({ entity }) => entity === 'panel-posture')).toEqual(before)
  })
})

describe('a door that is added while a full scenario is in force', () => {
  it('is held at once, at a new panel and at one that another scenario holds', async () => {
    const gateway = await building()
    const { call, near, table } = gateway
    const { id } = (await call('POST', base, { body: { name: 'Out', threatLevelTypeId: 3, deviceIds: [near.front, near.back] } }))
      .json
    await call('POST', lockdownOf.initiate)
    gateway.clock.now += 1
    await call('POST', `${base}/egress/${id}/initiate`)
    const third = await addDoors(gateway, 'SP-3')
    const body = { name: 'Cellar', controlPanelId: near.controlPanelId }
    const added = (await call('POST', '/access-points', { body })).json.id
    const modes = (panelId: number) =>
      table.items().find((item) => item.entity === 'panel-posture' && item.panelId === panelId)?.modes
    expect(modes(third.controlPanelId)).toMatchObject({ rest: 'lockdown', normal: [], egress: [] })
    expect(modes(near.controlPanelId)).toMatchObject({ rest: 'egress', lockdown: [added] })
    const shown = (await call('GET', `${base}/2`)).json
    expect(shown.deviceIds).toEqual(expect.arrayContaining([third.front, third.back, added]))
    expect(shown.devicesThatDidFail.map(({ deviceOid }: { deviceOid: number }) => deviceOid)).toContain(third.front)
    await call('POST', `${base}/egress/${id}/clear`)
    await call('POST', lockdownOf.clear)
    expect([modes(third.controlPanelId), modes(near.controlPanelId)]).toMatchObject([normal, normal])
  })

  it('is held by the stream when the call breaks off after the door was stored', async () => {
    const gateway = await building()
    const { call, near, breakAt, workOff, deps } = gateway
    const panel = { serialNumber: 'SP-3', name: 'New', siteId: near.siteId }
    const panelId = PanelId.parse((await call('POST', '/control-panels', { body: panel })).json.id)
    await call('POST', lockdownOf.initiate)
    await workOff()
    breakAt(isPostureOf(panelId))
    const body = { name: 'Cellar', controlPanelId: panelId }
    expect((await call('POST', '/access-points', { body })).status).toBe(503)
    breakAt(() => false)
    await workOff()
    expect((await deps.postures.get(AccountId.parse(1), panelId)).modes).toMatchObject({ rest: 'lockdown' })
  })

  it('is held by the stream when the door was stored while the scenario was initiated', async () => {
    const gateway = await building()
    const { call, workOff, near, far, table } = gateway
    const { visit } = table
    // the index of doors does not show those of one panel yet
    table.visit = (query, each) =>
      visit(query, (items) => each(items.filter(({ sk }) => ![far.front, far.back].includes(Number(sk)))))
    const initiated = await call('POST', lockdownOf.initiate)
    expect(initiated.json.devicesThatDidFail).toMatchObject([{ deviceOid: near.front }, { deviceOid: near.back }])
    expect(gateway.rests()).toMatchObject([{ rest: 'lockdown' }, {}])
    await workOff()
    expect(gateway.rests()).toMatchObject([{ rest: 'lockdown' }, { rest: 'lockdown' }])
  })
})
