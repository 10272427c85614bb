import { describe, expect, it } from 'vitest'
import { administratorTypes } from '../../../../shared/domain/identity/administrators/type.ts'
import { grantsOf } from '../../../../shared/domain/identity/principals/granted.ts'
import { type Permission, permissions } from '../../../../shared/domain/identity/principals/permission.ts'
import type { Principal } from '../../../../shared/domain/identity/principals/principal.ts'
import { serviceTokenPermissions } from '../../../../shared/domain/identity/service-tokens/entity.ts'
import { AccountId, PanelId, UserId } from '../../../../shared/lib/ids.ts'
import { somebody, testApi } from '../../../support/api.ts'

const width = 10
const accountId = AccountId.parse(1)
const views = permissions.filter((permission) => permission.endsWith(':view'))
const token = (granted: readonly Permission[]): Principal => ({
  kind: 'token',
  accountId,
  administratorId: somebody().administratorId,
  clientId: 'an-application',
  name: 'An application',
  grants: grantsOf(granted),
})
/** Every kind of caller. A panel and the cloud itself have no token of this API: should they ever have one, it opens nothing. */
const callers: { name: string; as: Principal }[] = [
  ...administratorTypes.map((type) => ({ name: type, as: somebody({ type }) })),
  { name: 'token:view', as: token(views) },
  // The most that one may do: that of a MASTER.
  { name: 'service', as: token(serviceTokenPermissions) },
  { name: 'cardHolder', as: { kind: 'cardHolder', accountId, userId: UserId.parse(5), name: 'Carla', grants: [] } },
  { name: 'panel', as: { kind: 'panel', accountId, panelId: PanelId.parse(7), name: 'Panel 7', grants: [] } },
  { name: 'system', as: { kind: 'system', accountId, reason: 'a schedule', grants: [] } },
]

describe('every call', () => {
  it('is open to exactly the kinds of callers that this table names', async () => {
    const { app, call } = testApi()
    const { paths } = (await (await app.request('/openapi.json')).json()) as {
      paths: Record<string, Record<string, { operationId: string }>>
    }
    const rows = new Map<string, string[]>()
    for (const [path, verbs] of Object.entries(paths)) {
      for (const [verb, { operationId }] of Object.entries(verbs)) {
        const answers = await Promise.all(
          callers.map(async ({ name, as }) => {
            const address = path.replace(/\{[^}]+\}/g, '1')
            const body = verb === 'get' ? {} : { body: {} }
            const { status } = await call(verb.toUpperCase(), address, { ...body, as })
            expect(status, `${verb} ${path} as ${name}`).not.toBe(401)
            return (status === 403 ? 'no' : 'yes').padEnd(width)
          }),
        )
        const file = path.replace(/^\/v1\/(api\/)?/, '').split('/')[0] ?? ''
        rows.set(file, [...(rows.get(file) ?? []), `${operationId.padEnd(32)}${answers.join(' ')}`.trimEnd()])
      }
    }
    const head = `${''.padEnd(32)}${callers.map(({ name }) => name.padEnd(width)).join(' ')}`.trimEnd()
    for (const [file, ofFile] of rows)
      await expect(`${[head, ...ofFile.sort()].join('\n')}\n`).toMatchFileSnapshot(`__snapshots__/${file}.txt`)
  })

  it('is closed to who has no token, except what phones and people open who have none: by a code or a link', async () => {
    const { app, call } = testApi()
    const { paths } = (await (await app.request('/openapi.json')).json()) as { paths: Record<string, Record<string, unknown>> }
    const open: string[] = []
    for (const [path, verbs] of Object.entries(paths)) {
      for (const verb of Object.keys(verbs)) {
        const { status } = await call(verb.toUpperCase(), path.replace(/\{[^}]+\}/g, '1'), { as: null })
        if (status !== 401) open.push(`${verb} ${path}`)
      }
    }
    expect(open.sort()).toEqual([
      'get /v1/public/camera-clips/{link}',
      'get /v1/public/face-consents',
      'post /v1/public/digital-invitations/redeem',
      'post /v1/public/face-consents/give',
      'post /v1/public/face-consents/withdraw',
    ])
  })
})
