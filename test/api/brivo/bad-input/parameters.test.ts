import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { badText } from '../../../support/bad-input/bad-values.ts'
import { type Operation, operations } from '../../../support/bad-input/operations.ts'
import { filterOf, pageParameter } from '../../../support/bad-input/queries.ts'
import { tried } from '../../../support/bad-input/settings.ts'
import { tenants, wrongIds } from '../../../support/bad-input/tenants.ts'
import { missing, pathWith } from '../../../support/every-call.ts'

const world = await tenants()
const { theirs, soundRequest, valuesFor, ask } = world

const ids = fc.constantFrom(...wrongIds(world)).map(String)
/** Texts as a client percent-encodes them, and some that no client should send. */
const encoded = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.oneof(badText, ids).map((text) => ({ sent: encodeURIComponent(text.toWellFormed()), given: text })),
  },
  {
    weight: 1,
    arbitrary: fc
      .constantFrom('%', '%zz', '%ff', '%c0%80', '%ed%a0%80', '%u0041', '+', '%2525', 'a;b=c', "'", '*')
      .map((sent) => ({
        sent,
        given: sent,
      })),
  },
)
const inPath = ({ parameters }: Operation) => parameters.filter((one) => one.in === 'path')
const named = (of: readonly Operation[]) => of.map((one) => [one.operationId, one] as const)

describe('whatever stands for a parameter of a path', () => {
  const withParameters = operations.filter((one) => inPath(one).length > 0)
  it.each(named(withParameters))('%s answers as it declares', async (_, operation) => {
    const sound = valuesFor(operation)
    const place = fc.nat(sound.length - 1)
    await fc.assert(
      fc.asyncProperty(place, encoded, fc.constantFrom(...operation.verbs), async (at, { sent, given }, verb) => {
        // Without a segment it is another path, and a URL never has these two.
        fc.pre(!['', '.', '..'].includes(sent))
        const values = sound.map(([name, value], index) => [name, index === at ? sent : value] as const)
        const { status, text } = await ask(
          operation,
          { ...soundRequest(operation), verb, path: pathWith(operation.path, values) },
          given,
        )
        // An id of something else may be wrong there for many a reason.
        if (status === 400 && !/^[1-9]\d*$/.test(sent)) expect(text).toContain(sound[at]?.[0])
      }),
      tried(15 * sound.length),
    )
  })
})

describe('whatever stands in a query', () => {
  it.each(named(operations))('%s answers as it declares', async (_, operation) => {
    const sound = soundRequest(operation)
    const declared = operation.parameters.filter((one) => one.in === 'query').map(({ name }) => name)
    const parameter = fc.oneof(
      ...declared.map((name) =>
        fc.record({ name: fc.constant(name), value: name === 'filter' ? filterOf(operation) : pageParameter }),
      ),
      ...declared.map((name) => fc.record({ name: fc.constant(name), value: badText })),
      fc.record({
        name: fc.constantFrom(
          'sort',
          'limit',
          'unknown',
          '__proto__',
          'filter[]',
          'accountId',
          ...declared.map((name) => `${name}[]`),
        ),
        value: badText,
      }),
    )
    await fc.assert(
      fc.asyncProperty(fc.array(parameter, { minLength: 1, maxLength: 2 }), async (parameters) => {
        const query = new URLSearchParams(sound.query)
        for (const { name } of parameters) query.delete(name)
        for (const { name, value } of parameters) query.append(name, value.toWellFormed())
        const { status, text } = await ask(operation, { ...sound, query: `?${query}` }, parameters[0]?.value)
        const changed = parameters.map(({ name }) => name).filter((name) => declared.includes(name))
        if (changed.length === 0) expect(status, text).toBeLessThan(300)
        // A filter is named by its field.
        const fields = parameters.flatMap(({ value }) => [...value.matchAll(/([^;]+?)__/g)].map(([, field]) => field ?? ''))
        const names = [...changed, ...fields, 'filter', 'criteria']
        if (status === 400)
          expect(
            names.filter((name) => text.toLowerCase().includes(name.toLowerCase())),
            text,
          ).not.toEqual([])
      }),
      tried(declared.length === 0 ? 2 : 15 * declared.length),
    )
  })
})

describe('a bad body', () => {
  const withBoth = operations.filter((one) => inPath(one).length > 0 && one.places.length > 0)
  it.each(named(withBoth))('of %s says nothing of whether another account has what its path names', async (_, operation) => {
    const names = valuesFor(operation).map(([name]) => name)
    const bodies = fc.constantFrom<unknown>({}, [], null, 'text', { name: '' }, { unknown: 1 }, undefined)
    await fc.assert(
      fc.asyncProperty(bodies, async (body) => {
        const answers = [missing, theirs.ids].map(async (from) => {
          const values = names.map((name) => [name, String(from[name])] as const)
          return ask(operation, { ...soundRequest(operation), path: pathWith(operation.path, values), body })
        })
        const [never, foreign] = await Promise.all(answers)
        expect(foreign?.status).toBe(never?.status)
      }),
      tried(7),
    )
  })
})
