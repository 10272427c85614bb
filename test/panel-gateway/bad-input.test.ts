import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { PanelMessage } from '../../shared/panel-protocol/message.ts'
import { PairRequest } from '../../shared/panel-protocol/pairing.ts'
import { expectDeclared } from '../support/bad-input/answers.ts'
import { badText, badValue } from '../support/bad-input/bad-values.ts'
import { type Place, placesOf, type Schema, sampleOf, valueAt, withValue } from '../support/bad-input/json-schema.ts'
import { operations } from '../support/bad-input/operations.ts'
import { tried } from '../support/bad-input/settings.ts'
import { pathWith } from '../support/every-call.ts'
import { addPairedPanel, epoch, newKey, testGateway } from '../support/gateway.ts'
import { addDoors } from '../support/panels.ts'

const gateway = await testGateway()
const panel = await addPairedPanel(gateway)
const waiting = await addDoors(gateway, 'SP-2', 'two')
const snapshot = gateway.table.snapshot()

// What is drawn of a zod schema is a JSON Schema.
const schemaOf = (schema: z.ZodType) =>
  z.toJSONSchema(schema, { io: 'input', reused: 'inline', unrepresentable: 'any' }) as Schema
const kinds = schemaOf(PanelMessage).oneOf ?? schemaOf(PanelMessage).anyOf ?? []
const typeOf = (schema: Schema) => String(schema.properties?.type?.const)

/** A sound message of each type. */
const sound: Readonly<Record<string, object>> = {
  hello: panel.aHello(),
  heartbeat: panel.aHeartbeat({ doors: [{ accessPointId: panel.front, state: 'locked' }] }),
  'config.applied': { type: 'config.applied', version: 1, ok: false, error: 'too large' },
  'posture.applied': { type: 'posture.applied', version: 1, ok: true, doors: [] },
  'firmware.failed': { type: 'firmware.failed', version: '5.2.0', error: 'no space' },
  receipt: await panel.receipt({ commandId: '00000000-0000-4000-8000-000000000001', stage: 'received' }),
  events: { type: 'events', epoch, events: panel.swipes(1, 2) },
  status: { type: 'status', doors: [{ accessPointId: panel.front, state: 'unlocked' }] },
}

/** What people see of a panel afterwards. */
const seen = operations.filter(({ operationId }) =>
  ['listAccessEvents', 'listActivities', 'listControlPanels', 'getControlPanel', 'getDeviceStatus', 'listAccessPoints'].includes(
    operationId,
  ),
)
const values = [
  ['controlPanelId', String(panel.panelId)],
  ['accessPointId', String(panel.front)],
] as const
const expectSeen = async () => {
  for (const operation of seen) {
    const answer = await gateway.call(
      'GET',
      pathWith(
        operation.path,
        [...values].filter(([name]) => operation.path.includes(name)).map(([name, value]) => [name, value]),
      ),
    )
    expect(answer.status, answer.text).toBe(200)
    expectDeclared(operation, answer, { theirs: 'nobody', marker: 'nothing', changes: [], given: '' })
  }
}

const Refused = z.strictObject({ code: z.number(), message: z.string().min(1).max(1_500) })
const statuses = [200, 400, 401, 403, 413, 415]
const expectAnswer = ({ statusCode, json }: { statusCode: number; json: unknown }) => {
  expect(statuses, JSON.stringify(json)).toContain(statusCode)
  if (statusCode !== 200) expect(Refused.parse(json).code).toBe(statusCode)
}

const change: fc.Arbitrary<(there: unknown) => unknown> = fc.oneof(
  { weight: 8, arbitrary: badValue.map((value) => () => value) },
  { weight: 1, arbitrary: fc.constant(() => undefined) },
  { weight: 1, arbitrary: fc.constant((there: unknown) => there) },
  {
    weight: 1,
    arbitrary: fc
      .constantFrom(2, 65, 300)
      .map((times) => (there: unknown) => Array.from({ length: times }, () => (Array.isArray(there) ? there[0] : there))),
  },
)
const changed = (whole: object, { path, schema }: Place, make: (there: unknown) => unknown) =>
  withValue(whole, path, make(valueAt(whole, path) ?? sampleOf(schema, {})))

