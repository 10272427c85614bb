import { describe, expect, it } from 'vitest'
import { everywhere } from '../../../../shared/domain/identity/principals/permission.ts'
import type { Event } from '../../../../shared/domain/record/events/entity.ts'
import { AccountId, SiteId } from '../../../../shared/lib/ids.ts'
import { somebody, stranger } from '../../../support/api.ts'
import { monday, withAda } from '../../../support/explaining.ts'
import { accessEvent } from '../../../support/sender.ts'

const uuid = '0199a3c4-5d6e-8f80-9a1b-2c3d4e5f6072'

/** Ada was refused at the front door an hour ago, outside the hours of then. */
const withRefusal = async (facts: Event['facts'] = {}, more: Partial<Event> = {}) => {
  const api = await withAda()
  const { deps, front, ada, adasCard, siteId, call } = api
  const event = accessEvent({
    uuid,
    type: 'access.denied.not_permitted',
    occurredAt: monday - 3_600_000,
    actor: { kind: 'user', id: ada, name: 'Ada Lovelace' },
    subject: { kind: 'access_point', id: front, name: 'Front door' },
    site: { id: siteId, name: 'Office' },
    facts: { reason: 'outside_schedule', side: 1, rulesVersion: 3, credential: { id: adasCard }, ...facts },
    ...more,
  })
  await deps.events.add(AccountId.parse(1), event)
  const ask = (query = '', options: Parameters<typeof call>[2] = {}) =>
    call('GET', `/events/access/${uuid}/explanation${query}`, options)
  return { ...api, ask }
}

describe('the explanation of an access event', () => {
  it('is what the panel recorded, by which version of its rules, and what today decides of the same at that instant', async () => {
    const { ask, front, ada, adasCard } = await withRefusal()
    const { status, json } = await ask('?occurred=2026-03-02T11:00:00.000Z')
    expect(status).toBe(200)
    expect(json).toEqual({
      event: {
        uuid,
        occurred: '2026-03-02T11:00:00.000Z',
        eventCode: 5018,
        eventAction: 'Unauthorized Access Attempt',
        accessPoint: { id: front, name: 'Front door' },
        user: { id: ada, name: 'Ada Lovelace' },
      },
      recorded: { decision: 'denied', reason: 'outside_schedule', rulesVersion: 3 },
      byTodaysRules: expect.objectContaining({
        at: '2026-03-02T11:00:00.000Z',
        reason: 'credential_not_effective',
        credential: { id: adasCard, kind: 'CARD' },
        basis: 'cloud',
      }),
    })
  })

  it('is found without its instant while it is young, and by its instant for ever', async () => {
    const { ask, clock } = await withRefusal()
    expect((await ask()).status).toBe(200)
    expect((await ask('?occurred=2026-03-02T11:00:00.001Z')).status).toBe(404)
    clock.now += 2 * 24 * 3_600_000
    expect(await ask()).toMatchObject({ status: 404, json: { message: 'Event not found' } })
    expect((await ask('?occurred=2026-03-02T11:00:00Z')).status).toBe(200)
  })

  it('takes a PIN for the right one, unless the panel found it wrong, and never answers it', async () => {
    for (const [facts, reason, presented] of [
      [{ pinUsed: true, credential: undefined }, 'granted', 'PIN'],
      [{ pinUsed: true, credential: undefined, reason: 'unknown_pin' }, 'granted', 'PIN'],
      [{ pinUsed: true, credential: { value: 'a00c8', bits: 26 } }, 'credential_not_effective', 'CREDENTIAL_AND_PIN'],
      [{ pinUsed: true, reason: 'wrong_pin' }, 'wrong_pin', 'CREDENTIAL_AND_PIN'],
    ] as const) {
      const { ask } = await withRefusal(facts as Event['facts'])
      const { json, text } = await ask()
      expect(json.byTodaysRules).toMatchObject({ reason, presented })
      expect(text).not.toMatch(/4711|a00c8/)
    }
  })

  it('has no decision of today where the card, the door or what was presented is not known, or nobody decided', async () => {
    for (const wanted of [
      { facts: { reason: 'granted', credential: { id: 1 } } },
      { subject: { kind: 'access_point' as const, id: 1 } },
      { facts: { reason: 'nothing_presented' } },
      { type: 'door.forced' as const, facts: { reason: 'forced' } },
    ]) {
      const { ask } = await withRefusal({}, wanted)
      const { status, json } = await ask()
      expect(status).toBe(200)
      expect(json).not.toHaveProperty('byTodaysRules')
    }
  })

  it('is for who may see what it names, and 404 for others', async () => {
    const { ask, made } = await withRefusal()
    const all = somebody()
    const only = (...granted: string[]) => ({
      ...all,
      grants: all.grants.filter(({ permission }) => granted.includes(permission)),
    })
    expect((await ask('', { as: only('access-points:view', 'users:view', 'credentials:view') })).status).toBe(403)
    expect((await ask('', { as: only('events:view', 'access-points:view', 'users:view') })).status).toBe(403)
    expect((await ask('', { as: stranger() })).status).toBe(404)
    const elsewhere = await made('/sites', { siteName: 'Elsewhere', timeZone: 'UTC' })
    const scope = { ...everywhere, sites: [SiteId.parse(elsewhere)] }
    expect((await ask('', { as: { ...all, grants: all.grants.map((grant) => ({ ...grant, scope })) } })).status).toBe(404)
  })
})
