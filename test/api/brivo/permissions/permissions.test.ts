import { describe, expect, it } from 'vitest'
import { administratorTypes } from '../../../../shared/domain/identity/administrators/principal.ts'
import { somebody, testApi } from '../../../support/api.ts'

describe('every call', () => {
  it('is open to exactly the kinds of administrators that this table names', async () => {
    const { app, call } = testApi()
    const { paths } = (await (await app.request('/openapi.json')).json()) as {
      paths: Record<string, Record<string, { operationId: string }>>
    }
    const rows: string[] = []
    for (const [path, verbs] of Object.entries(paths)) {
      for (const [verb, { operationId }] of Object.entries(verbs)) {
        const answers = await Promise.all(
          administratorTypes.map(async (type) => {
            const address = path.replace(/\{[^}]+\}/g, '1')
            const body = verb === 'get' ? {} : { body: {} }
            const { status } = await call(verb.toUpperCase(), address, { ...body, as: somebody({ type }) })
            expect(status, `${verb} ${path} as ${type}`).not.toBe(401)
            return status === 403 ? 'no'.padEnd(9) : 'yes'.padEnd(9)
          }),
        )
        rows.push(`${operationId.padEnd(32)}${answers.join(' ')}`.trimEnd())
      }
    }
    const head = `${''.padEnd(32)}${administratorTypes.map((type) => type.padEnd(9)).join(' ')}`.trimEnd()
    await expect(`${[head, ...rows.sort()].join('\n')}\n`).toMatchFileSnapshot('__snapshots__/who-may-call-what.txt')
  })

  it('is closed to who has no token', async () => {
    const { app, call } = testApi()
    const { paths } = (await (await app.request('/openapi.json')).json()) as { paths: Record<string, Record<string, unknown>> }
    for (const [path, verbs] of Object.entries(paths)) {
      for (const verb of Object.keys(verbs)) {
        expect((await call(verb.toUpperCase(), path.replace(/\{[^}]+\}/g, '1'), { as: null })).status, `${verb} ${path}`).toBe(
          401,
        )
      }
    }
  })
})
