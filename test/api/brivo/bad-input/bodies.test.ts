import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { badValue } from '../../../support/bad-input/bad-values.ts'
import { type Place, placesOf, sampleOf, valueAt, withValue } from '../../../support/bad-input/json-schema.ts'
import { type Operation, operations, schemas } from '../../../support/bad-input/operations.ts'
import { tried } from '../../../support/bad-input/settings.ts'
import { tenants, wrongIds } from '../../../support/bad-input/tenants.ts'

const world = await tenants()
const { soundRequest, ask } = world

const ids = fc.constantFrom(...wrongIds(world))
type Change = (sound: unknown) => unknown
/** What is done at one place of a body: given what is there, or would be, what is there now. */
const change: fc.Arbitrary<Change> = fc.oneof(
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

const verbs = ({ verbs }: Operation) => fc.constantFrom(...verbs)

/** Texts that are refused before it is asked which field has them: half of a pair, and what stands for a lost character. */
const unsound = /\\ud[89a-f]|\ufffd/i

/** Fields that are wrong only together, so that either may be named. */
const together: readonly (readonly string[])[] = [
  ['effectiveFrom', 'effectiveTo'],
  ['start', 'end'],
  ['userId', 'accessCredentialId'],
  ['grantTypes', 'redirectUri'],
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
    for (const verb of operation.verbs) {
      const { status, text } = await ask(operation, { ...soundRequest(operation), verb })
      expect(status < 300, `${verb}: ${text}`).toBe(true)
    }
  })
})

describe('whatever stands at one place of a body', () => {
  const named = operations.filter(({ places }) => places.length > 0).map((one) => [one.operationId, one] as const)
  it.each(named)('%s answers as it declares', async (_, operation) => {
    const places = fc.constantFrom(...operation.places)
    await fc.assert(
      fc.asyncProperty(verbs(operation), places, change, (verb, place, changed) =>
        expectNamed(operation, verb, [[place, changed]]),
      ),
      tried(Math.min(15 + 8 * operation.places.length, 100)),
    )
  })

  it.each(named)('and at others too, %s answers as it declares', async (_, operation) => {
    const changes = fc.array(fc.tuple(fc.constantFrom(...operation.places), change), { minLength: 2, maxLength: 4 })
    await fc.assert(
      fc.asyncProperty(verbs(operation), changes, (verb, changed) => expectNamed(operation, verb, changed)),
      tried(Math.min(10 + 3 * operation.places.length, 40)),
    )
  })
})

/** Sends the sound body with these changes, one after another; a refusal must name one of the places. */
const expectNamed = async (operation: Operation, verb: string, changes: readonly (readonly [Place, Change])[]) => {
  const sound = soundRequest(operation)
  const body = changes.reduce<unknown>((before, [{ path, schema }, changed]) => {
    const there = valueAt(before, path)
    return withValue(before, path, changed(there === undefined ? sampleOf(schema, schemas) : there))
  }, sound.body ?? {})
  const sent = JSON.stringify(body)
  const answer = await ask(operation, { ...sound, verb, body: sent })
  // What is wrong with the whole has no name.
  const isWhole = changes.some(([{ path }]) => !path.some((name) => typeof name === 'string'))
  if (answer.status !== 400 || isWhole || unsound.test(sent)) return
  const names = changes.flatMap(([place]) => namesAt(place))
  expect(isNamed(answer.text, names), `${answer.text} names none of ${names}`).toBe(true)
}
