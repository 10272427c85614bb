import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { openApiDocument } from '../../functions/brivo-api/openapi.ts'
import type { Document } from '../../functions/brivo-api/reference/document.ts'
import { testApi } from '../support/api.ts'
import accepted from './accepted-breaks.json' with { type: 'json' }
import { breakingChanges } from './breaking-changes.ts'
import { lintProblems } from './lint.ts'
import { type Surface, surfaceOf, surfaceText } from './surface.ts'

const { app, mounts, deps } = testApi()
let document: Document

beforeAll(async () => {
  document = openApiDocument(await mounts.all(), deps)
})

/** Breaking changes that were decided on, each with its reason; they are named as the test names them. */
const decided: readonly { change: string; reason: string }[] = accepted

describe('the OpenAPI document', () => {
  it('is served without a key', async () => {
    const answer = await app.request('/openapi.json')
    expect(answer.status).toBe(200)
    expect(await answer.json()).toEqual(document)
  })

  it('takes nothing away from clients that were made for it, unless that was decided on (accepted-breaks.json)', async () => {
    const known: Surface = JSON.parse(readFileSync(join(import.meta.dirname, '__snapshots__/surface.json'), 'utf8'))
    const served = surfaceOf(document)
    const undecided = breakingChanges(known, served).filter((change) => !decided.some((one) => one.change === change))
    expect(undecided).toEqual([])
    // Not reached while something breaks, so that an update of snapshots does not accept it by itself.
    await expect(surfaceText(served)).toMatchFileSnapshot('__snapshots__/surface.json')
  })

  it('has nothing that its linter finds wrong', async () => {
    expect(await lintProblems(document)).toEqual([])
    const { summary: _, ...call } = document.paths['/v1/api/time']?.get ?? { operationId: '', responses: {} }
    const worse = { ...document, paths: { ...document.paths, '/v1/api/time': { get: call } } }
    expect(await lintProblems(worse)).toEqual([expect.stringContaining('operation-summary')])
  })

  it('is broken only for a reason', () => {
    for (const { change, reason } of decided) expect(reason.length, change).toBeGreaterThan(20)
  })

  it('names every call, once', () => {
    const names = Object.values(document.paths).flatMap((calls) => Object.values(calls).map(({ operationId }) => operationId))
    expect(names).not.toContain(undefined)
    expect(new Set(names).size).toBe(names.length)
  })
})

describe('the limits of requests', () => {
  it('are there for every call that needs a token: the headers of its success, and 429', async () => {
    type Answer = { $ref?: string; headers?: Record<string, { $ref: string }> }
    const document = (await (await testApi().app.request('/openapi.json')).json()) as {
      paths: Record<string, Record<string, { responses: Record<string, Answer> }>>
      components: { headers: Record<string, unknown>; responses: Record<string, Answer> }
    }
    const calls = Object.entries(document.paths).filter(([path]) => path.startsWith('/v1/api/'))
    expect(calls.length).toBeGreaterThan(70)
    const last = (reference = '') => reference.split('/').at(-1) ?? ''
    for (const { responses } of calls.flatMap(([, verbs]) => Object.values(verbs))) {
      const refusal = document.components.responses[last(responses[429]?.$ref)]
      expect(Object.keys(refusal?.headers ?? {})).toEqual(['RateLimit', 'RateLimit-Policy', 'Retry-After'])
      for (const { $ref } of Object.values(refusal?.headers ?? {}))
        expect(document.components.headers).toHaveProperty([last($ref)])
      const successes = Object.entries(responses).filter(([status]) => status.startsWith('2'))
      const limits = ['RateLimit', 'RateLimit-Policy']
      for (const [, { headers = {} }] of successes) expect(Object.keys(headers)).toEqual(expect.arrayContaining(limits))
    }
  })
})
