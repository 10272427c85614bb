import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createBuffer, type EventBuffer } from '../../../local/simulator/buffer.ts'
import { createUploader } from '../../../local/simulator/upload.ts'
import { AccessPointId } from '../../../shared/lib/ids.ts'
import { type AccessEvent, firstSequenceOf, type PanelEvent } from '../../../shared/panel-protocol/events.ts'

const ackTimeoutMs = 5_000

const accessEvent = (sequence: number): AccessEvent => ({
  sequence,
  kind: 'access',
  accessPointId: AccessPointId.parse(5),
  decision: 'denied',
  reason: 'unknown_credential',
  presented: { encodedCredential: '28c0293' },
  occurredAt: 1_800_000_000_000,
  configVersion: 1,
  clockQuality: 'synced',
})
const fill = (buffer: EventBuffer, count: number) => {
  for (let index = 0; index < count; index += 1) buffer.add(accessEvent(buffer.nextSequence()))
}
const sequences = (events: readonly PanelEvent[] | undefined) => events?.map(({ sequence }) => sequence)
const from = (first: number, last: number) => Array.from({ length: last - first + 1 }, (_, index) => first + index)

const setUp = (backlog: number) => {
  const buffer = createBuffer()
  const uploader = createUploader(() => buffer, ackTimeoutMs)
  fill(buffer, backlog)
  uploader.connected()
  const ack = (upTo: number) => uploader.acked(buffer.ack(upTo))
  return { buffer, uploader, ack }
}

describe('an upload', () => {
  it('of a live event goes before the back-fill, and the back-fill goes in order', () => {
    const { buffer, uploader, ack } = setUp(700)
    fill(buffer, 1)
    expect(sequences(uploader.next(0))).toEqual([701])
    const first = sequences(uploader.next(0)) ?? []
    expect(first).toEqual(from(1, first.length))
    expect(first.length).toBeLessThanOrEqual(500)
    ack(0)
    expect(uploader.next(0)).toBeUndefined()
    fill(buffer, 2)
    expect(sequences(uploader.next(0))).toEqual([702, 703])
    ack(first.length)
    expect(sequences(uploader.next(0))?.[0]).toBe(first.length + 1)
  })

  it('that is not acknowledged in time is sent again with the same sequences', () => {
    const { uploader, ack } = setUp(3)
    expect(sequences(uploader.next(0))).toEqual([1, 2, 3])
    expect(uploader.next(ackTimeoutMs - 1)).toBeUndefined()
    expect(uploader.wakeAt()).toBe(ackTimeoutMs)
    expect(sequences(uploader.next(ackTimeoutMs))).toEqual([1, 2, 3])
    ack(3)
    expect(uploader.next(ackTimeoutMs)).toBeUndefined()
    expect(uploader.wakeAt()).toBeUndefined()
  })

  it('that is answered and not stored is sent again ever more slowly, and quickly again once it is stored', () => {
    const { buffer, uploader, ack } = setUp(1)
    const waits: number[] = []
    let now = 0
    expect(sequences(uploader.next(now))).toEqual([1])
    for (let round = 0; round < 10; round += 1) {
      ack(0)
      const askedAt = now
      let sent = uploader.next(now)
      while (!sent) {
        now = Math.max(now, uploader.wakeAt() ?? Number.NaN)
        sent = uploader.next(now)
      }
      expect(sequences(sent)).toEqual([1])
      waits.push(now - askedAt)
    }
    expect(waits).toEqual([0, 1_000, 2_000, 4_000, 8_000, 10_000, 10_000, 10_000, 10_000, 10_000])
    ack(1)
    fill(buffer, 1)
    expect(sequences(uploader.next(now))).toEqual([2])
  })

  it('begins again with a new connection: nothing that was in flight on the old one is thought to have arrived', () => {
    const { uploader } = setUp(4)
    expect(sequences(uploader.next(0))).toEqual([1, 2, 3, 4])
    uploader.connected()
    expect(sequences(uploader.next(1))).toEqual([1, 2, 3, 4])
  })

  it('keeps its messages small enough for the socket', () => {
    const { uploader } = setUp(500)
    const events = uploader.next(0) ?? []
    expect(events.length).toBeGreaterThan(100)
    expect(JSON.stringify(events).length).toBeLessThan(128 * 1_024)
  })

  it('brings every event to the cloud, whatever messages and acknowledgements are lost', () => {
    const step = fc.constantFrom('present', 'deliver', 'lose message', 'lose ack', 'wait', 'reconnect')
    fc.assert(
      fc.property(fc.array(step, { maxLength: 120 }), fc.boolean(), (steps, remembersGaps) => {
        const { buffer, uploader } = setUp(3)
        const cloud = new Set<number>()
        let upTo = 0
        let now = 0
        const store = (events: PanelEvent[]) => {
          const first = firstSequenceOf(events[0] ?? accessEvent(1))
          if (!remembersGaps && first > upTo + 1) return
          for (const { sequence } of events) cloud.add(sequence)
          while (cloud.has(upTo + 1)) upTo += 1
        }
        const act = (what: (typeof steps)[number]) => {
          if (what === 'present') fill(buffer, 1)
          if (what === 'wait') now += ackTimeoutMs
          if (what === 'reconnect') uploader.connected()
          const events = uploader.next(now)
          if (!events || what === 'lose message') return
          store(events)
          if (what !== 'lose ack') uploader.acked(buffer.ack(upTo))
        }
        steps.forEach(act)
        // However it stands now: once the line is good everything arrives, and nothing is kept.
        for (let round = 0; round < 50 && buffer.size() > 0; round += 1) {
          now += 60_000
          act('deliver')
        }
        expect(buffer.size()).toBe(0)
        expect([...cloud].sort((one, other) => one - other)).toEqual(from(1, buffer.nextSequence() - 1))
      }),
    )
  })
})
