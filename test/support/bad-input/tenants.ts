import { type somebody, testApi } from '../api.ts'
import { bodies, files, furnishAccount, type Ids, pathWith, queries } from '../every-call.ts'
import { type Answer, expectDeclared } from './answers.ts'
import type { Operation } from './operations.ts'
import { specialThings } from './special-things.ts'

/** What stands in every name of the other tenant, and must never be in an answer. */
export const marker = 'zqxmarker'

export type SoundRequest = {
  verb: string
  path: string
  query: string
  body?: unknown
  headers?: Record<string, string>
}

/** Two furnished accounts of one API, and what once was in the first of them. Every request meets them as they were first. */
export const tenants = async () => {
  const api = testApi()
  const [theirs, own] = [await furnishAccount(api, marker), await furnishAccount(api, 'own')]
  const [deleted, special] = [await deletedOf(api, own.as), await specialThings(api, own)]
  const keys = { own: await apiKeyOf(api, own), theirs: await apiKeyOf(api, theirs) }
  const snapshot = api.table.snapshot()

  /** The values of the parameters in the path of a call that its owner may make, and that succeeds. */
  const valuesFor = ({ operationId, parameters }: Operation): (readonly [string, string])[] =>
    parameters.flatMap((one) => {
      if (one.in !== 'path') return []
      const value = special[operationId]?.ids?.[one.name] ?? own.ids[one.name]
      if (value === undefined) throw new Error(`There is nothing for {${one.name}} of ${operationId}`)
      return [[one.name, String(value)]]
    })

  /** Such a call. */
  const soundRequest = (operation: Operation): SoundRequest => {
    const { operationId, path, verb } = operation
    const { query, headers, body } = special[operationId] ?? {}
    return {
      verb,
      path: pathWith(path, valuesFor(operation)),
      query: query ?? queries[operationId] ?? '',
      body: body ?? bodies(own.ids)[operationId],
      ...(headers ? { headers } : {}),
      ...(files[operationId] ?? {}),
    }
  }

  /** Who makes it: nobody has to be known where a call is for the public. */
  const callerOf = ({ operationId, route }: Operation) =>
    route.permission === 'public' ? null : (special[operationId]?.as ?? own.as)

  /** Checks that an answer is one that is declared. `given` is a value of the request that it may repeat. */
  const judge = (operation: Operation, answer: Answer, given = '') =>
    expectDeclared(operation, answer, { theirs: theirs.ids.accountId, changes: snapshot.changes(), given, marker })

  /** Makes a call, and judges its answer. */
  const ask = async (operation: Operation, { verb, path, query, body, headers = {} }: SoundRequest, given = '') => {
    snapshot.restore()
    const answer = await api.call(verb, `${path}${query}`, { as: callerOf(operation), body, headers })
    judge(operation, answer, given)
    return answer
  }
  return { api, own, theirs, keys, deleted, soundRequest, valuesFor, callerOf, snapshot, judge, ask }
}
export type Tenants = Awaited<ReturnType<typeof tenants>>

/** The value of a new `api-key` of an account's application. */
const apiKeyOf = async ({ call }: ReturnType<typeof testApi>, { as, ids }: Awaited<ReturnType<typeof furnishAccount>>) => {
  const { json } = await call('POST', `/applications/${ids.applicationId}/api-keys`, { as, body: { name: 'Of a program' } })
  return String(json.apiKey)
}

/** Ids of things that were deleted. */
const deletedOf = async ({ call }: ReturnType<typeof testApi>, as: ReturnType<typeof somebody>): Promise<number[]> => {
  const made = [
    ['/users', { firstName: 'Gone', lastName: 'Gone' }],
    ['/groups', { name: 'Gone' }],
    ['/sites', { siteName: 'Gone', timeZone: 'UTC' }],
    ['/custom-fields', { fieldName: 'Gone', fieldType: 'TEXT' }],
  ] as const
  const ids: number[] = []
  for (const [path, body] of made) {
    const { id } = (await call('POST', path, { as, body })).json
    const { status } = await call('DELETE', `${path}/${id}`, { as })
    if (status !== 204) throw new Error(`DELETE ${path}/${id}: ${status}`)
    ids.push(id)
  }
  return ids
}

/** Ids that the caller has no such thing of: of the other tenant, of a thing of another kind, deleted, and never given. */
export const wrongIds = ({ own, theirs, deleted }: Tenants): readonly number[] => [
  ...numbersOf(theirs.ids),
  ...numbersOf(own.ids),
  ...deleted,
  123_456_789,
]

const numbersOf = (ids: Ids): number[] => Object.values(ids).filter((id) => typeof id === 'number')