describe.each(kinds.map((schema) => [typeOf(schema), schema] as const))('a panel’s message %s', (type, schema) => {
  const message = sound[type] ?? {}
  it('is sound as it is sent here', async () => {
    snapshot.restore()
    expect((await panel.ask([message])).statusCode).toBe(200)
    await expectSeen()
  })

  it('is taken or refused by HTTPS, whatever is in it, and what people see stays sound', async () => {
    const places = fc.constantFrom(...placesOf(schema, {}))
    await fc.assert(
      fc.asyncProperty(places, change, async (place, make) => {
        snapshot.restore()
        const answer = await panel.ask([changed(message, place, make) as object])
        expectAnswer(answer)
        if (answer.statusCode === 200) await expectSeen()
      }),
      tried(60),
    )
  })

  it('is taken or refused on a socket, whatever is in it', async () => {
    const places = fc.constantFrom(...placesOf(schema, {}))
    await fc.assert(
      fc.asyncProperty(places, change, async (place, make) => {
        snapshot.restore()
        await panel.arrive('c1')
        await panel.speak('c1', JSON.stringify(changed(message, place, make)) ?? 'undefined')
        gateway.said('c1')
      }),
      tried(20),
    )
  })
})

describe('a request of a panel', () => {
  const paths = ['/panels/pair', '/panels/messages', '/panels/keys', '/panels', '/panels/unknown']
  it('to pair is taken or refused, whatever is in it', async () => {
    const { published } = await newKey()
    const whole = { serialNumber: 'SP-2', pairingCode: waiting.pairingCode, publicKey: published }
    const places = fc.constantFrom(...placesOf(schemaOf(PairRequest), {}))
    await fc.assert(
      fc.asyncProperty(places, change, async (place, make) => {
        snapshot.restore()
        const answer = await gateway.http('POST', '/panels/pair', JSON.stringify(changed(whole, place, make)))
        expectAnswer(answer)
        expect(answer.statusCode === 200 || !answer.body.includes(waiting.pairingCode)).toBe(true)
      }),
      tried(150),
    )
  })

  it('is refused when it is no message', async () => {
    const raw = fc.oneof(
      badText,
      fc.uint8Array({ maxLength: 60 }).map((bytes) => Buffer.from(bytes).toString('latin1')),
      fc.constantFrom(
        'null',
        '[]',
        '{}',
        '{"messages":null}',
        '{"messages":[null]}',
        '['.repeat(100_000),
        `{"messages":[${'{},'.repeat(70)}{}]}`,
        'x'.repeat(1_100_000),
      ),
    )
    const type = fc.constantFrom(
      'application/json',
      'text/plain',
      'application/json; charset=utf-16',
      'application/json; charset=none',
      '',
    )
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...paths), raw, type, fc.boolean(), async (path, body, contentType, isBase64Encoded) => {
        snapshot.restore()
        const headers = { authorization: `Bearer ${await panel.assertion()}`, 'content-type': contentType }
        const answer = await gateway.http('POST', path, isBase64Encoded ? Buffer.from(body).toString('base64') : body, headers, {
          isBase64Encoded,
        })
        expect([...statuses, 404, 405], answer.body).toContain(answer.statusCode)
        if (answer.statusCode !== 200) Refused.parse(answer.json)
      }),
      tried(150),
    )
  })

  it('is refused when its assertion is none', async () => {
    const assertion = await panel.assertion()
    const parts = assertion.split('.')
    const header = fc.oneof(
      badText,
      badText.map((text) => `Bearer ${text}`),
      badText.map((text) => `Bearer ${parts[0]}.${Buffer.from(text).toString('base64url')}.${parts[2]}`),
      badValue.map((value) => `Bearer ${parts[0]}.${Buffer.from(JSON.stringify(value) ?? '').toString('base64url')}.${parts[2]}`),
      badValue.map((value) => `Bearer ${Buffer.from(JSON.stringify(value) ?? '').toString('base64url')}.${parts[1]}.${parts[2]}`),
    )
    await fc.assert(
      fc.asyncProperty(header, async (authorization) => {
        snapshot.restore()
        // A gateway lets no other characters pass.
        const headers = { authorization: authorization.replaceAll(/[^\x20-\x7e]/g, '') }
        const answer = await gateway.http('POST', '/panels/messages', '{"messages":[]}', headers)
        expect(answer.statusCode).toBe(401)
        Refused.parse(answer.json)
      }),
      tried(100),
    )
  })
})
