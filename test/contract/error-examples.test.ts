import { describe, expect, it } from 'vitest'
import { openApiDocument } from '../../functions/brivo-api/openapi.ts'
import type { Response } from '../../functions/brivo-api/reference/document.ts'
import type { Principal } from '../../shared/domain/identity/principals/principal.ts'
import { plenty, testApi } from '../support/api.ts'
import { operations } from '../support/bad-input/operations.ts'
import { type SoundRequest, tenants } from '../support/bad-input/tenants.ts'
import { documentedCalls } from '../support/documented-calls.ts'
import { choices, missing, pathWith } from '../support/every-call.ts'
import { losing } from '../support/races.ts'
import { contract } from './example-data.ts'

/*
 * The compiler holds that an example is of an error that the handler of its call expects. These tests hold it to what is really
 * answered, wherever a request can be made to meet the error.
 */
const { api, snapshot, soundRequest, valuesFor, callerOf } = await tenants()
const documented = await documentedCalls()
const calls = new Map(documented.map(({ call }) => [call.operationId, call]))

type Example = { code: number; message: string } | undefined
const exampleIn = (answer: Response | undefined): Example => answer?.content?.['application/json']?.example as Example
/** Ids and other numbers differ from one account to another. */
const general = (text: string | undefined) => text?.replaceAll(/\d+/g, '#')
const shown = (operationId: string, status: number) => general(exampleIn(calls.get(operationId)?.responses[status])?.message)

const answerTo = async ({ verb, path, query, body, headers = {} }: SoundRequest, as: Principal | null) => {
  snapshot.restore()
  const { status, json } = await api.call(verb, `${path}${query}`, { as, body, headers })
  return [status, general(json?.message)]
}

/** Parameters have other names in the API document. */
const nameless = (call: string) => call.replaceAll(/\{\w+\}/g, '{}')

const declaring = (status: number) => operations.filter(({ route }) => status in route.responses)
const named = (of: typeof operations) => of.map((one) => [one.operationId, one] as const)

describe('an error of a call is shown', () => {
  it('with its own status, for every status', () => {
    const wrong = documented.flatMap(({ call }) =>
      Object.entries(call.responses)
        .filter(([status, { content }]) => status > '401' && content?.['application/json'])
        .filter(([status, answer]) => exampleIn(answer)?.code !== Number(status))
        .map(([status]) => `${status} of ${call.operationId}`),
    )
    expect(wrong).toEqual([])
  })

  const withPath = declaring(404).filter((one) => one.path.includes('{') && !one.path.startsWith('/v1/public'))
  it.each(named(withPath))('404 as %s answers for what is not there', async (_, operation) => {
    const own = valuesFor(operation)
    const answers: unknown[] = []
    for (const gone of choices(own.map(([name]) => name))) {
      const values = own.map(([name, value]) => [name, gone.includes(name) ? String(missing[name]) : value] as const)
      const request = { ...soundRequest(operation), path: pathWith(operation.path, values) }
      answers.push(await answerTo(request, callerOf(operation)))
    }
    expect(answers).toContainEqual([404, shown(operation.operationId, 404)])
  })

  it('403 for every call that not everybody may make', () => {
    const limited = operations.filter(({ route }) => route.actors || !['none', 'public'].includes(route.permission))
    const without = limited.filter(({ route }) => !(403 in route.responses)).map(({ operationId }) => operationId)
    expect(without).toEqual([])
  })

  it.each(named(declaring(403)))('403 as %s answers who may not call it', async (_, operation) => {
    const nobody = { ...callerOf(operation), grants: [] } as Principal
    const [status, message] = await answerTo(soundRequest(operation), nobody)
    // Whoever may call has some other reason to be refused.
    if (status === 403) expect(message).toBe(shown(operation.operationId, 403))
  })

  /** Their sound requests find everything as they want it, or name what they write, so that nobody can be first. */
  const withoutRace: readonly string[] = [
    'addUserToGroup',
    'assignCredential',
    'assignGroupPermission',
    'clearDefaultEmergencyEgress',
    'clearDefaultEmergencyLockdown',
    'clearEmergencyEgress',
    'clearEmergencyLockdown',
    'migrateAdministrator',
    'removeCameraFromAccessPoint',
    'reopenAccount',
    'updateFaceprintCredentialDates',
    'updateUserGroups',
  ]
  const raced = declaring(409).filter(
    ({ operationId }) => shown(operationId, 409)?.endsWith('try again') && !withoutRace.includes(operationId),
  )
  it.each(named(raced))('409 as %s answers when others are always first', async (_, operation) => {
    snapshot.restore()
    const undo = losing(api.table)
    try {
      const { verb, path, query, body, headers = {} } = soundRequest(operation)
      const { status, json } = await api.call(verb, `${path}${query}`, { as: callerOf(operation), body, headers })
      expect([status, general(json?.message)]).toEqual([409, shown(operation.operationId, 409)])
    } finally {
      undo()
    }
  })

  const errors = contract.flatMap(({ call, errors }) => {
    const found = documented.find(({ verb, path }) => nameless(`${verb.toUpperCase()} ${path}`) === nameless(call))
    const operationId = found?.call.operationId ?? call
    const answered = errors.filter(({ never, message }) => never === undefined && message !== undefined)
    return [404, 409, 412, 417].flatMap((status) => {
      const messages = answered.filter((one) => one.status === status).map((one) => one.answered ?? one.message)
      return messages.length > 0 ? [[`${status} of ${operationId}`, operationId, status, messages] as const] : []
    })
  })
  it.each(errors)('as one of those that the API document has: %s', (_, operationId, status, messages) => {
    const known = messages.map((message) => general(message?.replaceAll(/\{\w+\}/g, '1')))
    expect(known).toContain(shown(operationId, status))
  })
})

describe('a refusal that many calls share is shown', async () => {
  const { mounts, deps, call } = testApi({ quotas: { ...plenty, general: 1, doors: 1, revocations: 1, emergencies: 1 } })
  const { responses = {} } = openApiDocument(await mounts.all(), deps).components
  it('as it is answered', async () => {
    const site = { siteName: 'A', timeZone: 'UTC' }
    const shared = testApi()
    const key = { 'Idempotency-Key': 'k' }
    await shared.call('POST', '/sites', { body: site, headers: key })
    const answers = {
      InvalidHeader: await shared.call('POST', '/sites', { body: site, headers: { 'Idempotency-Key': 'é' } }),
      KeyInUse: await shared.call('POST', '/sites', { body: { ...site, siteName: 'B' }, headers: key }),
      BodyTooLarge: await shared.call('POST', '/sites', { body: { siteName: 'x'.repeat(1_000_000) } }),
      BodyNotSupported: await shared.call('POST', '/sites', { body: site, headers: { 'Content-Type': 'text/plain' } }),
    }
    for (const [name, { json }] of Object.entries(answers)) expect(exampleIn(responses[name]), name).toEqual(json)
  })

  it('for each budget of requests as it is answered', async () => {
    const paths = {
      general: '/sites',
      doors: '/access-points/1/activate',
      revocations: '/users/1/suspended',
      emergencies: '/emergency-scenarios',
    }
    for (const [budget, path] of Object.entries(paths)) {
      await call('POST', path)
      const { status, json } = await call('POST', path)
      const example = exampleIn(responses[`TooManyRequests-${budget}`])
      expect([status, json.code, general(json.message)], budget).toEqual([429, example?.code, general(example?.message)])
    }
  })
})
