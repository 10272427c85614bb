import { Subscription } from '../../domain/outbound/subscriptions/entity.ts'
import type { Instant } from '../../lib/clock.ts'
import type { AccountId, SubscriptionId } from '../../lib/ids.ts'
import { entityKey, entityPartition } from '../keys/common.ts'
import type { AuditEvents } from '../record/event-writes.ts'
import { type ChangeResult, collection } from '../table/collection.ts'
import type { Table, Write } from '../table/types.ts'
import { lookingAtHeld, lookingLater } from './held-deliveries.ts'

/** Event subscriptions of an account. Filtered listings read only the name. */
export const subscriptionStore = (table: Table) => {
  const subscriptions = collection(table, 'subscription', Subscription, ({ name }) => ({ name }))

  return {
    ...subscriptions,
    ...reading(table),
    ...marking(table),

    /** Puts `next`, which is on, in place of the subscription that was switched off; what is held for it is sent. */
    switchOn: (accountId: AccountId, next: Subscription, event: AuditEvents): Promise<ChangeResult> =>
      subscriptions.replace(accountId, next, event, [lookingAtHeld(accountId, next.id, `version-${next.version}`)]),

    /** Deletes the subscription as it was read, and with it what is held for it. */
    remove: (accountId: AccountId, subscription: Subscription, event: AuditEvents): Promise<ChangeResult> =>
      subscriptions.remove(accountId, subscription, event, [lookingAtHeld(accountId, subscription.id, 'deleted')]),
  }
}

const reading = (table: Table) => ({
  /** Every subscription, read strongly: whose creation was answered hears of each event stored after. */
  current: async (accountId: AccountId): Promise<Subscription[]> => {
    const items = await table.query({ pk: entityPartition(accountId, 'subscription'), consistent: true })
    return items.map((item) => Subscription.parse(item))
  },

  /** The subscription as it was a moment ago, for half the price. */
  recent: async (accountId: AccountId, id: SubscriptionId): Promise<Subscription | undefined> => {
    const item = await table.get(entityKey(accountId, 'subscription', id), { consistent: false })
    return item && Subscription.parse(item)
  },
})

const marking = (table: Table) => ({
  /** Switches a subscription off; false when it is off already, has another receiver by now, or is deleted. */
  disable: async (accountId: AccountId, id: SubscriptionId, url: string, disabled: { at: Instant; reason: string }) => {
    const off: Write = {
      update: entityKey(accountId, 'subscription', id),
      set: { disabled },
      add: { version: 1 },
      when: [
        { attribute: 'url', is: '=', value: url },
        { attribute: 'disabled', is: 'absent' },
      ],
    }
    return (await table.write([off, lookingLater(accountId, id, disabled.at)])).ok
  },

  /** Records that a receiver is slow. Nothing changes when it is slow for longer already, was replaced, or is deleted. */
  markSlow: async (accountId: AccountId, id: SubscriptionId, url: string, slowUntil: Instant): Promise<void> => {
    await table.update({
      update: entityKey(accountId, 'subscription', id),
      set: { slowUntil },
      when: [
        { attribute: 'url', is: '=', value: url },
        {
          anyOf: [
            { attribute: 'slowUntil', is: 'absent' },
            { attribute: 'slowUntil', is: '<', value: slowUntil },
          ],
        },
      ],
    })
  },

  /** Claims the right to write to the owner about failures: undefined when somebody did so after `notSince`, or it is deleted. */
  claimMail: async (accountId: AccountId, id: SubscriptionId, now: Instant, notSince: Instant) => {
    const item = await table.update({
      update: entityKey(accountId, 'subscription', id),
      set: { mailedAt: now },
      when: [
        { attribute: 'pk', is: 'present' },
        {
          anyOf: [
            { attribute: 'mailedAt', is: 'absent' },
            { attribute: 'mailedAt', is: '<=', value: notSince },
          ],
        },
      ],
    })
    return item && Subscription.parse(item)
  },
})
