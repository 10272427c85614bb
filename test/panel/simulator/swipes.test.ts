import { describe, expect, it } from 'vitest'
import { backDoor, frontDoor, rulesOf } from '../rules.ts'
import { until, usePanel } from './stage.ts'

const { cloud, powerOn, status, summary, storedEvents, connected, applied, ready, fault, link, present, doorOf, acked } =
  usePanel()

describe('a panel that starts', () => {
  it('pairs, trying until the cloud answers, connects, says hello, and takes the rules that are announced', async () => {
    cloud().behaviour.pairsFrom = 3
    await powerOn()
    await connected()
    expect(cloud().pairings()).toBe(4)
    expect(cloud().heard[0]).toMatchObject({ type: 'hello', appliedVersion: 0, nextSequence: 1, connectionGeneration: 0 })
    await cloud().announce(rulesOf(1))
    await until(() => expect(cloud().heardOf('config.applied')).toMatchObject([{ type: 'config.applied', version: 1, ok: true }]))
    expect(await status()).toEqual({
      connected: true,
      appliedVersion: 1,
      doors: [
        { accessPointId: frontDoor, state: 'locked', isOpen: false, pulses: 0 },
        { accessPointId: backDoor, state: 'locked', isOpen: false, pulses: 0 },
      ],
    })
  })

  it('lets nobody in before it has rules, and says why', async () => {
    await powerOn()
    expect(await present()).toEqual({ decision: 'denied', reason: 'no_rules', configVersion: 0 })
    await until(() => expect(storedEvents()).toHaveLength(1))
  })

  it('connects although its clock was wrong from the start, once a refusal has given it the time', async () => {
    const early = 7 * 24 * 3_600_000
    cloud().behaviour.now = () => Date.now() + early
    await powerOn()
    await connected()
    expect(await summary()).toMatchObject({ clock: { offsetSeconds: 0, synchronized: true } })
    await present()
    await acked()
    expect(storedEvents()[0]?.occurredAt).toBeGreaterThan(Date.now() + early - 60_000)
  })
})

describe('a card at a reader', () => {
  it('is decided by the rules, opens the door, and is heard of by the cloud', async () => {
    await ready()
    expect(await present()).toEqual({ decision: 'granted', reason: 'granted', configVersion: 1 })
    expect(await doorOf(frontDoor)).toEqual({ accessPointId: frontDoor, state: 'unlocked', isOpen: false, pulses: 1 })
    expect(await present({ accessPointId: backDoor })).toMatchObject({ decision: 'denied', reason: 'no_permission' })
    expect(await present({ encodedCredential: '00ABC' })).toMatchObject({ decision: 'denied', reason: 'unknown_credential' })
    await acked()
    expect(storedEvents()).toMatchObject([
      { sequence: 1, accessPointId: frontDoor, decision: 'granted', credentialId: 40, userId: 30, configVersion: 1 },
      { sequence: 2, accessPointId: backDoor, decision: 'denied' },
      { sequence: 3, decision: 'denied', presented: { encodedCredential: 'abc' }, clockQuality: 'synced' },
    ])
    expect(await doorOf(backDoor)).toMatchObject({ state: 'locked', isOpen: false, pulses: 0 })
  })

  it('is decided at the side of the door where it was presented, by the reader that the rules know', async () => {
    await ready()
    const { accessPoints } = rulesOf(2)
    const rules = [{ subject: { kind: 'group', groupId: 10 }, side: 2 }]
    const exits = accessPoints.map((point) =>
      point.id === frontDoor ? { ...point, rules, readers: [{ id: 72, side: 2 }] } : point,
    )
    await cloud().announce(rulesOf(2, { accessPoints: exits }))
    await applied(2)
    expect(await present()).toMatchObject({ decision: 'denied', reason: 'no_permission' })
    expect(await present({ side: 2 })).toMatchObject({ decision: 'granted' })
    expect(await present({ readerId: 72 })).toMatchObject({ decision: 'granted' })
    expect(await present({ readerId: 99 })).toMatchObject({ decision: 'denied' })
    await acked()
    expect(storedEvents().map(({ sequence: _, ...event }) => event)).toMatchObject([
      { side: 1 },
      { side: 2 },
      { side: 2, readerId: 72 },
      { side: 1, readerId: 99 },
    ])
  })

  it('is decided and recorded as of the time that the tester says', async () => {
    await ready()
    const at = '2026-01-01T09:00:00+01:00'
    await present({ at })
    await present({ at: Date.parse(at), encodedCredential: undefined, pin: '1234' })
    await acked()
    expect(storedEvents().map(({ occurredAt }) => occurredAt)).toEqual([Date.parse(at), Date.parse(at)])
    expect(storedEvents()[1]).toMatchObject({ presented: { pinUsed: true } })
    expect(JSON.stringify(cloud().heard)).not.toContain('1234')
  })

  it('is still decided while the link is down, and back-filled in order when it returns', async () => {
    await ready()
    expect(await link('down')).toEqual({ state: 'down', connected: false })
    await until(() => expect(cloud().sockets.size).toBe(0))
    for (const at of [1_000, 2_000, 3_000]) expect(await present({ at })).toMatchObject({ decision: 'granted' })
    expect(await summary()).toMatchObject({ bufferedEvents: 3, connected: false, link: 'down' })
    expect(storedEvents()).toHaveLength(0)
    expect(await link('up')).toEqual({ state: 'up', connected: true })
    await acked()
    expect(cloud().uploads).toEqual([[1, 2, 3]])
    expect(storedEvents().map(({ occurredAt }) => occurredAt)).toEqual([1_000, 2_000, 3_000])
  })

  it('is sent again with the same sequence when the acknowledgement is lost, and stored once', async () => {
    await ready({ ackTimeoutMs: 100 })
    await fault({ kind: 'lose_ack' })
    await present()
    await acked()
    expect(cloud().uploads.slice(0, 2)).toEqual([[1], [1]])
    expect(cloud().stored.size).toBe(1)
  })

  it('is not lost in a reboot, nor is its number used again', async () => {
    await ready()
    await link('down')
    await present()
    await fault({ kind: 'reboot' })
    expect(await status()).toMatchObject({ connected: false, appliedVersion: 1 })
    await present()
    await link('up')
    await acked()
    expect(storedEvents().map(({ sequence }) => sequence)).toEqual([1, 2])
    const [first, second] = cloud().heardOf('hello')
    expect(second?.epoch).toBe(first?.epoch)
    expect(second?.bootId).not.toBe(first?.bootId)
  })

  it('is numbered from 1 again, under another epoch, when the event store was wiped', async () => {
    await ready()
    await present()
    await acked()
    await fault({ kind: 'wipe_events' })
    await present()
    await acked()
    expect([...cloud().stored.keys()].map((key) => key.split('/')[1])).toEqual(['1', '1'])
    expect(cloud().stored.size).toBe(2)
  })

  it('is among 100,000 that a long outage left, and all of them arrive', { timeout: 120_000 }, async () => {
    await ready()
    await link('down')
    await present()
    await fault({ kind: 'fill_buffer', accessPointId: frontDoor, count: 100_002 })
    expect(await summary()).toMatchObject({ bufferedEvents: 100_000, lost: { from: 1, to: 3 } })
    await link('up')
    await acked(110_000)
    expect(cloud().stored.size).toBe(100_001)
    expect(storedEvents()[0]).toMatchObject({ kind: 'lost', sequence: 3, lost: { from: 1, to: 3 } })
  })
})
