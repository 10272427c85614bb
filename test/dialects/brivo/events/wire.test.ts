import { describe, expect, it } from 'vitest'
import { EventWire, eventWire } from '../../../../shared/dialects/brivo/events/wire.ts'
import type { Event } from '../../../../shared/domain/record/events/entity.ts'
import { AccountId } from '../../../../shared/lib/ids.ts'
import { accessEvent } from '../../../support/sender.ts'

const wireOf = (wanted: Partial<Event> = {}) => EventWire.parse(eventWire(accessEvent(wanted), AccountId.parse(7)))

describe('an event in the words of the API', () => {
  it('has the keys that receivers read: account, door, credential and whether it is disabled', () => {
    expect(wireOf({ facts: { credential: { id: 9, disabled: true } } })).toMatchObject({
      accountId: 7,
      objectType: 'ACCESS_POINT',
      eventObject: { id: 41, objectType: 'ACCESS_POINT', deviceType: { id: 1, name: 'Door' } },
      eventData: { objectTypeId: 2, deviceTypeId: 1, credentialObjectId: 9, credentials: [{ id: 9, disabled: true }] },
    })
  })

  it('names a visitor as one', () => {
    const actor = { kind: 'visitor', id: 31, name: 'Vera Vero' } as const
    expect(wireOf({ actor })).toMatchObject({
      actor: { id: 31, name: 'Vera Vero', objectType: 'VISITOR' },
      eventData: { actorName: 'Vera Vero' },
    })
  })

  it('shows what was read of a credential that the account does not know', () => {
    const facts = { reason: 'unknown_credential', credential: { value: 'abc', bits: 26 } }
    expect(wireOf({ type: 'access.denied.unknown_credential', facts }).eventData).toMatchObject({
      actionAllowed: false,
      credentials: [{ reference_id: 'abc', disabled: false }],
      unknownWeigand: 'abc',
      credentialBitLength: 26,
      detail: 'unknown_credential',
    })
  })

  it('says of lost events which they were', () => {
    const { subject: _, actor: __, site: ___, ...about } = accessEvent({ type: 'panel.events_lost' })
    const event = { ...about, facts: { reason: 'buffer_overrun', lost: { from: 1, to: 40 } } }
    expect(eventWire(event, AccountId.parse(7)).eventData).toEqual({ detail: 'buffer_overrun: 1 to 40' })
  })

  it('of an administrator has what changed, and a sign-in is about no object', () => {
    const changes = [{ property: 'name', previousValue: 'A', currentValue: 'B' }]
    const audited = { kind: 'audit' as const, actor: { kind: 'administrator' as const, id: 1, name: 'Mary' } }
    const changed = wireOf({ ...audited, type: 'site.updated', subject: { kind: 'site', id: 5, name: 'B' }, facts: { changes } })
    expect(changed).toMatchObject({
      objectType: 'SITE',
      actor: { id: 1, objectType: 'ADMINISTRATOR', name: 'Mary' },
      eventData: { propertyChanges: changes, actionAllowed: true },
    })
    expect(changed.eventData).not.toHaveProperty('objectTypeId')
    const signedIn = { ...audited, type: 'administrator.signed_in' as const, facts: {} }
    expect(wireOf({ ...signedIn, subject: { kind: 'administrator', id: 1, name: 'Mary' } }).eventData.objectTypeId).toBe(0)
  })
})
