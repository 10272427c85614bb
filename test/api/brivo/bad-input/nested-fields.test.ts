import { describe, expect, it } from 'vitest'
import { sampleOf, valueAt, withValue } from '../../../support/bad-input/json-schema.ts'
import { type Operation, operations, schemas } from '../../../support/bad-input/operations.ts'
import { tenants } from '../../../support/bad-input/tenants.ts'

const { soundRequest, ask } = await tenants()

/** Each is wrong in many fields, and what is wrong with it is said in other words. */
const wrong = [{}, '', ' ', 'x'.repeat(2_000), 'a\nb', '\u200b', 'nope', -1, 1.5, true, null, undefined]

const nestedIn = ({ places }: Operation) =>
  places.filter(({ path }) => path.length > 1 && typeof path.at(-1) === 'string' && typeof path[0] === 'string')

describe('a field of an object in a body', () => {
  const named = operations.filter((one) => nestedIn(one).length > 0).map((one) => [one.operationId, one] as const)

  it.each(named)('is named by its whole path when %s refuses it', async (_, operation) => {
    const sound = soundRequest(operation)
    for (const { path, schema } of nestedIn(operation)) {
      const before = valueAt(sound.body, path) === undefined ? withValue(sound.body, path, sampleOf(schema, schemas)) : sound.body
      for (const value of wrong) {
        const { status, text } = await ask(operation, { ...sound, body: withValue(before, path, value) })
        if (status === 400) expect(text, `${path.join('.')}: ${JSON.stringify(value)}`).not.toMatch(`'${path.at(-1)}'`)
      }
    }
  })
})
