import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { AccessPointId } from '../../../shared/lib/ids.ts'
import { type Events, firstSequenceOf } from '../../../shared/panel-protocol/events.ts'
import {
  type CloudMessage,
  decodeCloudExchange,
  decodeCloudMessage,
  decodePanelExchange,
  decodePanelMessage,
  encodeExchange,
  encodeMessage,
  maxMessageBytes,
  type PanelMessage,
} from '../../../shared/panel-protocol/message.ts'
import { PairAnswer, PairRequest } from '../../../shared/panel-protocol/pairing.ts'

const uuid = '0190a5d2-5a3c-4f6e-8a1b-2c3d4e5f6a7b'
const now = 1_800_000_000_000
const jws = 'aGVhZA.cGF5.c2ln'
const doorId = AccessPointId.parse(5)

const access = (sequence: number) => ({
  sequence,
  kind: 'access' as const,
  accessPointId: doorId,
  decision: 'denied' as const,
  reason: 'unknown_credential',
  presented: { encodedCredential: '28c0293', bits: 26 },
  occurredAt: now,
  configVersion: 3,
  clockQuality: 'synced' as const,
})
const lost = (from: number, to: number) => ({
  sequence: to,
  kind: 'lost' as const,
  lost: { from, to },
  reason: 'buffer_overrun',
  occurredAt: now,
  configVersion: 3,
  clockQuality: 'synced' as const,
})
const eventsOf = (...events: Events['events']): Events => ({ type: 'events', epoch: uuid, events })

const fromPanel: PanelMessage[] = [
  {
    type: 'hello',
    epoch: uuid,
    bootId: uuid,
    firmwareVersion: '1.0.0',
    appliedVersion: 0,
    postureVersion: 0,
    clock: { now, synchronized: false },
    nextSequence: 1,
    connectionGeneration: 0,
  },
  {
    type: 'heartbeat',
    now,
    appliedVersion: 3,
    postureVersion: 2,
    bufferedEvents: 0,
    doors: [{ accessPointId: doorId, state: 'locked' }],
  },
  { type: 'config.applied', version: 3, ok: false, error: 'hash differs' },
  { type: 'posture.applied', version: 2, ok: true, doors: [{ accessPointId: doorId, state: 'unlocked' }] },
  { type: 'firmware.failed', version: '5.2.0', error: 'hash differs' },
  { type: 'receipt', jws },
  { type: 'status', doors: [{ accessPointId: doorId, state: 'unlocked' }] },
  eventsOf(lost(1, 4), access(5), access(6)),
]
const fromCloud: CloudMessage[] = [
  { type: 'welcome', now, generation: 4, heartbeatSeconds: 60 },
  { type: 'heartbeat.ack', now },
  { type: 'posture', version: 2, jws },
  { type: 'config.available', version: 4, url: 'http://127.0.0.1:9000/panel-config/4?sig=x', jws },
  { type: 'firmware.available', version: '5.2.0', url: 'http://127.0.0.1:9000/firmware/5.2.0?sig=x', jws },
  { type: 'command', jws },
  { type: 'events.ack', epoch: uuid, upTo: 0 },
  { type: 'receipt.ack', commandId: uuid, stage: 'received' },
  { type: 'receipt.ack', commandId: uuid, stage: 'result' },
  { type: 'work' },
  { type: 'error', message: 'no' },
]

describe('every message', () => {
  it('of a panel comes back as it was sent, alone and in an exchange', () => {
    for (const message of fromPanel) expect(decodePanelMessage(encodeMessage(message))).toEqual({ ok: true, value: message })
    expect(decodePanelExchange(encodeExchange(fromPanel))).toEqual({ ok: true, value: fromPanel })
  })

  it('of the cloud comes back as it was sent, alone and in an exchange', () => {
    for (const message of fromCloud) expect(decodeCloudMessage(encodeMessage(message))).toEqual({ ok: true, value: message })
    expect(decodeCloudExchange(encodeExchange(fromCloud))).toEqual({ ok: true, value: fromCloud })
  })

  it('is believed in its own direction only', () => {
    for (const message of fromPanel) expect(decodeCloudMessage(encodeMessage(message)).ok).toBe(false)
    for (const message of fromCloud) expect(decodePanelMessage(encodeMessage(message)).ok).toBe(false)
  })

  it('may carry fields of a later version, which are dropped', () => {
    expect(decodeCloudMessage('{"type":"work","urgent":true}')).toEqual({ ok: true, value: { type: 'work' } })
  })
})

