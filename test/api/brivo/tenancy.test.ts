import { describe, expect, it } from 'vitest'
import { copyOf, somebody, testApi } from '../../support/api.ts'
import {
  type Api,
  bodies,
  type Call,
  calls,
  choices,
  files,
  furnishAccount,
  type Ids,
  missing,
  pathWith,
  queries,
  valuesOf,
} from '../../support/every-call.ts'

const furnished = testApi()
const [theirs, own] = [await furnishAccount(furnished, 'theirs'), await furnishAccount(furnished, 'own')]

/** Calls that are for a dealer only. */
const ofDealers: readonly string[] = ['closeAccount', 'inviteAccountOwner', 'reopenAccount']
const dealer = somebody({ accountId: own.as.accountId, type: 'DEALER' })

/** What another tenant is answered when the parameters in `foreign` hold ids of the owner, or ids that never were. */
const answerTo = async (call: Call, foreign: readonly string[], kind: 'theirs' | 'missing') => {
  const api = copyOf(furnished)
  const before = ownedBy(api, theirs.ids)
  const wrong = kind === 'theirs' ? theirs.ids : missing
  const values = valuesOf(call, (name) => (foreign.includes(name) ? wrong : own.ids))
  const path = pathWith(call.path, values)
  const { status, text } = await api.call(call.verb, `${path}${queries[call.operationId] ?? ''}`, {
    as: ofDealers.includes(call.operationId) ? dealer : own.as,
    ...(files[call.operationId] ?? { body: bodies(own.ids)[call.operationId] }),
  })
  expect(ownedBy(api, theirs.ids)).toEqual(before)
  return { status, text: values.reduce((left, [name, value]) => left.replaceAll(value, name), text) }
}

const ownedBy = ({ table }: Api, { accountId }: Ids) =>
  structuredClone(table.items().filter(({ pk }) => String(pk).startsWith(`A#${accountId}#`)))

describe('an id of another tenant is answered as one that never was, and changes nothing of its owner', () => {
  const cases = calls.flatMap((call) =>
    choices(call.parameters).map((foreign) => [`${call.verb} ${call.path}`, foreign.join(' and '), call, foreign] as const),
  )
  it.each(cases)('%s, of %s', async (_, __, call, foreign) => {
    const never = await answerTo(call, foreign, 'missing')
    expect(await answerTo(call, foreign, 'theirs')).toEqual(never)
    if (foreign.length === call.parameters.length) expect(never.status).toBe(404)
  })
})

describe('the owner has what the other tenant asks for', () => {
  const reads = calls.filter(({ verb, parameters }) => verb === 'GET' && parameters.length > 0)
  it.each(reads.map((call) => [call.path, call] as const))('GET %s', async (_, call) => {
    const { ids, as } = theirs
    const values = valuesOf(call, () => ids)
    const path = `${pathWith(call.path, values)}${queries[call.operationId] ?? ''}`
    expect(await copyOf(furnished).call('GET', path, { as })).toMatchObject({ status: 200 })
  })
})
