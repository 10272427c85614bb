import { describe, expect, it } from 'vitest'
import { AccessPointId } from '../../../shared/lib/ids.ts'
import { floorsOf, frontDoor, rulesOf } from '../rules.ts'
import { newCommand, panelPath, usePanel } from './stage.ts'

const {
  cloud,
  summary,
  applied,
  ready,
  request,
  present,
  privacy,
  powerOff,
  powerOn,
  connected,
  storedEvents,
  doorOf,
  resultOf,
  acked,
} = usePanel()
const staff = { subject: { kind: 'group', groupId: 10 } }

const withPoints = async (change: object, ...more: object[]) => {
  await ready()
  const [front, back] = rulesOf(2).accessPoints
  await cloud().announce(rulesOf(2, { accessPoints: [{ ...front, ...change }, back, ...more] }))
  await applied(2)
}

describe('a panel with a lift', () => {
  it('lets a passenger choose the floors of theirs, and says in its event which', async () => {
    await withPoints({ rules: [] }, ...floorsOf(frontDoor, [3, 4], [4]))
    expect(await present()).toMatchObject({ decision: 'granted' })
    const states = await Promise.all([frontDoor, 603, 604].map(async (id) => (await doorOf(AccessPointId.parse(id)))?.state))
    expect(states).toEqual(['locked', 'locked', 'unlocked'])
    await acked()
    expect(storedEvents()).toMatchObject([{ accessPointId: frontDoor, decision: 'granted', floorIds: [604] }])
  })
})

describe('a panel with a wireless lock', () => {
  it('lets others in again only after privacy ends, also when it lost its power meanwhile', async () => {
    await withPoints({ lockSerialNumber: 'A-7' })
    await privacy(frontDoor, true)
    expect(await present()).toMatchObject({ decision: 'denied', reason: 'privacy_mode' })
    await powerOff()
    await powerOn()
    await connected()
    expect(await present()).toMatchObject({ reason: 'privacy_mode' })
    await privacy(frontDoor, false)
    expect(await present()).toMatchObject({ decision: 'granted' })
    await acked()
    const reasons = storedEvents().map(({ reason }) => reason)
    expect(reasons).toEqual(['privacy_on', 'privacy_mode', 'privacy_mode', 'privacy_off', 'granted'])
  })

  it('refuses orders in privacy that are not for that, and stays shut though its unlock schedule is open', async () => {
    await withPoints({ lockSerialNumber: 'A-7', unlockScheduleId: 20 })
    expect(await doorOf(frontDoor)).toMatchObject({ state: 'unlocked' })
    await privacy(frontDoor, true)
    expect(await doorOf(frontDoor)).toMatchObject({ state: 'locked' })
    const [refused, done] = [newCommand(), newCommand({ inPrivacy: true })]
    await cloud().command(refused)
    expect(await resultOf(refused.commandId)).toMatchObject({ outcome: 'rejected', reason: 'privacy_mode' })
    expect(await doorOf(frontDoor)).toMatchObject({ state: 'locked' })
    await cloud().command(done)
    expect(await resultOf(done.commandId)).toMatchObject({ outcome: 'succeeded' })
    expect(await doorOf(frontDoor)).toMatchObject({ state: 'unlocked' })
  })

  it('is no wired door: those have no such button', async () => {
    await ready()
    const answer = await request('POST', `${panelPath}/privacy`, { accessPointId: frontDoor, on: true })
    expect(answer.status).toBe(400)
    expect(await present()).toMatchObject({ decision: 'granted' })
  })

  it('lets those in whose rule overrides privacy', async () => {
    await withPoints({ lockSerialNumber: 'A-7', rules: [{ ...staff, overridesPrivacy: true }] })
    await privacy(frontDoor, true)
    expect(await present()).toMatchObject({ decision: 'granted' })
  })
})

describe('a panel with a Wiegand output', () => {
  it('sends the number of a card on that is granted, and of no other, and has no door that opens', async () => {
    await withPoints({ wiegandPort: 2 })
    await present({ encodedCredential: 'abc' })
    expect(await summary()).toMatchObject({ sentNumbers: [] })
    await present()
    expect(await summary()).toMatchObject({ sentNumbers: [{ port: 2, accessPointId: frontDoor, encodedCredential: '28c0293' }] })
    expect(await doorOf(frontDoor)).toBeUndefined()
  })
})
