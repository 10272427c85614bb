import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { badValue } from '../../../support/bad-input/bad-values.ts'
import { type Place, placesOf, sampleOf, valueAt, withValue } from '../../../support/bad-input/json-schema.ts'
import { operations, schemas } from '../../../support/bad-input/operations.ts'
import { tried } from '../../../support/bad-input/settings.ts'
import { tenants, wrongIds } from '../../../support/bad-input/tenants.ts'

const world = await tenants()
const { soundRequest, ask } = world

const ids = fc.constantFrom(...wrongIds(world))
/** What is done at one place of a body: given what is there, or would be, what is there now. */
const change: fc.Arbitrary<(sound: unknown) => unknown> = fc.oneof(
  { weight: 12, arbitrary: badValue.map((value) => () => value) },
  { weight: 3, arbitrary: fc.oneof(ids, ids.map(String)).map((id) => () => id) },
  // missing
  { weight: 1, arbitrary: fc.constant(() => undefined) },
  // of the right shape, and so taken where it was only left out
  { weight: 2, arbitrary: fc.constant((sound: unknown) => sound) },
  // the right text with something after it, and the right thing in a list or an object
  {
    weight: 2,
    arbitrary: fc
      .constantFrom('\u0000', ' ', '\u202e', '😀', '\n')
      .map((end) => (sound: unknown) => (typeof sound === 'string' ? `${sound}${end}` : end)),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      (sound: unknown) => [sound],
      (sound: unknown) => ({ id: sound }),
    ),
  },
  // too many
  {
    weight: 2,
    arbitrary: fc.constantFrom(2, 17, 33, 51, 101, 1_001).map((times) => (sound: unknown) => {
      const [element] = Array.isArray(sound) ? sound : [sound]
      return Array.from({ length: times }, () => element)
    }),
  },
  {
    weight: 2,
    arbitrary: fc
      .constantFrom('unknown', '__proto__', 'constructor', 'id', 'accountId', '')
      .map((name) => (sound: unknown) => withValue(sound, [name], 'unknown')),
  },
)

/** Texts that are refused before it is asked which field has them: half of a pair, and what stands for a lost character. */
const unsound = /\\ud[89a-f]|\ufffd/i

/** Fields that are wrong only together, so that either may be named. */
const together: readonly (readonly string[])[] = [
  ['effectiveFrom', 'effectiveTo'],
  ['start', 'end'],
  ['userId', 'accessCredentialId'],
]

/** What a refusal of what stands at a place may name: the field, what it is in, or what is in it. */
const namesAt = ({ path, schema }: Place): string[] => {
  const names = placesOf(schema, schemas, path).flatMap((place) => place.path.filter((name) => typeof name === 'string'))
  return [...names, ...together.filter((fields) => fields.some((field) => names.includes(field))).flat()]
}

/** Whether a text names a field: quoted, or in a sentence of the API document, as in "Feature Id is required." of `features`. */
const isNamed = (text: string, names: readonly string[]) =>
  names.some((name) => text.toLowerCase().includes(name.toLowerCase().replace(/s$/, '')))

describe('a sound request', () => {
  it.each(operations.map((one) => [one.operationId, one] as const))('of %s succeeds', async (_, operation) => {
    const { status, text } = await ask(operation, soundRequest(operation))
    expect(status < 300, text).toBe(true)
  })
})

describe('whatever stands at one place of a body', () => {
  const withBody = operations.filter(({ places }) => places.length > 0)
  it.each(withBody.map((one) => [one.operationId, one] as const))('%s answers as it declares', async (_, operation) => {
    const sound = soundRequest(operation)
    const places = fc.constantFrom(...operation.places)
    await fc.assert(
      fc.asyncProperty(places, change, async ({ path, schema }: Place, changed) => {
        const there = valueAt(sound.body, path)
        const given = changed(there === undefined ? sampleOf(schema, schemas) : there)
        const body = JSON.stringify(withValue(sound.body ?? {}, path, given))
        const answer = await ask(operation, { ...sound, body })
        if (answer.status !== 400 || !path.some((name) => typeof name === 'string') || unsound.test(JSON.stringify(given) ?? ''))
          return
        const names = namesAt({ path, schema })
        expect(isNamed(answer.text, names), `${answer.text} names none of ${names}`).toBe(true)
      }),
      tried(Math.min(15 + 8 * operation.places.length, 100)),
    )
  })
})
