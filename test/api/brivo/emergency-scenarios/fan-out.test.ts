import { describe, expect, it } from 'vitest'
import type { QueueMessage } from '../../../../shared/adapters/queue.ts'
import { AccountId } from '../../../../shared/lib/ids.ts'
import { postureMessages, workOnAll } from '../../../support/emergencies.ts'
import { addPairedPanel, type TestPanel, testGateway } from '../../../support/gateway.ts'
import { addDoors } from '../../../support/panels.ts'

const base = '/emergency-scenarios'
const lockdown = `${base}/default-lockdown`

/** Panels out of contact, a full lockdown in force, and its fan-out, of which nothing is done yet. */
const building = async (panels: number) => {
  const gateway = await testGateway()
  for (let index = 0; index < panels; index += 1) await addDoors(gateway, `SP-${index}`)
  const messages = postureMessages(gateway)
  await messages()
  await gateway.call('POST', `${lockdown}/initiate`)
  const [first] = await messages()
  const sent: (QueueMessage & { value: Record<string, unknown> })[] = []
  const send = async <M extends QueueMessage>(some: readonly M[]) => {
    sent.push(...some.map((one) => ({ ...one, value: JSON.parse(one.body) })))
    return []
  }
  const deps = { ...gateway.workerDeps, pageSize: 2, postureWork: { send } }
  const fanOut = () => deps.emergencies.fanOut(AccountId.parse(1), 2, 1)
  return { ...gateway, deps, first, sent, fanOut, messages }
}
const isPanel = ({ value }: { value: object }) => 'panelId' in value

describe('the fan-out of an emergency', () => {
  it('goes page by page, notes each, and ends', async () => {
    const { deps, first, sent, fanOut } = await building(5)
    expect(first).toEqual({ accountId: 1, scenarioId: 2, version: 1 })
    const seen = []
    for (let page = 1; page <= 3; page += 1) {
      expect(await workOnAll(deps, [first])).toEqual([])
      seen.push({ sent: sent.filter(isPanel).length, goesOn: sent.filter((one) => !isPanel(one)).length })
      expect(await fanOut()).toMatchObject({ pages: page, panels: Math.min(2 * page, 5) })
    }
    expect(seen).toEqual([
      { sent: 2, goesOn: 1 },
      { sent: 4, goesOn: 2 },
      { sent: 5, goesOn: 2 },
    ])
    expect(await fanOut()).toMatchObject({ endedAt: deps.now() })
    await workOnAll(deps, [first])
    expect(sent).toHaveLength(7)
    expect(new Set(sent.filter(isPanel).map(({ value }) => value.panelId)).size).toBe(5)
  })

  it('goes on from its last page after a stop at any point, and twice at work on a page it goes on once', async () => {
    const { deps, first, sent, fanOut } = await building(5)
    // the page is sent, and then the process ends before that is noted
    const dies = { ...deps, emergencies: { ...deps.emergencies, pageDone: async () => Promise.reject(new Error('ended')) } }
    expect(await workOnAll(dies, [first])).toEqual(['0'])
    expect(await fanOut()).toMatchObject({ pages: 0, panels: 0 })
    // it is noted, and then the process ends before the next page is asked for
    const isNoted = {
      ...deps,
      postureWork: {
        send: async (some: readonly QueueMessage[]) =>
          some.filter((one) => !/panelId/.test(one.body)).map((message) => ({ message, permanent: false })),
      },
    }
    expect(await workOnAll(isNoted as never, [first])).toEqual(['0'])
    expect(await fanOut()).toMatchObject({ pages: 1, panels: 2 })
    sent.length = 0
    await Promise.all([workOnAll(deps, [first]), workOnAll(deps, [first])])
    expect(await fanOut()).toMatchObject({ pages: 2, panels: 4 })
    expect(sent.filter((one) => !isPanel(one))).toHaveLength(1)
  })

  it.each([
    [1_999, undefined],
    [2_000, 1],
    [9_500, 4],
  ])('holds the panels after the first %i back for %s seconds', async (panels, delaySeconds) => {
    const { deps, first, sent, fanOut } = await building(1)
    const before = await fanOut()
    if (!before) throw new Error('It is there')
    await workOnAll({ ...deps, emergencies: { ...deps.emergencies, fanOut: async () => ({ ...before, panels }) } }, [first])
    expect(sent.find(isPanel)?.delaySeconds).toBe(delaySeconds)
  })
})

