import { describe, expect, it } from 'vitest'
import { AccessPointId, PanelId } from '../../../shared/lib/ids.ts'
import { newSigner } from '../fake-cloud.ts'
import { backDoor, floorsOf, frontDoor, rulesOf } from '../rules.ts'
import { newCommand, until, usePanel } from './stage.ts'

const { cloud, powerOn, powerOff, connected, ready, applied, fault, present, doorOf, clock } = usePanel()

const unlocked = (accessPointId: number, endsAt?: number) => ({
  accessPointId: accessPointId as never,
  behavior: 'unlock' as const,
  ...(endsAt === undefined ? {} : { endsAt }),
})
const modes = (wanted: object) => ({ rest: 'normal', normal: [], lockdown: [], egress: [], ...wanted }) as never
const answered = (count: number) =>
  until(() => {
    const answers = cloud().heardOf('posture.applied')
    expect(answers.length).toBeGreaterThanOrEqual(count)
    return answers[count - 1]
  })
const stands = (id: typeof frontDoor, state: string) => until(async () => expect(await doorOf(id)).toMatchObject({ state }))

describe('a posture', () => {
  it('moves the doors that it names, and the panel says which', async () => {
    await ready()
    await cloud().posture({ version: 1, overrides: [unlocked(frontDoor)] })
    expect(await answered(1)).toEqual({
      type: 'posture.applied',
      version: 1,
      ok: true,
      doors: [{ accessPointId: frontDoor, state: 'unlocked' }],
    })
    expect(await doorOf(backDoor)).toMatchObject({ state: 'locked' })
    await cloud().posture({ version: 2, overrides: [] })
    expect(await answered(2)).toMatchObject({ version: 2, ok: true, doors: [{ state: 'locked' }] })
  })

  it('is taken without waiting for rules that are being fetched', async () => {
    await ready()
    cloud().behaviour.configFailures = 1_000
    await cloud().announce(rulesOf(2))
    await cloud().posture({ version: 1, overrides: [unlocked(frontDoor)] })
    expect(await answered(1)).toMatchObject({ ok: true })
    expect(
      cloud()
        .heardOf('config.applied')
        .filter(({ version, ok }) => version === 2 && ok),
    ).toEqual([])
  })

  it('holds over a reboot and a restart, and its version is said in the next words', async () => {
    await ready()
    await cloud().posture({ version: 7, overrides: [unlocked(frontDoor)] })
    await answered(1)
    await fault({ kind: 'reboot' })
    await connected()
    await stands(frontDoor, 'unlocked')
    await powerOff()
    await powerOn()
    await connected()
    await stands(frontDoor, 'unlocked')
    expect(cloud().heardOf('hello').at(-1)).toMatchObject({ postureVersion: 7 })
  })

  it('whose override ends is over by itself, and the panel says so', async () => {
    await ready()
    const endsAt = Date.now() + 400
    await cloud().posture({ version: 1, overrides: [unlocked(frontDoor, endsAt)] })
    await answered(1)
    await until(() => expect(cloud().heardOf('status').at(-1)?.doors).toEqual([{ accessPointId: frontDoor, state: 'locked' }]))
    expect(Date.now()).toBeGreaterThanOrEqual(endsAt)
  })

  it('of an earlier version, of another panel or by another key is refused, and nothing moves', async () => {
    await ready()
    await cloud().posture({ version: 5, overrides: [unlocked(frontDoor)] })
    await answered(1)
    await cloud().posture({ version: 4 })
    await cloud().posture({ version: 6, panelId: PanelId.parse(78) })
    await cloud().posture({ version: 6 }, (await newSigner()).signing)
    const refusals = await until(() => {
      const answers = cloud().heardOf('posture.applied').slice(1)
      expect(answers).toHaveLength(3)
      return answers
    })
    expect(refusals.map(({ ok }) => ok)).toEqual([false, false, false])
    expect(refusals.map(({ error }) => error?.split(':')[0])).toEqual(['older_version', 'wrong_panel', 'bad_signature'])
    await stands(frontDoor, 'unlocked')
  })

  it('that locks a door down ends the pulse that runs there, at the floors of a lift too, and the panel says so', async () => {
    await ready()
    const [front, back] = rulesOf(2).accessPoints
    const [third, fourth] = floorsOf(backDoor, [3, 4])
    await cloud().announce(rulesOf(2, { accessPoints: [{ ...front, pulseSeconds: 60 }, back, third, fourth] }))
    await applied(2)
    const lift = { accessPointId: backDoor, kind: 'activate_floors' as const, relays: [3], durationSeconds: 60 }
    await cloud().command(newCommand(lift))
    expect(await present()).toMatchObject({ decision: 'granted' })
    const floor = AccessPointId.parse(603)
    await stands(frontDoor, 'unlocked')
    await stands(floor, 'unlocked')
    await cloud().posture({ version: 1, modes: modes({ lockdown: [backDoor] }) })
    expect(await answered(1)).toMatchObject({ doors: [{ accessPointId: floor, state: 'locked' }] })
    expect(await doorOf(frontDoor)).toMatchObject({ state: 'unlocked' })
    await cloud().posture({ version: 2, modes: modes({ rest: 'lockdown' }) })
    expect(await answered(2)).toMatchObject({ doors: [{ accessPointId: frontDoor, state: 'locked' }] })
    await cloud().posture({ version: 3 })
    expect(await answered(3)).toMatchObject({ doors: [] })
  })

  it('that changes while the door is locked down leaves a pulse for somebody who is excluded', async () => {
    await ready()
    const groups = [{ id: 10, keypadUnlock: false, immuneToAntipassback: false, excludedFromLockdown: true }]
    const [front, back] = rulesOf(2).accessPoints
    await cloud().announce(rulesOf(2, { groups, accessPoints: [{ ...front, pulseSeconds: 60 }, back] }))
    await applied(2)
    await cloud().posture({ version: 1, modes: modes({ rest: 'lockdown' }) })
    await answered(1)
    expect(await present()).toMatchObject({ decision: 'granted' })
    await cloud().posture({ version: 2, modes: modes({ lockdown: [frontDoor] }) })
    expect(await answered(2)).toMatchObject({ doors: [] })
    expect(await doorOf(frontDoor)).toMatchObject({ state: 'unlocked' })
  })

  it('that locks down admits nobody but excluded groups, and egress leaves the door open', async () => {
    await ready()
    expect(await present()).toMatchObject({ decision: 'granted' })
    await cloud().posture({ version: 1, modes: modes({ rest: 'lockdown', egress: [backDoor] }) })
    await answered(1)
    expect(await present()).toMatchObject({ decision: 'denied', reason: 'locked_down' })
    await stands(backDoor, 'unlocked')
    const groups = [{ id: 10, keypadUnlock: false, immuneToAntipassback: false, excludedFromLockdown: true }]
    await cloud().announce(rulesOf(2, { groups }))
    await until(async () => expect(await present()).toMatchObject({ decision: 'granted' }))
    await clock(0)
  })
})
