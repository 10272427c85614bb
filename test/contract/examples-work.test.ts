import { describe, expect, it } from 'vitest'
import { parameterText } from '../../functions/brivo-api/reference/parameters.ts'
import { valueAt } from '../support/bad-input/json-schema.ts'
import { operations } from '../support/bad-input/operations.ts'
import { tenants } from '../support/bad-input/tenants.ts'
import { documentedCalls } from '../support/documented-calls.ts'

const { own, soundRequest, ask } = await tenants()
const documented = new Map((await documentedCalls()).map(({ call }) => [call.operationId, call]))

/** The ids of the reference, each with the one of the account that takes its place. */
const ownIds = new Map(
  Object.entries(own.ids).flatMap(([name, id]) => {
    const [, shown] = parameterText({ name, in: 'path' }, '') ?? []
    return typeof shown === 'number' ? [[shown, Number(id)] as const] : []
  }),
)

/** Fields that name something which the account has. */
const isName = (field: string) => /ids?$|^(accessCode|targetDevices|firmwareVersion)$/i.test(field)

/**
 * The example of a body as somebody sends it who has put in their own ids: those of a body that is known to be taken, where it has the
 * field.
 */
const owned = (value: unknown, sound: unknown): unknown => {
  if (typeof value === 'number') return ownIds.get(value) ?? value
  if (Array.isArray(value)) return value.map((one, index) => owned(one, valueAt(sound, [index])))
  if (typeof value !== 'object' || value === null) return value
  const parts = Object.entries(value).map(([name, inner]) => {
    const there = valueAt(sound, [name])
    return [name, there !== undefined && isName(name) ? there : owned(inner, there)]
  })
  return Object.fromEntries(parts)
}

/** What an example leaves out that the account of these tests needs: it is a dealer's. */
const needed: Readonly<Record<string, readonly string[]>> = { updateAccount: ['emergency', 'billing'] }

describe('the example of a body, with the ids of one’s own account', () => {
  const withBody = operations.flatMap((operation) => {
    const example = documented.get(operation.operationId)?.requestBody?.content['application/json']?.example
    return example === undefined ? [] : [[operation.operationId, operation, example] as const]
  })

  it.each(withBody)('of %s is taken', async (_, operation, example) => {
    const sound = soundRequest(operation)
    const sent = owned(example, sound.body) as object
    for (const field of needed[operation.operationId] ?? []) Object.assign(sent, { [field]: valueAt(sound.body, [field]) })
    const { status, text } = await ask(operation, { ...sound, body: sent })
    // 404 is of an id that nobody could know to be one.
    expect(status < 300 || status === 404, `${JSON.stringify(sent)}: ${text}`).toBe(true)
  })
})

describe('the example of a user', () => {
  it.each(['createUser', 'updateUser', 'patchUser'])('of %s names nothing that has to be defined before', (name) => {
    const example = documented.get(name)?.requestBody?.content['application/json']?.example
    expect(example).toHaveProperty('firstName')
    expect(example).not.toHaveProperty('customFields')
  })
})
