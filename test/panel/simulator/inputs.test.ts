import { describe, expect, it } from 'vitest'
import type { PanelEvent } from '../../../shared/panel-protocol/events.ts'
import { backDoor, floorsOf, frontDoor, rulesOf } from '../rules.ts'
import { panelPath, until, usePanel } from './stage.ts'

const { cloud, ready, applied, present, fault, request, doorOf, storedEvents, summary } = usePanel()

const ask = async (action: string, body: object) =>
  expect((await request('POST', `${panelPath}/${action}`, body)).status, `${action} ${JSON.stringify(body)}`).toBe(200)
const sensor = (open: boolean, accessPointId = frontDoor) => ask('door', { accessPointId, open })
const input = (name: string, on: boolean) => ask('input', { input: name, on })
const lockdown = async (version: number, more: object = {}) => {
  const modes = { rest: 'lockdown', normal: [], lockdown: [], egress: [], ...more } as never
  await cloud().posture({ version, modes })
  await until(() => expect(cloud().heardOf('posture.applied').at(-1)).toMatchObject({ version, ok: true }))
}
const wordOf = (event: PanelEvent) => (event.kind === 'lost' ? 'lost' : `${event.kind} ${event.reason}`)
/** What the cloud has stored, in order. */
const heard = (...words: string[]) =>
  until(() => {
    const events = storedEvents().toSorted((one, other) => one.sequence - other.sequence)
    expect(events.map(wordOf)).toEqual(words)
  })
const stands = async (id: typeof frontDoor, state: string) => expect(await doorOf(id)).toMatchObject({ state })

describe('the sensor of a door', () => {
  it('that opens while the door is locked is a door forced open, and its closing is reported', async () => {
    await ready()
    await sensor(true)
    await sensor(true)
    expect(await doorOf(frontDoor)).toMatchObject({ isOpen: true, state: 'locked', pulses: 0 })
    await sensor(false)
    await heard('door forced', 'door closed')
  })

  it('that opens after a grant is nothing to report, until the door is open for too long', async () => {
    await ready({ heldOpenMs: 60_000 })
    await present()
    await sensor(true)
    await sensor(false)
    await heard('access granted')
    await fault({ kind: 'reboot' })
    expect(await doorOf(frontDoor)).toMatchObject({ isOpen: false })
  })

  it('that stays open is a door held open, once the door is locked again', async () => {
    await ready({ heldOpenMs: 20 })
    const [, ...others] = rulesOf(2).accessPoints
    const [front] = rulesOf(2).accessPoints
    await cloud().announce(rulesOf(2, { accessPoints: [{ ...front, pulseSeconds: 1 }, ...others] }))
    await applied(2)
    await present()
    await sensor(true)
    await heard('access granted', 'door held_open')
    await stands(frontDoor, 'locked')
    await sensor(false)
    await heard('access granted', 'door held_open', 'door closed')
  })

  it('is on the wall and not in the panel: after a reboot it shows what it showed', async () => {
    await ready({ heldOpenMs: 60_000 })
    await present()
    await sensor(true)
    await fault({ kind: 'reboot' })
    expect(await doorOf(frontDoor)).toMatchObject({ isOpen: true })
  })
})

describe('the exit button', () => {
  it('releases the door without a credential, also in a lockdown, which does not end it', async () => {
    await ready()
    await lockdown(1)
    expect(await present()).toMatchObject({ decision: 'denied', reason: 'locked_down' })
    await ask('exit', { accessPointId: frontDoor })
    await stands(frontDoor, 'unlocked')
    await lockdown(2, { rest: 'normal' })
    await lockdown(3)
    expect(await doorOf(frontDoor)).toMatchObject({ state: 'unlocked', pulses: 0 })
    await stands(backDoor, 'locked')
    await sensor(true)
    await heard('access locked_down', 'door request_to_exit')
  })
})

describe('the inputs of a panel', () => {
  it('are reported when they change, and only then', async () => {
    await ready()
    await input('tamper', true)
    await input('tamper', true)
    await input('power_failure', true)
    expect(await summary()).toMatchObject({ inputs: ['tamper', 'power_failure'] })
    await input('tamper', false)
    await input('power_failure', false)
    await heard('panel tampered', 'panel power_lost', 'panel tamper_restored', 'panel power_restored')
    await stands(frontDoor, 'locked')
  })

  it('open the doors in a fire, whatever the posture says, over a reboot, and say so; floors of lifts stay shut', async () => {
    const [floor] = floorsOf(backDoor, [1])
    await ready()
    await cloud().announce(rulesOf(2, { accessPoints: [...rulesOf(2).accessPoints, floor] }))
    await applied(2)
    await lockdown(1)
    await input('fire', true)
    await stands(frontDoor, 'unlocked')
    await stands(601 as never, 'locked')
    await until(() =>
      expect(cloud().heardOf('status').at(-1)?.doors).toEqual([
        { accessPointId: frontDoor, state: 'unlocked' },
        { accessPointId: backDoor, state: 'unlocked' },
      ]),
    )
    await lockdown(2)
    await fault({ kind: 'reboot' })
    await until(() => stands(backDoor, 'unlocked'))
    await input('fire', false)
    await stands(frontDoor, 'locked')
    await heard('panel fire_alarm', 'panel fire_cleared')
  })
})

describe('what cannot be', () => {
  it('is refused with the name of the field', async () => {
    await ready()
    const wrong: [string, object, string][] = [
      ['door', { accessPointId: frontDoor }, 'open'],
      ['door', { accessPointId: 999, open: true }, 'accessPointId'],
      ['exit', {}, 'accessPointId'],
      ['exit', { accessPointId: 999 }, 'accessPointId'],
      ['input', { input: 'flood', on: true }, 'input'],
      ['input', { input: 'fire' }, 'on'],
    ]
    for (const [action, body, field] of wrong) {
      const answer = await request('POST', `${panelPath}/${action}`, body)
      expect(answer.status, JSON.stringify(body)).toBe(400)
      expect(await answer.json()).toMatchObject({ message: expect.stringContaining(field) })
    }
  })
})
