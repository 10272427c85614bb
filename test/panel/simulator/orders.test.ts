import { describe, expect, it } from 'vitest'
import { AccessPointId } from '../../../shared/lib/ids.ts'
import type { CommandPayload } from '../../../shared/panel-protocol/command.ts'
import { backDoor, floorsOf, frontDoor, rulesOf } from '../rules.ts'
import { newCommand, until, usePanel } from './stage.ts'

const {
  cloud,
  powerOn,
  powerOff,
  storedEvents,
  connected,
  ready,
  applied,
  fault,
  link,
  clock,
  present,
  doorOf,
  acked,
  stagesOf,
  resultOf,
} = usePanel()

const lockDown = async (version: number, modes: object) => {
  await cloud().posture({ version, modes: { rest: 'normal', normal: [], lockdown: [], egress: [], ...modes } as never })
  await until(() => expect(cloud().heardOf('posture.applied')).toContainEqual(expect.objectContaining({ version })))
}

describe('a command', () => {
  it('pulses the door once, and is answered by signed receipts', async () => {
    await ready()
    const command = newCommand()
    await cloud().command(command)
    expect(await resultOf(command.commandId)).toMatchObject({ outcome: 'succeeded', panelId: cloud().panelId })
    expect(stagesOf(command.commandId)).toEqual(['received', 'executing', 'result'])
    expect(await doorOf(frontDoor)).toEqual({ accessPointId: frontDoor, state: 'unlocked', isOpen: false, pulses: 1 })
    await until(() => expect(cloud().heardOf('status')[0]?.doors).toEqual([{ accessPointId: frontDoor, state: 'unlocked' }]))
  })

  it('to a lift lets passengers choose the floors, and moves no door', async () => {
    await ready()
    const { accessPoints } = rulesOf(2)
    await cloud().announce(rulesOf(2, { accessPoints: [...accessPoints, ...floorsOf(frontDoor, [3, 4, 5])] }))
    await applied(2)
    const command = newCommand({ kind: 'activate_floors', relays: [3, 4] })
    await cloud().command(command)
    expect(await resultOf(command.commandId)).toMatchObject({ outcome: 'succeeded' })
    const floors = await Promise.all([603, 604, 605].map((id) => doorOf(AccessPointId.parse(id))))
    expect(floors.map((floor) => floor?.state)).toEqual(['unlocked', 'unlocked', 'locked'])
    expect(await doorOf(frontDoor)).toMatchObject({ state: 'locked', pulses: 0 })
  })

  it('that comes again is answered again and not done again, though the program was restarted in between', async () => {
    await ready()
    cloud().behaviour.acknowledgesReceipts = false
    const command = newCommand()
    await cloud().command(command)
    await resultOf(command.commandId)
    await powerOff()
    await powerOn()
    await connected()
    // a result that is not acknowledged comes again with each heartbeat too
    await until(() => expect(stagesOf(command.commandId).length).toBeGreaterThanOrEqual(4))
    const before = stagesOf(command.commandId).length
    await cloud().command(command)
    await until(() => expect(stagesOf(command.commandId).length).toBeGreaterThan(before))
    const [received, executing, ...results] = stagesOf(command.commandId)
    expect([received, executing, ...new Set(results)]).toEqual(['received', 'executing', 'result'])
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

  it('in a lockdown is refused, and done only when it is for that too', async () => {
    await ready()
    const { accessPoints } = rulesOf(2)
    await cloud().announce(rulesOf(2, { accessPoints: [...accessPoints, ...floorsOf(backDoor, [3, 4])] }))
    await applied(2)
    const results = async (...commands: CommandPayload[]) => {
      for (const command of commands) await cloud().command(command)
      const found = await Promise.all(commands.map(({ commandId }) => resultOf(commandId)))
      return found.map((result) => result && 'outcome' in result && [result.outcome, 'reason' in result ? result.reason : ''])
    }
    const lift = { accessPointId: backDoor, kind: 'activate_floors' as const, relays: [3] }
    const floor = { accessPointId: AccessPointId.parse(603) }
    const refused = ['rejected', 'locked_down']
    const done = ['succeeded', '']
    await lockDown(1, { rest: 'lockdown' })
    expect(await results(newCommand(), newCommand(lift), newCommand(floor))).toEqual([refused, refused, refused])
    expect(await doorOf(frontDoor)).toMatchObject({ state: 'locked', pulses: 0 })
    expect(await doorOf(floor.accessPointId)).toMatchObject({ state: 'locked', pulses: 0 })
    const inLockdown = true as const
    expect(await results(newCommand({ inLockdown }), newCommand({ ...lift, inLockdown }))).toEqual([done, done])
    expect(await doorOf(frontDoor)).toMatchObject({ state: 'unlocked', isOpen: false, pulses: 1 })
    expect(await doorOf(floor.accessPointId)).toMatchObject({ state: 'unlocked', isOpen: false, pulses: 1 })
    await lockDown(2, { lockdown: [603] })
    expect(await results(newCommand(lift), newCommand({ ...lift, relays: [4] }), newCommand())).toEqual([refused, done, done])
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
})

describe('a result', () => {
  const resultsOf = (commandId: string) => stagesOf(commandId).filter((stage) => stage === 'result').length
  /** Has a command done on a panel that has just come; its id. */
  const done = async (timing?: object): Promise<string> => {
    await ready(timing)
    const { commandId, ...command } = newCommand()
    await cloud().command({ commandId, ...command })
    await resultOf(commandId)
    return commandId
  }
  const beat = async () => {
    const before = cloud().heardOf('heartbeat').length
    cloud().push({ type: 'work' })
    await until(() => expect(cloud().heardOf('heartbeat').length).toBeGreaterThan(before))
  }
  const reconnect = async () => {
    await link('down')
    await link('up')
  }
  /** All that the panel had to say of older commands is heard by the time that the result of a new one is. */
  const heardOut = async () => {
    const next = newCommand()
    await cloud().command(next)
    await resultOf(next.commandId)
  }

  it('that was not acknowledged is reported again with each heartbeat, which may have overtaken it, until it is', async () => {
    cloud().behaviour.acknowledgesReceipts = false
    const commandId = await done()
    for (const times of [2, 3]) {
      await beat()
      await until(() => expect(resultsOf(commandId)).toBe(times))
    }
    cloud().behaviour.acknowledgesReceipts = true
    await beat()
    await until(() => expect(resultsOf(commandId)).toBe(4))
    for (let times = 0; times < 3; times += 1) await beat()
    await heardOut()
    expect(stagesOf(commandId)).toEqual(['received', 'executing', 'result', 'result', 'result', 'result'])
  })

  it('that was not acknowledged is reported again on the next connection, and after a reboot', async () => {
    cloud().behaviour.acknowledgesReceipts = false
    const commandId = await done()
    await reconnect()
    await until(() => expect(resultsOf(commandId)).toBe(2))
    await fault({ kind: 'reboot' })
    await until(() => expect(resultsOf(commandId)).toBe(3))
    expect(await doorOf(frontDoor)).toMatchObject({ pulses: 1 })
  })

  it('that was acknowledged is never reported again: not with a heartbeat, a connection or a reboot', async () => {
    const commandId = await done()
    await beat()
    await reconnect()
    await beat()
    await fault({ kind: 'reboot' })
    await connected()
    await beat()
    await heardOut()
    expect(stagesOf(commandId)).toEqual(['received', 'executing', 'result'])
  })

  it('is not taken for acknowledged by the acknowledgement of another stage, or of another command', async () => {
    cloud().behaviour.acknowledgesReceipts = false
    const commandId = await done()
    cloud().push({ type: 'receipt.ack', commandId, stage: 'received' })
    cloud().push({ type: 'receipt.ack', commandId, stage: 'executing' })
    cloud().push({ type: 'receipt.ack', commandId: newCommand().commandId, stage: 'result' })
    await beat()
    await until(() => expect(resultsOf(commandId)).toBe(2))
    cloud().push({ type: 'receipt.ack', commandId, stage: 'result' })
    await beat()
    await heardOut()
    expect(resultsOf(commandId)).toBe(2)
  })

  it('is told by requests until one of the answers acknowledges it', async () => {
    Object.assign(cloud().behaviour, { refusesSockets: true, acknowledgesReceipts: false })
    await ready({ socketRetryMs: 60_000 })
    const command = newCommand()
    await cloud().announceCommand(command)
    await until(() => expect(resultsOf(command.commandId)).toBeGreaterThan(2))
    cloud().behaviour.acknowledgesReceipts = true
    const later = async (heartbeats: number) => {
      const from = cloud().heardOf('heartbeat').length
      await until(() => expect(cloud().heardOf('heartbeat').length).toBeGreaterThan(from + heartbeats))
      return resultsOf(command.commandId)
    }
    const told = await later(3)
    expect(await later(5)).toBe(told)
    expect(await doorOf(frontDoor)).toMatchObject({ pulses: 1 })
  })
})