describe('the progress of an emergency', () => {
  const setUp = async () => {
    const gateway = await testGateway()
    const panels = []
    for (const serial of ['SP-1', 'SP-2', 'SP-3']) panels.push(await addPairedPanel(gateway, serial))
    const [one, two, three] = panels as [TestPanel, TestPanel, TestPanel]
    const progress = async () => (await gateway.call('GET', `${base}/2`)).json
    const says = (panel: TestPanel, connection: string, version: number, error?: string) =>
      panel.speak(connection, {
        type: 'posture.applied',
        version,
        ok: error === undefined,
        doors: [],
        ...(error === undefined ? {} : { error }),
      })
    return { gateway, one, two, three, progress, says }
  }

  it('is true to the receipts of panels that are late, refuse and are away, and is told after a clear too', async () => {
    const { gateway, one, two, three, progress, says } = await setUp()
    expect(await progress()).not.toHaveProperty('progress')
    await one.arrive('c1')
    await two.arrive('c2')
    await gateway.call('POST', `${lockdown}/initiate`)
    const counts = { action: 'INITIATE', started: '2026-03-02T12:00:00.000Z', panels: 3, failed: 0, offline: 1 }
    expect((await progress()).progress).toEqual({ ...counts, sent: 0, applied: 0 })
    for (const panel of [one, two, three]) await gateway.work(panel.panelId)
    expect((await progress()).progress).toEqual({ ...counts, sent: 2, applied: 0 })
    await says(one, 'c1', 1)
    await says(two, 'c2', 1, 'bad_signature')
    const state = await progress()
    expect(state.progress).toEqual({ ...counts, sent: 2, applied: 1, failed: 1 })
    expect(state.devicesThatDidFail.map(({ deviceOid }: { deviceOid: number }) => deviceOid)).toEqual([
      two.front,
      two.back,
      three.front,
      three.back,
    ])
    // the panel that was away gets it when it is back, and follows
    expect((await three.arrive('c3')).map(({ type }) => type)).toContain('posture')
    await says(three, 'c3', 1)
    expect((await progress()).progress).toMatchObject({ applied: 2, failed: 1, offline: 0 })
    // one that was wiped does not follow any more, until it does
    await one.arrive('c4', { postureVersion: 0 })
    expect((await progress()).progress).toMatchObject({ applied: 1 })
    await says(one, 'c4', 1)
    await gateway.call('POST', `${lockdown}/clear`)
    expect((await progress()).progress).toMatchObject({ action: 'CLEAR', panels: 3, applied: 0 })
    for (const [panel, connection] of [
      [one, 'c4'],
      [two, 'c2'],
      [three, 'c3'],
    ] as const)
      await says(panel, connection, 2)
    expect(await progress()).toMatchObject({ issued: null, progress: { applied: 3, failed: 0 }, devicesThatDidFail: [] })
  })

  it('does not fall back for an override that is set meanwhile', async () => {
    const { gateway, one, progress, says } = await setUp()
    await one.arrive('c1')
    await gateway.call('POST', `${lockdown}/initiate`)
    await says(one, 'c1', 1)
    await gateway.call('POST', `/schedules/change-state/${one.front}`, { body: { endTimeMode: 'INDEFINITE', behavior: 'LOCK' } })
    expect((await progress()).progress).toMatchObject({ applied: 1 })
  })

  it('names a panel that refuses at once, and all of them in `didAllFail`', async () => {
    const { gateway, one, says } = await setUp()
    await one.arrive('c1')
    const body = { name: 'One', threatLevelTypeId: 2, deviceIds: [one.front] }
    const { id } = (await gateway.call('POST', base, { body })).json
    const { write } = gateway.table
    gateway.table.write = async (writes) => {
      const result = await write(writes)
      const isPosture = writes.some((each) => 'put' in each && each.put.entity === 'panel-posture')
      if (isPosture) await says(one, 'c1', 1, 'bad_signature')
      return result
    }
    const before = gateway.clock.now
    const answer = await gateway.call('POST', `${base}/lockdown/${id}/initiate`)
    const devicesThatDidFail = [{ deviceOid: one.front, name: 'Front door' }]
    expect(answer.json).toEqual({ scenarioOid: id, didAllFail: true, devicesThatDidFail })
    expect(gateway.clock.now).toBe(before)
  })

  it('is answered after ten seconds, though the panels could not all be written by then: the fan-out goes on', async () => {
    const gateway = await testGateway()
    const places = []
    for (let index = 0; index < 26; index += 1) places.push(await addDoors(gateway, `SP-${index}`))
    const messages = postureMessages(gateway)
    await messages()
    const { write } = gateway.table
    gateway.table.write = async (writes) => {
      if (writes.some((each) => 'put' in each && each.put.entity === 'panel-posture')) gateway.clock.now += 1_000
      return write(writes)
    }
    const answer = await gateway.call('POST', `${lockdown}/initiate`)
    expect(answer).toMatchObject({ status: 200, json: { didAllFail: true } })
    const postures = () => gateway.table.items().filter(({ entity }) => entity === 'panel-posture').length
    expect(postures()).toBe(25)
    const sent: unknown[] = []
    const send = async (some: readonly QueueMessage[]) => {
      sent.push(...some.map(({ body }) => JSON.parse(body)))
      return []
    }
    const deps = { ...gateway.workerDeps, postureWork: { send } }
    await workOnAll(deps, await messages())
    expect(await workOnAll(deps, sent)).toEqual([])
    expect(postures()).toBe(26)
  })

  it('of more than fifty panels is brought about by the queue at once, and answered when those in contact follow', async () => {
    const gateway = await testGateway()
    const near = await addPairedPanel(gateway, 'NEAR')
    const refusing = await addPairedPanel(gateway, 'REFUSING')
    for (let index = 0; index < 50; index += 1) await addDoors(gateway, `AWAY-${index}`)
    await near.arrive('c1')
    await refusing.arrive('c2')
    const messages: unknown[] = []
    const send = async (some: readonly QueueMessage[]) => {
      messages.push(...some.map(({ body }) => JSON.parse(body)))
      return []
    }
    const deps = { ...gateway.workerDeps, postureWork: { send } }
    gateway.apiDeps.postureWork.begin = async (fanOut) => void messages.push(fanOut)
    const { pause } = gateway.apiDeps
    gateway.apiDeps.pause = async (ms) => {
      const work = messages.splice(0)
      await workOnAll(deps, work)
      const isSettled = work.some((one) => isPanel({ value: one as object }))
      if (isSettled) await near.speak('c1', { type: 'posture.applied', version: 1, ok: true, doors: [] })
      if (isSettled)
        await refusing.speak('c2', { type: 'posture.applied', version: 1, ok: false, error: 'bad_signature', doors: [] })
      await pause(ms)
    }
    const before = gateway.clock.now
    const answer = await gateway.call('POST', `${lockdown}/initiate`)
    expect(answer).toMatchObject({ status: 200, json: { didAllFail: false } })
    const failed = answer.json.devicesThatDidFail.map(({ deviceOid }: { deviceOid: number }) => deviceOid)
    expect(failed).toHaveLength(2 * 51)
    expect(failed).toContain(refusing.front)
    expect(failed).not.toContain(near.front)
    expect(gateway.clock.now - before).toBeLessThan(5_000)
    // the doors of a full scenario are not listed in it: whoever settles a panel reads it each time
    const stored = gateway.table.items().find(({ entity }) => entity === 'emergency-scenario')
    expect(stored?.active).toMatchObject({ accessPointIds: [], panelIds: [] })
  })
})
