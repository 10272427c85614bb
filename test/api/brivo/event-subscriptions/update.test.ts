import { describe, expect, it } from 'vitest'
import { AccountId } from '../../../../shared/lib/ids.ts'
import { heldDeliveryStore } from '../../../../shared/storage/outbound/held-deliveries.ts'
import { testApi } from '../../../support/api.ts'
import { furnish, hook, notUser, onSite } from '../../../support/subscription-bodies.ts'

describe('an event subscription', () => {
  it('is updated, keeps the ids of criteria that stay, and never shows the signing secret again', async () => {
    const { call, deps } = testApi()
    await furnish(deps)
    const { json } = await call('POST', '/event-subscriptions', { body: { ...hook, criteria: [onSite] } })
    const { signingSecret: _, ...echo } = json
    const body = { ...echo, name: 'Renamed', criteria: [notUser, ...json.criteria] }
    const updated = await call('PUT', `/event-subscriptions/${json.id}`, { body })
    expect(updated.status).toBe(200)
    expect(updated.json).toMatchObject({ id: json.id, name: 'Renamed', encryptedSecretWord: json.encryptedSecretWord })
    expect(updated.json.criteria[1]).toEqual(json.criteria[0])
    expect(updated.json).not.toHaveProperty('signingSecret')
    const audit = await call('GET', '/events/audit')
    expect(audit.json.data[0]).toMatchObject({
      securityAction: { action: 'Event Subscription Updated' },
      eventData: {
        propertyChanges: [
          { property: 'name', previousValue: 'Site 1', currentValue: 'Renamed' },
          { property: 'criteria', previousValue: 'site is 501', currentValue: 'user not 601, site is 501' },
        ],
      },
    })
  })

  it('that was switched off says so, and is on again after an update', async () => {
    const { call, deps, clock, table } = testApi()
    const { json } = await call('POST', '/event-subscriptions', { body: hook })
    await deps.subscriptions.disable(AccountId.parse(1), json.id, hook.url, {
      at: clock.now,
      reason: 'The receiver answered 410 Gone',
    })
    const off = await call('GET', `/event-subscriptions/${json.id}`)
    expect(off.json.disabled).toEqual({ since: '2026-03-02T12:00:00Z', reason: 'The receiver answered 410 Gone' })
    const on = await call('PUT', `/event-subscriptions/${json.id}`, { body: hook })
    expect(on.json).not.toHaveProperty('disabled')
    // the next tick sends what is held
    expect(await heldDeliveryStore(table).notes(clock.now, 10)).toMatchObject([{ accountId: 1, subscriptionId: json.id }])
  })

  it('that was on all the time has nothing looked for that is held', async () => {
    const { call, clock, table } = testApi()
    const { json } = await call('POST', '/event-subscriptions', { body: hook })
    await call('PUT', `/event-subscriptions/${json.id}`, { body: { ...hook, name: 'Renamed' } })
    expect(await heldDeliveryStore(table).notes(clock.now, 10)).toEqual([])
  })

  it('whose receiver was slow has its events sent at once again after an update', async () => {
    const { call, deps, clock } = testApi()
    const { json } = await call('POST', '/event-subscriptions', { body: hook })
    await deps.subscriptions.markSlow(AccountId.parse(1), json.id, hook.url, clock.now + 60_000)
    await call('PUT', `/event-subscriptions/${json.id}`, { body: { ...hook, url: 'https://example.com/faster' } })
    expect(await deps.subscriptions.get(AccountId.parse(1), json.id)).not.toHaveProperty('slowUntil')
  })
})
