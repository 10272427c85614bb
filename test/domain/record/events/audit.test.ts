import { describe, expect, it } from 'vitest'
import type { Principal } from '../../../../shared/domain/identity/administrators/principal.ts'
import { actorOf, auditEvent } from '../../../../shared/domain/record/events/audit.ts'
import { eventCode } from '../../../../shared/domain/record/events/catalogue.ts'
import { AccountId, PanelId, UserId } from '../../../../shared/lib/ids.ts'
import { somebody } from '../../../support/api.ts'

const common = { accountId: AccountId.parse(1), grants: [] }
const principals: [Principal, object][] = [
  [somebody(), { id: 11, name: 'Mary Master', objectType: 'ADMINISTRATOR' }],
  [
    { ...common, kind: 'token', clientId: 'c', name: 'Sync' },
    { name: 'Sync', objectType: 'APPLICATION' },
  ],
  [
    { ...common, kind: 'cardHolder', userId: UserId.parse(5), name: 'Carla' },
    { id: 5, name: 'Carla', objectType: 'USER' },
  ],
  [
    { ...common, kind: 'panel', panelId: PanelId.parse(7), name: 'Panel 7' },
    { id: 7, name: 'Panel 7', objectType: 'CONTROL_PANEL' },
  ],
  [
    { ...common, kind: 'system', reason: 'Night lockdown' },
    { name: 'Night lockdown', objectType: 'SYSTEM' },
  ],
]

describe('an audit event', () => {
  it.each(principals)('names who acted, whichever kind it is: %j', (principal, actor) => {
    expect(actorOf(principal)).toEqual(actor)
    const stamp = { now: 0, uuid: '00000000-0000-4000-8000-000000000001' }
    const object = { id: 3, objectType: 'SITE', name: 'Office' }
    expect(auditEvent(stamp, principal, eventCode.siteCreated, object)).toMatchObject({
      actor,
      eventData: { actorName: actorOf(principal).name },
    })
  })
})
