import { describe, expect, it } from 'vitest'
import { type Operation, operations } from '../../../support/bad-input/operations.ts'
import { tenants } from '../../../support/bad-input/tenants.ts'

const { soundRequest, ask } = await tenants()

const reading = operations.filter(({ verb, route }) => verb === 'GET' && route.permission !== 'public')
const isFiltered = ({ parameters }: Operation) => parameters.some(({ name }) => name === 'filter')
const named = (of: readonly Operation[]) => of.map((one) => [one.operationId, one] as const)

/** A sound request with one filter, or with several. */
const asking = (operation: Operation, ...filters: string[]) => {
  const sound = soundRequest(operation)
  const query = new URLSearchParams(sound.query)
  query.delete('filter')
  for (const filter of filters) query.append('filter', filter)
  return ask(operation, { ...sound, query: `?${query}` }, filters[0])
}

describe('a call that has no filter', () => {
  const unfiltered = reading.filter((one) => !isFiltered(one))

  it.each(named(unfiltered))('%s refuses one, so that nobody takes everything for what was found', async (_, operation) => {
    for (const filter of ['name__eq:zzz', 'garbage']) {
      const { status, json } = await asking(operation, filter)
      expect([status, json]).toMatchObject([400, { code: 400, message: expect.stringMatching(/^Invalid filter format/) }])
    }
    expect((await asking(operation, 'name__eq:a', 'name__eq:b')).status).toBe(400)
  })

  it.each(named(unfiltered))('%s takes an empty one for none', async (_, operation) => {
    expect((await asking(operation, ' ')).status).toBe(200)
  })
})

describe('a call that has a filter', () => {
  it.each(named(reading.filter(isFiltered)))('%s refuses one that it does not know', async (_, operation) => {
    for (const filter of ['no_such_field__eq:zzz', 'garbage']) expect((await asking(operation, filter)).status).toBe(400)
  })
})
