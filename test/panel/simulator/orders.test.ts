import { describe, expect, it } from 'vitest'
import type { CommandPayload } from '../../../shared/panel-protocol/command.ts'
import { frontDoor } from '../rules.ts'
import { newCommand, until, usePanel } from './stage.ts'

const {
  cloud,
  powerOn,
  powerOff,
  storedEvents,
  connected,
  ready,
  fault,
  link,
  clock,
  present,
  doorOf,
  acked,
  stagesOf,
  resultOf,
} = usePanel()

describe('a command', () => {
  it('pulses the door once, and is answered by signed receipts', async () => {
    await ready()
    const command = newCommand()
    await cloud().command(command)
    expect(await resultOf(command.commandId)).toMatchObject({ outcome: 'succeeded', panelId: cloud().panelId })
    expect(stagesOf(command.commandId)).toEqual(['received', 'executing', 'result'])
    expect(await doorOf(frontDoor)).toEqual({ accessPointId: frontDoor, state: 'unlocked', pulses: 1 })
    await until(() => expect(cloud().heardOf('status')[0]?.doors).toEqual([{ accessPointId: frontDoor, state: 'unlocked' }]))
  })

  it('that comes again is answered again and not done again, though the program was restarted in between', async () => {
    await ready()
    const command = newCommand()
    await cloud().command(command)
    await resultOf(command.commandId)
    await powerOff()
    await powerOn()
    await connected()
    await until(() => expect(stagesOf(command.commandId)).toHaveLength(4))
    await cloud().command(command)
    await until(() => expect(stagesOf(command.commandId)).toEqual(['received', 'executing', 'result', 'result', 'result']))
    expect(await doorOf(frontDoor)).toMatchObject({ pulses: 1 })
  })

  it('that is late, for an unknown door, for another panel or badly signed is refused, and no door moves', async () => {
    await ready()
    const late = newCommand({ notAfter: Date.now() - 1 })
    const elsewhere = newCommand({ accessPointId: 999 as CommandPayload['accessPointId'] })
    const foreign = newCommand({ panelId: 78 as CommandPayload['panelId'] })
    for (const command of [late, elsewhere, foreign]) await cloud().command(command)
    const forged = newCommand()
    const [header, payload] = (await cloud().signCommand(forged)).split('.')
    cloud().push({ type: 'command', jws: `${header}.${payload}.${'A'.repeat(86)}` })
    expect(await resultOf(late.commandId)).toMatchObject({ outcome: 'rejected', reason: 'expired' })
    expect(await resultOf(elsewhere.commandId)).toMatchObject({ outcome: 'rejected', reason: 'unknown_access_point' })
    expect(await resultOf(foreign.commandId)).toMatchObject({ outcome: 'rejected', reason: 'wrong_panel' })
    expect(await resultOf(forged.commandId)).toMatchObject({ outcome: 'rejected', reason: 'bad_signature' })
    expect(await doorOf(frontDoor)).toMatchObject({ pulses: 0, state: 'locked' })
    // A forgery must not keep the true command from being done.
    await cloud().command(forged)
    await until(async () => expect(await doorOf(frontDoor)).toMatchObject({ pulses: 1 }))
  })

  it('is refused while the clock is off, and obeyed once it is right again', async () => {
    await ready()
    expect(await clock(-30)).toEqual({ offsetSeconds: -30, synchronized: false })
    const first = newCommand()
    await cloud().command(first)
    expect(await resultOf(first.commandId)).toMatchObject({ outcome: 'rejected', reason: 'clock' })
    await present()
    await acked()
    expect(storedEvents()[0]).toMatchObject({ clockQuality: 'unsynced' })
    await clock(0)
    const second = newCommand()
    await cloud().command(second)
    expect(await resultOf(second.commandId)).toMatchObject({ outcome: 'succeeded' })
    expect(await doorOf(frontDoor)).toMatchObject({ pulses: 2 })
  })

  it.each([
    ['before_receipt', { outcome: 'succeeded' }],
    ['before_result', { outcome: 'failed', reason: 'interrupted' }],
  ])('whose panel loses its power after the door moved, %s, is not done twice', async (point, result) => {
    await ready()
    await fault({ kind: 'crash_in_command', point })
    const command = newCommand()
    await cloud().command(command)
    await until(() => expect(cloud().heardOf('hello').length).toBeGreaterThan(1))
    expect(await resultOf(command.commandId)).toMatchObject(result)
    await cloud().command(command)
    await until(() => expect(stagesOf(command.commandId).filter((stage) => stage === 'result')).toHaveLength(2))
    expect(await doorOf(frontDoor)).toMatchObject({ pulses: 1, state: 'locked' })
  })

  it('whose result was acknowledged by a heartbeat is not reported again on the next connection', async () => {
    await ready()
    const command = newCommand()
    await cloud().command(command)
    await resultOf(command.commandId)
    cloud().push({ type: 'work' })
    await until(() => expect(cloud().heardOf('heartbeat')).toHaveLength(1))
    cloud().push({ type: 'work' })
    await until(() => expect(cloud().heardOf('heartbeat')).toHaveLength(2))
    await link('down')
    await link('up')
    const next = newCommand()
    await cloud().command(next)
    await resultOf(next.commandId)
    expect(stagesOf(command.commandId)).toEqual(['received', 'executing', 'result'])
  })
})
