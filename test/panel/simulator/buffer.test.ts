import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bufferLimit, createBuffer } from '../../../local/simulator/buffer.ts'
import { AccessPointId } from '../../../shared/lib/ids.ts'
import { type AccessEvent, firstSequenceOf } from '../../../shared/panel-protocol/events.ts'
import { decodePanelMessage, encodeMessage } from '../../../shared/panel-protocol/message.ts'

const epoch = '0190a5d2-5a3c-4f6e-8a1b-2c3d4e5f6a7b'
const everything = { count: Number.POSITIVE_INFINITY, bytes: Number.POSITIVE_INFINITY }
const event = (sequence: number): AccessEvent => ({
  sequence,
  kind: 'access',
  accessPointId: AccessPointId.parse(5),
  decision: 'denied',
  reason: 'unknown_credential',
  presented: {},
  occurredAt: 1_800_000_000_000 + sequence,
  configVersion: 1,
  clockQuality: 'synced',
})
const bufferOf = (limit: number, count: number) => {
  const buffer = createBuffer(limit)
  for (let index = 0; index < count; index += 1) buffer.add(event(buffer.nextSequence()))
  return buffer
}
const sequencesOf = (buffer: ReturnType<typeof createBuffer>, from: number) =>
  buffer.run(from, everything).map((one) => one.sequence)

describe('the event buffer', () => {
  it('holds 100,000 events, in order, and loses none of them', () => {
    const buffer = bufferOf(bufferLimit, 100_000)
    expect(buffer.size()).toBe(100_000)
    expect(buffer.lost()).toBeUndefined()
    expect(sequencesOf(buffer, 1)).toEqual(Array.from({ length: 100_000 }, (_, index) => index + 1))
  })

  it('forgets what is acknowledged and nothing else', () => {
    const buffer = bufferOf(10, 6)
    expect(buffer.ack(4)).toBe(true)
    expect(sequencesOf(buffer, 1)).toEqual([5, 6])
    expect(buffer.ack(4)).toBe(false)
    expect(buffer.ack(3)).toBe(false)
    expect(buffer.nextSequence()).toBe(7)
  })

  it('does not believe an acknowledgement of what it never numbered', () => {
    const buffer = bufferOf(10, 3)
    expect(buffer.ack(4)).toBe(false)
    expect(buffer.size()).toBe(3)
  })

  it('drops the oldest when it overruns, and keeps one record that says which', () => {
    const buffer = bufferOf(5, 8)
    expect(buffer.lost()).toEqual({ from: 1, to: 3 })
    expect(buffer.size()).toBe(5)
    const [record, ...rest] = buffer.run(1, everything)
    expect(record).toMatchObject({
      kind: 'lost',
      sequence: 3,
      lost: { from: 1, to: 3 },
      occurredAt: event(3).occurredAt,
    })
    expect(rest.map(({ sequence }) => sequence)).toEqual([4, 5, 6, 7, 8])
  })

  it('forgets the record of lost events once it is acknowledged, and keeps what was lost since', () => {
    const acked = bufferOf(5, 8)
    acked.ack(3)
    expect(acked.lost()).toBeUndefined()
    const grown = bufferOf(5, 8)
    grown.add(event(9))
    grown.add(event(10))
    grown.ack(3)
    expect(grown.lost()).toEqual({ from: 4, to: 5 })
  })

  it('gives as many as fit, and always at least one', () => {
    const buffer = bufferOf(10, 6)
    expect(buffer.run(2, { count: 2, bytes: 1e6 }).map(({ sequence }) => sequence)).toEqual([2, 3])
    expect(buffer.run(2, { count: 9, bytes: 1 }).map(({ sequence }) => sequence)).toEqual([2])
    expect(buffer.run(2, { count: 9, bytes: 1e6, before: 5 }).map(({ sequence }) => sequence)).toEqual([2, 3, 4])
    expect(buffer.run(7, everything)).toEqual([])
  })

  it('goes on numbering where a store says that it was', () => {
    const buffer = createBuffer(10)
    buffer.resume(41)
    expect(buffer.nextSequence()).toBe(42)
    buffer.add(event(42))
    expect(sequencesOf(buffer, 1)).toEqual([42])
  })

  it('takes an event that its store holds twice once', () => {
    const buffer = bufferOf(10, 3)
    buffer.add(event(2))
    buffer.add(event(3))
    expect(sequencesOf(buffer, 1)).toEqual([1, 2, 3])
  })

  it('accounts for every sequence at all times, without a gap, in a form that the cloud can read', () => {
    const step = fc.oneof(fc.constant('add' as const), fc.nat({ max: 40 }))
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 6 }), fc.array(step, { maxLength: 60 }), (limit, steps) => {
        const buffer = createBuffer(limit)
        for (const one of steps) {
          if (one === 'add') buffer.add(event(buffer.nextSequence()))
          else buffer.ack(one)
          const held = buffer.run(1, everything)
          let expected = buffer.ackedUpTo() + 1
          for (const record of held) {
            expect(firstSequenceOf(record)).toBe(expected)
            expected = record.sequence + 1
          }
          expect(expected).toBe(buffer.nextSequence())
          const restored = createBuffer(limit)
          restored.resume(buffer.ackedUpTo())
          for (const record of buffer.all()) restored.add(record)
          expect(restored.run(1, everything)).toEqual(held)
          if (held.length > 0) expect(decodePanelMessage(encodeMessage({ type: 'events', epoch, events: held })).ok).toBe(true)
        }
      }),
    )
  })
})
