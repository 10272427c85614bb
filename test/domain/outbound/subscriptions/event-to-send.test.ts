import { describe, expect, it } from 'vitest'
import { unlimited } from '../../../../shared/domain/identity/administrators/entity.ts'
import type { DeliveryMessage } from '../../../../shared/domain/outbound/subscriptions/entity.ts'
import { eventToSend } from '../../../../shared/domain/outbound/subscriptions/event-to-send.ts'
import { GroupId, SiteId, SubscriptionId } from '../../../../shared/lib/ids.ts'
import { accessEvent, accountId } from '../../../support/sender.ts'

const message = (more: Partial<DeliveryMessage> = {}): DeliveryMessage => ({
  deliveryId: 'msg_1',
  accountId,
  subscriptionId: SubscriptionId.parse(900),
  eventUuid: accessEvent().uuid,
  processedAt: 1,
  attempt: 1,
  dialect: 'brivo',
  eventAt: { pk: 'p', sk: 's' },
  ...more,
})
const elsewhere = { limits: { ...unlimited, sites: [SiteId.parse(6)] } }
const withoutGroups = { limits: { ...unlimited, groups: [GroupId.parse(8)] } }
const changes = ['enablingGroupId', 'name'].map((property) => ({ property, previousValue: '9', currentValue: '8' }))
const changed = accessEvent({ facts: { changes } })
const [{ property }, name] = changes as [(typeof changes)[number], (typeof changes)[number]]

describe('the event of a delivery', () => {
  it('is taken at the word of the fan-out at first, and looked at again once it was tried or held', () => {
    expect(eventToSend(message(), elsewhere, changed)).toEqual(changed)
    expect(eventToSend(message({ attempt: 2 }), elsewhere, changed)).toBeUndefined()
    expect(eventToSend(message({ uncounted: 0 }), elsewhere, changed)).toBeUndefined()
    expect(eventToSend(message({ uncounted: 0 }), {}, changed)).toEqual(changed)
  })

  it('is sent without what its administrator may not see any more, nor what they were not to see at first', () => {
    const shown = (of: DeliveryMessage, limits: object) => eventToSend(of, limits, changed)?.facts.changes
    expect(shown(message({ attempt: 2 }), withoutGroups)).toEqual([{ property }, name])
    expect(shown(message({ attempt: 2, hides: [1] }), withoutGroups)).toEqual([{ property }, { property: 'name' }])
    expect(shown(message({ hides: [1] }), {})).toEqual([changes[0], { property: 'name' }])
  })
})
