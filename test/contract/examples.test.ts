import { beforeEach, describe, expect, it } from 'vitest'
import { png } from '../support/images.ts'
import { fileForm } from '../support/photos.ts'
import endpoints from './endpoints.json' with { type: 'json' }
import { exampleAccount } from './example-account.ts'
import { contract, type ErrorCase, type Example, reasons } from './example-data.ts'
import { differences } from './shape.ts'
import { situations } from './situations.ts'

const account = await exampleAccount()
beforeEach(() => account.restore())

type Request = Pick<Example, 'as' | 'before' | 'path' | 'query' | 'headers' | 'body' | 'file'>

const thingOf = (name: string, path: Request['path'] = {}): string | number => {
  const value = path[name]
  if (typeof value === 'number') return value
  if (value !== undefined) return filled(value, {})
  const thing = account.things[name]
  if (thing === undefined) throw new Error(`There is nothing for {${name}}: add it to the account of the examples`)
  return thing
}
const filled = (text: string, path: Request['path']): string =>
  text.replace(/\{(\w+)\}/g, (_, name: string) => String(thingOf(name, path)))

/** A value with what its placeholders stand for; a text that is a placeholder becomes a number if its thing is one. */
const resolved = (value: unknown): unknown => {
  if (typeof value === 'string') {
    const [, only] = /^\{(\w+)\}$/.exec(value) ?? []
    return only ? thingOf(only) : filled(value, {})
  }
  if (Array.isArray(value)) return value.map(resolved)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, resolved(inner)]))
}

const callerOf = (name = 'owner') => {
  const caller = account.callers[name]
  if (!caller) throw new Error(`Nobody is called ${name}`)
  return caller
}

const send = async (call: string, { as, path, query = '', headers = {}, body, file }: Request) => {
  const [method = '', template = ''] = call.split(' ')
  const form = file === 'photo' ? fileForm(png()) : undefined
  return account.call(method, filled(template, path) + filled(query, path), {
    as: callerOf(as),
    ...(body === undefined ? {} : { body: resolved(body) }),
    ...form,
    headers: { ...headers, ...form?.headers },
  })
}

const prepare = async (steps: Request['before'] = []) => {
  for (const step of steps) {
    if (typeof step === 'string') {
      const situation = situations[step]
      if (!situation) throw new Error(`There is no situation "${step}"`)
      await situation(account)
      continue
    }
    const { status, text } = await send(step.call, { ...step, path: {} })
    if (status >= 300) throw new Error(`${step.call}: ${status} ${text}`)
  }
}

describe('every endpoint of the document', () => {
  const described = new Map(contract.map((endpoint) => [endpoint.call, endpoint]))

  it('has an example, and an example is of an endpoint', () => {
    expect([...described.keys()].sort()).toEqual(endpoints.map(({ method, path }) => `${method} ${path}`).sort())
    expect(described.size).toBe(contract.length)
  })

  it('has a request that reaches each error that is listed, except those that this product never has', () => {
    const without = endpoints.flatMap(({ method, path, ...endpoint }) => {
      const call = `${method} ${path}`
      const reached = described.get(call)?.errors.filter(({ never }) => never === undefined)
      const cases = new Set(reached?.map(({ status }) => status))
      const statuses: readonly number[] = 'errors' in endpoint ? endpoint.errors : []
      return statuses.filter((status) => !cases.has(status)).map((status) => `${status} of ${call}`)
    })
    expect(without).toEqual([
      '404 of POST /v1/api/custom-fields',
      '400 of POST /v1/api/emergency-scenarios/default-egress/clear',
      '400 of POST /v1/api/emergency-scenarios/default-lockdown/clear',
    ])
  })

  it('gives a known reason for each difference', () => {
    const given = contract.flatMap(({ examples, errors }) => [
      ...examples.flatMap(({ more = {}, otherwise = {} }) => [...Object.values(more), ...Object.values(otherwise)]),
      ...errors.flatMap(({ why, never }) => why ?? never ?? []),
    ])
    expect(new Set(given)).toEqual(new Set(Object.keys(reasons)))
    const unexplained = contract.flatMap(({ errors }) => errors.filter((one) => one.answered !== undefined && !one.why))
    expect(unexplained).toEqual([])
  })
})

const examples = contract.flatMap(({ call, examples }) =>
  examples.map((example, index) => [`${call} ${example.title ?? (index > 0 ? `(${index + 1})` : '')}`, call, example] as const),
)
describe('the example of', () => {
  it.each(examples)('%s', async (_, call, example: Example) => {
    await prepare(example.before)
    const answer = await send(call, example)
    expect(answer.status, answer.text).toBe(example.status)
    if (example.content) return expect(answer.headers.get('content-type')).toBe(example.content)
    if (example.answer === undefined) return expect(answer.text).toBe('')
    const found = differences(example.answer, answer.json, new Set(Object.keys(example.more ?? {})))
    expect(found, found.join('\n')).toEqual([])
  })
})

/** Sentences of the document that say no more than the status does: the answer names what is wrong instead. */
const general = /^Invalid (listing |count )?criteria provided\b/

const errors = contract.flatMap(({ call, examples: [example], errors }) =>
  errors
    .filter(({ never }) => never === undefined)
    .map(
      (one) =>
        [`${one.status} ${one.message ?? ''} ${one.names ?? one.says ?? ''}, ${call}`, call, { ...example, ...one }] as const,
    ),
)
describe('the error', () => {
  it.each(errors)('%s', async (_, call, one: ErrorCase) => {
    await prepare(one.before)
    const answer = await send(call, one)
    expect(answer.status, answer.text).toBe(one.status)
    expect(answer.json, answer.text).toMatchObject({ code: one.status, message: expect.any(String) })
    expectMessage(one, answer.json.message)
  })
})

const expectMessage = ({ message, answered, names, says, path }: ErrorCase, text: string) => {
  if (names) expect(text).toContain(`'${names}'`)
  if (says) expect(text).toContain(says)
  if (message === undefined || (names && general.test(message))) return
  const wanted = filled(answered ?? message, path)
  if (names || says) expect(text.startsWith(wanted), text).toBe(true)
  else expect(text).toBe(wanted)
}
