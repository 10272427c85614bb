import { describe, expect, it } from 'vitest'
import { frontDoor } from '../rules.ts'
import { newCommand, until, usePanel } from './stage.ts'

const { clock, cloud, status, summary, storedEvents, connected, ready, fault, link, present, doorOf, acked, stagesOf } =
  usePanel()

describe('a link', () => {
  it('comes back by itself when the cloud was gone', async () => {
    await ready()
    for (const socket of cloud().sockets) socket.terminate()
    await until(() => expect(cloud().heardOf('hello')).toHaveLength(2))
    await connected()
    expect(cloud().heardOf('hello')[1]).toMatchObject({ connectionGeneration: 1, appliedVersion: 1 })
  })

  it('goes by requests when no socket can be had, and back to the socket when one can', async () => {
    cloud().behaviour.refusesSockets = true
    await ready()
    await until(async () => expect(await summary()).toMatchObject({ transport: 'https', connected: true }))
    await present()
    await acked()
    expect(storedEvents()).toHaveLength(1)
    await until(() => expect(cloud().heardOf('heartbeat').length).toBeGreaterThan(1))
    cloud().behaviour.refusesSockets = false
    await until(async () => expect(await summary()).toMatchObject({ transport: 'socket' }))
  })

  it('that is down stays down, requests too, until it is up again', async () => {
    await ready()
    await link('down')
    const before = cloud().heard.length
    const command = newCommand()
    await cloud().command(command)
    await present()
    await fault({ kind: 'reboot' })
    expect(await status()).toMatchObject({ connected: false })
    expect(cloud().heard).toHaveLength(before)
    await link('up')
    await acked()
    expect(stagesOf(command.commandId)).toEqual([])
    expect(await doorOf(frontDoor)).toMatchObject({ pulses: 1 })
  })

  it('that is up again says so when it could not connect', async () => {
    await ready({ answerTimeoutMs: 1_000 })
    await link('down')
    cloud().behaviour.answersHello = false
    const answer = link('up')
    await until(() => expect(cloud().heardOf('hello').length).toBeGreaterThan(1))
    cloud().behaviour.answersHello = true
    expect(await answer).toEqual({ state: 'up', connected: true })
  })

  it('is renewed before it is too old: the new one is there before the old one goes', async () => {
    await ready({ renewFromMs: 1, renewToMs: 1 })
    cloud().behaviour.heartbeatSeconds = 1
    for (const socket of cloud().sockets) socket.terminate()
    await until(() => expect(cloud().heardOf('hello').length).toBeGreaterThanOrEqual(3))
    await connected()
    await until(() => expect(cloud().sockets.size).toBe(1))
  })

  it('can be had after a reboot with a clock that is a day off: the refusal carries the time', async () => {
    await ready()
    await clock(86_400)
    await fault({ kind: 'reboot' })
    await connected()
    await until(async () => expect(await summary()).toMatchObject({ transport: 'socket' }))
    expect(await summary()).toMatchObject({ clock: { offsetSeconds: 86_400, synchronized: false } })
  })

  it('survives whatever the cloud says', async () => {
    await ready()
    for (const socket of cloud().sockets)
      for (const text of ['', 'null', '{"type":"nonsense"}', '[[', '{"type":"command","jws":"a.b.c"}']) socket.send(text)
    cloud().push({ type: 'error', message: 'you were not understood' })
    cloud().push({ type: 'events.ack', epoch: '0190a5d2-5a3c-4f6e-8a1b-2c3d4e5f6a7b', upTo: 12 })
    await present()
    await acked()
    expect(cloud().heardOf('hello')).toHaveLength(1)
  })
})
