import { expect, it } from 'vitest'
import { AreaId } from '../../../shared/lib/ids.ts'
import { backDoor, frontDoor, rulesOf } from '../rules.ts'
import { newCommand, until, usePanel } from './stage.ts'

const { cloud, applied, ready, present, powerOff, powerOn, connected, storedEvents, acked, door, resultOf } = usePanel()

const lab = (enforcement: 'log' | 'deny') => ({
  id: 9,
  timeZone: 'Europe/Berlin',
  borders: [{ accessPointId: frontDoor, side: 1, direction: 'in' }],
  antiPassback: { enforcement },
  exceptUserIds: [],
  resets: [],
})
const reasons = () => storedEvents().map(({ kind, reason }) => `${kind} ${reason}`)

it('a panel lets nobody in twice, also when it lost its power in between', async () => {
  await ready()
  await cloud().announce(rulesOf(2, { areas: [lab('deny')] }))
  await applied(2)
  expect(await present()).toMatchObject({ decision: 'granted' })
  expect(await present()).toMatchObject({ decision: 'denied', reason: 'anti_passback' })
  await powerOff()
  await powerOn()
  await connected()
  expect(await present()).toMatchObject({ decision: 'denied', reason: 'anti_passback' })
  await acked()
  expect(reasons()).toEqual(['access granted', 'access anti_passback', 'access anti_passback'])
})

it('a panel reports a breach that is only logged, with the person', async () => {
  await ready()
  await cloud().announce(rulesOf(2, { areas: [lab('log')] }))
  await applied(2)
  await present()
  expect(await present()).toMatchObject({ decision: 'granted' })
  await acked()
  expect(reasons()).toEqual(['access granted', 'access granted', 'door anti_passback_breached'])
  expect(storedEvents()[2]).toMatchObject({ accessPointId: frontDoor, userId: rulesOf(2).users[0]?.id })
})

it('a panel opens a door of an interlock to nobody and to no command while the other one is open', async () => {
  await ready()
  const [front, back] = rulesOf(2).accessPoints
  const mantrap = { ...front, doorRules: { interlock: { accessPointIds: [backDoor] } } }
  await cloud().announce(rulesOf(2, { accessPoints: [mantrap, back] }))
  await applied(2)
  await door(backDoor, true)
  expect(await present()).toMatchObject({ decision: 'denied', reason: 'interlocked' })
  const refused = newCommand()
  await cloud().command(refused)
  expect(await resultOf(refused.commandId)).toMatchObject({ outcome: 'rejected', reason: 'interlocked' })
  await door(backDoor, false)
  expect(await present()).toMatchObject({ decision: 'granted' })
  const done = newCommand()
  await cloud().command(done)
  await until(async () => expect(await resultOf(done.commandId)).toMatchObject({ outcome: 'succeeded' }))
})

it('a panel forgets who is inside as its posture says, once for each reset, also after it lost its power', async () => {
  await ready()
  await cloud().announce(rulesOf(2, { areas: [lab('deny')] }))
  await applied(2)
  await present()
  expect(await present()).toMatchObject({ reason: 'anti_passback' })
  const at = Date.now() + 60_000
  const modes = { rest: 'normal' as const, normal: [], lockdown: [], egress: [] }
  const reset = async (version: number) => {
    await cloud().posture({ version, modes, overrides: [], resets: [{ areaId: AreaId.parse(9), at }] })
    await until(() => expect(cloud().heardOf('posture.applied').at(-1)).toMatchObject({ version, ok: true }))
  }
  await reset(1)
  expect(await present()).toMatchObject({ decision: 'granted' })
  // the clock of the panel is behind: what happened since the reset bears an earlier time
  await reset(2)
  expect(await present()).toMatchObject({ reason: 'anti_passback' })
  await powerOff()
  await powerOn()
  await connected()
  expect(await present()).toMatchObject({ reason: 'anti_passback' })
})
