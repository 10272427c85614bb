import { describe, expect, it } from 'vitest'
import { testApi } from '../support/api.ts'
import committed from './__snapshots__/openapi.json' with { type: 'json' }
import { breakingChanges, type Node } from './breaking-changes.ts'

describe('the OpenAPI page', () => {
  it('is served without a key, and says what it said before unless the change is meant', async () => {
    const { app } = testApi()
    const answer = await app.request('/openapi.json')
    expect(answer.status).toBe(200)
    await expect(`${JSON.stringify(await answer.json(), null, 2)}\n`).toMatchFileSnapshot('__snapshots__/openapi.json')
  })

  it('takes nothing away from clients that were made for the committed page', async () => {
    const served = (await (await testApi().app.request('/openapi.json')).json()) as Node
    expect(breakingChanges(committed, served)).toEqual([])
  })

  it('is there for people too, every call with its answers', async () => {
    const answer = await testApi().app.request('/docs')
    expect(answer.headers.get('content-type')).toContain('text/html')
    const page = await answer.text()
    expect(page).toContain('<code>POST /v1/api/access-points/{accessPointId}/activate</code>')
    expect(page).toContain('412')
    expect(page).toContain('<code>file</code> string, required')
  })

  it('names every call, once', async () => {
    const { app } = testApi()
    const document = (await (await app.request('/openapi.json')).json()) as {
      paths: Record<string, Record<string, { operationId?: string; responses: Record<string, unknown> }>>
    }
    const calls = Object.values(document.paths).flatMap((verbs) => Object.values(verbs))
    const names = calls.map(({ operationId }) => operationId)
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
      for (const [, { headers = {} }] of successes) expect(Object.keys(headers)).toEqual(['RateLimit', 'RateLimit-Policy'])
    }
  })
})