describe('a malformed frame', () => {
  const decoders = [decodePanelMessage, decodeCloudMessage, decodePanelExchange, decodeCloudExchange]
  const isRefused = (text: string) => {
    for (const decode of decoders) {
      const result = decode(text)
      if (!result.ok) expect(result.error).toEqual({ kind: 'malformed_message', message: expect.any(String) })
    }
  }

  it('of any text is an answer, never a throw', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 300 }), isRefused))
  })

  it('of any bytes is an answer, never a throw', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => isRefused(Buffer.from(bytes).toString('utf8'))))
  })

  it('of any JSON is an answer, never a throw', () => {
    fc.assert(fc.property(fc.json(), isRefused))
  })

  it('with any field of a good message replaced or removed is an answer, never a throw', () => {
    const good = fc.constantFrom(...fromPanel, ...fromCloud)
    fc.assert(
      fc.property(good, fc.nat(), fc.jsonValue(), fc.boolean(), (message, index, value, drop) => {
        const fields = Object.entries(message)
        const at = index % fields.length
        const changed = drop
          ? fields.filter((_, i) => i !== at)
          : fields.map(([name, old], i) => (i === at ? [name, value] : [name, old]))
        isRefused(JSON.stringify(Object.fromEntries(changed)))
      }),
    )
  })

  it('is answered with the name of the field that is wrong, and never its value', () => {
    const text = JSON.stringify(eventsOf({ ...access(1), presented: { encodedCredential: 'SECRET' } }))
    const result = decodePanelMessage(text)
    expect(result).toHaveProperty('error.message', expect.stringContaining('events.0.presented.encodedCredential'))
    expect(result).not.toHaveProperty('error.message', expect.stringContaining('SECRET'))
  })

  it('says the kind of what was presented, but nothing that was typed', () => {
    const of = (presented: object) => decodePanelMessage(JSON.stringify(eventsOf({ ...access(1), presented })))
    expect(of({ kind: 'plate', encodedCredential: 'B1234' })).toMatchObject({ ok: true })
    expect(of({ kind: 'virtual_card', encodedCredential: 'B1234' })).toMatchObject({ ok: false })
    expect(of({ kind: 'switch_code', encodedCredential: '4711' })).toMatchObject({ ok: false })
  })

  it('that is deeply nested, or far too long, is refused', () => {
    const deep = '['.repeat(60_000) + ']'.repeat(60_000)
    expect(decodePanelMessage(deep).ok).toBe(false)
    expect(decodePanelMessage(`{"type":"${'x'.repeat(maxMessageBytes)}"}`)).toMatchObject({ ok: false })
    // 50,000 characters, 150,000 bytes.
    expect(decodeCloudMessage(`{"type":"error","message":"${'€'.repeat(50_000)}"}`)).toHaveProperty(
      'error.message',
      expect.stringContaining('131072'),
    )
  })

  it('does not take text, truth or fractions for an id', () => {
    for (const accessPointId of ['5', true, 5.5, -1, 0, null, 2 ** 53]) {
      expect(decodePanelMessage(JSON.stringify({ type: 'status', doors: [{ accessPointId, state: 'locked' }] })).ok).toBe(false)
    }
  })

  it('is never made: a message over the limit is a fault of the sender', () => {
    const doors = Array.from({ length: 4_000 }, () => ({ accessPointId: doorId, state: 'locked' as const }))
    expect(() => encodeMessage({ type: 'status', doors })).toThrow(RangeError)
  })
})

describe('events', () => {
  const decode = (events: unknown[]) => decodePanelMessage(JSON.stringify({ type: 'events', epoch: uuid, events }))

  it('follow each other without a gap', () => {
    expect(decode([access(7), access(8)]).ok).toBe(true)
    expect(decode([access(7), access(9)])).toHaveProperty('error.message', expect.stringContaining('events.1.sequence'))
    expect(decode([access(7), access(7)]).ok).toBe(false)
    expect(decode([access(8), access(7)]).ok).toBe(false)
  })

  it('that were lost are stood for by one record, without a gap', () => {
    expect(decode([lost(1, 9), access(10)]).ok).toBe(true)
    expect(firstSequenceOf(lost(1, 9))).toBe(1)
    expect(decode([lost(1, 9), access(11)]).ok).toBe(false)
    expect(decode([access(1), lost(3, 9)]).ok).toBe(false)
    expect(decode([lost(9, 1)]).ok).toBe(false)
    expect(decode([{ ...lost(1, 9), sequence: 8 }]).ok).toBe(false)
  })

  it('come in messages of 1 to 500', () => {
    const many = (count: number) => decode(Array.from({ length: count }, (_, index) => access(index + 1)))
    expect([many(0).ok, many(1).ok, many(500).ok, many(501).ok]).toEqual([false, true, true, false])
  })
})

describe('pairing', () => {
  const publicKey = { kty: 'OKP', crv: 'Ed25519', x: 'A'.repeat(43) }

  it('takes an Ed25519 public key and drops a private half that came along', () => {
    const read = PairRequest.parse({ serialNumber: ' SP-1 ', pairingCode: 'abc', publicKey: { ...publicKey, d: 'secret' } })
    expect(read).toEqual({ serialNumber: 'SP-1', pairingCode: 'abc', publicKey })
  })

  it('refuses other keys and an answer with other than a WebSocket to dial', () => {
    expect(
      PairRequest.safeParse({ serialNumber: 'a', pairingCode: 'b', publicKey: { ...publicKey, crv: 'X25519' } }).success,
    ).toBe(false)
    expect(PairAnswer.safeParse({ panelId: 1, socketUrl: 'ws://127.0.0.1:1/x', keys: { keys: [publicKey] } }).success).toBe(true)
    expect(PairAnswer.safeParse({ panelId: 1, socketUrl: 'file:///x', keys: { keys: [] } }).success).toBe(false)
  })
})
