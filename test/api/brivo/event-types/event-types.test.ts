import { describe, expect, it } from 'vitest'
import { somebody, testApi } from '../../../support/api.ts'

describe('event types', () => {
  it('are served with their codes and words', async () => {
    const { call } = testApi()
    const { json } = await call('GET', '/event-types')
    expect(json.count).toBe(json.data.length)
    expect(json.data).toContainEqual({
      securityActionId: 5012,
      action: 'Failed Access Unknown Cred',
      exception: true,
      securityActionType: {
        typeKey: 'security_event_type.failed_access',
        description: 'Access attempts that did not grant access',
      },
      priority: 'MEDIUM',
      kind: 'access',
      eventType: 'exception',
    })
  })

  it('and events are seen by every kind of administrator', async () => {
    const { call } = testApi()
    for (const type of ['CSR', 'DEALER', 'MASTER', 'SENIOR', 'ASSISTANT'] as const) {
      for (const path of ['/event-types', '/events/access', '/events/audit', '/events/counts/access']) {
        expect((await call('GET', path, { as: somebody({ type }) })).status).toBe(200)
      }
    }
  })
})
