import { describe, expect, it } from 'vitest'
import type { Principal } from '../../../../shared/domain/identity/principals/principal.ts'
import { actorOf, auditEvent } from '../../../../shared/domain/record/events/audit.ts'
import { AccountId, PanelId, UserId } from '../../../../shared/lib/ids.ts'
import { somebody } from '../../../support/api.ts'

const common = { accountId: AccountId.parse(1), grants: [] }
const principals: [Principal, object][] = [
  [somebody(), { kind: 'administrator', id: 11, name: 'Mary Master' }],
  [
    { ...common, kind: 'token', administratorId: somebody().administratorId, clientId: 'c', name: 'Sync' },
    { kind: 'token', name: 'Sync' },
  ],
  [
    { ...common, kind: 'cardHolder', userId: UserId.parse(5), name: 'Carla' },
    { kind: 'user', id: 5, name: 'Carla' },
  ],
  [
    { ...common, kind: 'panel', panelId: PanelId.parse(7), name: 'Panel 7' },
    { kind: 'panel', id: 7, name: 'Panel 7' },
  ],
  [
    { ...common, kind: 'system', reason: 'Night lockdown' },
    { kind: 'system', name: 'Night lockdown' },
  ],
]

describe('an audit event', () => {
  it.each(principals)('names who acted, whichever kind it is: %j', (principal, actor) => {
    expect(actorOf(principal)).toEqual(actor)
    const stamp = { now: 0, uuid: '00000000-0000-4000-8000-000000000001' }
    const object = { kind: 'site' as const, id: 3, name: 'Office' }
    expect(auditEvent(stamp, principal, 'site.created', object)).toMatchObject({
      kind: 'audit',
      type: 'site.created',
      actor,
      subject: object,
    })
  })
})
