import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { expectTurnedAway } from '../../../support/bad-input/answers.ts'
import { badText } from '../../../support/bad-input/bad-values.ts'
import { throughGateway } from '../../../support/bad-input/gateway.ts'
import { type Operation, operations } from '../../../support/bad-input/operations.ts'
import { tried } from '../../../support/bad-input/settings.ts'
import { tenants } from '../../../support/bad-input/tenants.ts'

const world = await tenants()
const { soundRequest, callerOf, snapshot, judge, keys } = world
const gateway = throughGateway(world)

/** A header as it may come: undefined when it is missing. What HTTP cannot carry at all, no gateway hands on. */
type Header = string | undefined
const oddHeader: fc.Arbitrary<Header> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.constantFrom(undefined, '', ' ', ',', '"', '\t', 'null', 'שלום', '\u202eevil', 'é', '%', '%zz', 'a\u00a0b'),
  },
  { weight: 1, arbitrary: fc.constantFrom(255, 256, 8_000).map((times) => 'x'.repeat(times)) },
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what a header cannot have
  { weight: 2, arbitrary: badText.map((text) => text.toWellFormed().replaceAll(/[\x00-\x08\x0a-\x1f\x7f]/g, '')) },
)
/** What is done to a sound header. */
const oddForms = (sound: string): readonly string[] => [
  `${sound},${sound}`,
  `${sound}, ${sound}`,
  ` ${sound} `,
  sound.toUpperCase(),
  sound.slice(0, -1),
  `${sound}x`,
  `${sound}\u200f`,
]
const around = (sound: string): fc.Arbitrary<Header> =>
  fc.oneof(
    { weight: 16, arbitrary: fc.constant(sound) },
    { weight: 2, arbitrary: fc.constantFrom(...oddForms(sound)) },
    oddHeader,
  )

const key = fc.oneof({ weight: 1, arbitrary: fc.constant<Header>(keys.theirs) }, around(keys.own))
const type = (operation: Operation) =>
  fc.oneof(
    { weight: 3, arbitrary: around(soundRequest(operation).headers?.['Content-Type'] ?? 'application/json') },
    fc.constantFrom(
      'application/json; charset=utf-8',
      'application/json;charset=',
      'text/plain',
      'multipart/form-data; boundary=x',
    ),
  )
const token = (operation: Operation): fc.Arbitrary<Header> => {
  const sound = gateway.tokenOf(callerOf(operation))
  const schemes = ['bearer', 'BEARER', 'bEaReR', 'Basic', 'Bearer:', 'Token', ''].map((scheme) => `${scheme} ${sound}`)
  const wrong = [
    'e30.e30.e30',
    '..',
    'a.b.c',
    `${Buffer.from('{"alg":"none"}').toString('base64url')}.e30.`,
    'eyJhbGciOiJSUzI1NiJ9..',
  ]
  return fc.oneof(
    { weight: 4, arbitrary: around(`Bearer ${sound}`) },
    fc.constantFrom<Header>(...schemes, `Bearer  ${sound}`, 'Bearer', ...wrong.map((text) => `Bearer ${text}`)),
  )
}

describe('whatever the headers are that say who calls and what comes', () => {
  const isPublic = ({ route }: Operation) => route.permission === 'public'
  it.each(operations.map((one) => [one.operationId, one] as const))('%s answers as it declares', async (_, operation) => {
    const given = fc.record({
      'api-key': key,
      authorization: token(operation),
      'content-type': type(operation),
      'idempotency-key': fc.oneof({ weight: 1, arbitrary: fc.constant<Header>(undefined) }, around('5f0c8f0e-3d1b')),
    })
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...operation.verbs), given, async (verb, headers) => {
        snapshot.restore()
        const answer = await gateway.send({ ...soundRequest(operation), verb }, headers)
        const refusal = isPublic(operation) ? undefined : gateway.refusalOf(headers, callerOf(operation))
        if (refusal === undefined) return judge(operation, answer, headers['content-type'])
        expect(answer.status, answer.text).toBe(refusal)
        expectTurnedAway(answer, snapshot.changes())
      }),
      tried(12),
    )
  })
})
