import { describe, expect, it } from 'vitest'
import { fanOut } from '../../../../functions/event-fanout/fan-out.ts'
import { grantsOf, grantsWithin } from '../../../../shared/domain/identity/principals/granted.ts'
import type { Permission } from '../../../../shared/domain/identity/principals/permission.ts'
import type { AdministratorPrincipal, TokenPrincipal } from '../../../../shared/domain/identity/principals/principal.ts'
import { hour } from '../../../../shared/lib/clock.ts'
import { createStores } from '../../../../shared/storage/stores.ts'
import { policedTable } from '../../../infra/policed-table.ts'
import { assignmentsBody, withLee } from '../../../support/assignments.ts'
import { accessEvent, eventsRecord, fakeQueue } from '../../../support/sender.ts'

const forbidden = { code: 403, message: 'You are not allowed to perform that action' }
const audit = [{ criteriaType: 'AUDIT', criteriaOperationType: 'EQ', criteriaValue: 1 }]
const hook = { name: 'Hook', url: 'https://example.com/events', criteria: [] as object[] }
/** What decides which events may be listed, and who looks after subscriptions. */
const [events, subscriptions] = [
  { id: 13, permissionSet: 'FULL' },
  { id: 28, permissionSet: 'FULL' },
]

const withSites = async () => {
  const api = await withLee()
  const { call, as, lee, table, clock, current } = api
  const site = async (siteName: string): Promise<number> =>
    (await call('POST', '/sites', { body: { siteName, timeZone: 'UTC' }, as })).json.id
  const [mill, shop] = [await site('Mill'), await site('Shop')]
  /** Lee's service token as it acts now. */
  const token = async (): Promise<TokenPrincipal> => {
    const { accountId, administratorId, clientId, name, grants } = await current(lee)
    return { kind: 'token', accountId, administratorId, clientId, name, grants }
  }
  const subscribe = async (who: AdministratorPrincipal | TokenPrincipal, criteria: object[] = []): Promise<number> => {
    const { status, json, text } = await call('POST', '/event-subscriptions', { body: { ...hook, criteria }, as: who })
    if (status !== 200) throw new Error(text)
    return json.id
  }
  /** To which subscriptions an event at the site goes; those that are held are in brackets. */
  const sentAt = async (siteId: number, kind: 'access' | 'audit' = 'access') => {
    const { queue, messages } = fakeQueue()
    const stores = createStores(policedTable(table, 'event-fanout'))
    const happened = accessEvent({
      site: { id: siteId, name: 'Site' },
      ...(kind === 'audit' ? { kind, type: 'access_point.updated' } : {}),
    })
    const record = eventsRecord([happened], 'm1', as.accountId)
    expect(await fanOut({ ...stores, queue, now: () => clock.now }, [record])).toEqual({ batchItemFailures: [] })
    return messages.map(({ message }) => (message.receiver ? message.subscriptionId : [message.subscriptionId]))
  }
  const assign = (sites: number[] | undefined) =>
    call('POST', `/assignments/${lee.administratorId}`, { body: assignmentsBody(sites ? { sites } : {}), as })
  const login = (body: object) => call('POST', `/administrators/${lee.administratorId}/login`, { body, as })
  const role = async (...features: object[]) => {
    const made = await call('POST', '/roles', { body: { name: 'Of Lee', features }, as })
    await call('POST', `/administrators/${lee.administratorId}/role/${made.json.id}`, { as })
    return made.json.id as number
  }
  const listed = async (who: AdministratorPrincipal | TokenPrincipal): Promise<number[]> =>
    (await call('GET', '/event-subscriptions', { as: who })).json.data.map(({ id }: { id: number }) => id)
  const shown = async (id: number) => (await call('GET', `/event-subscriptions/${id}`, { as })).json
  return { ...api, mill, shop, token, subscribe, sentAt, assign, login, role, listed, shown }
}

describe('a subscription that was made with a service token', () => {
  it('is sent what its administrator sees, follows their assignments, and is shown to them', async () => {
    const { mill, shop, token, subscribe, sentAt, assign, listed, current, lee } = await withSites()
    await assign([mill])
    const ofToken = await subscribe(await token())
    expect([await sentAt(mill), await sentAt(shop)]).toEqual([[ofToken], []])
    expect([await listed(await current(lee)), await listed(await token())]).toEqual([[ofToken], [ofToken]])
    await assign([shop])
    expect([await sentAt(mill), await sentAt(shop)]).toEqual([[], [ofToken]])
    await assign([])
    expect([await sentAt(mill), await sentAt(shop), await listed(await current(lee))]).toEqual([[], [], [ofToken]])
  })

  it('that had no limits gets those of its administrator as soon as they are limited', async () => {
    const { mill, shop, token, subscribe, sentAt, assign } = await withSites()
    const [everything, changes] = [await subscribe(await token()), await subscribe(await token(), audit)]
    expect([await sentAt(shop), await sentAt(shop, 'audit')]).toEqual([[everything], [changes]])
    await assign([mill])
    expect([await sentAt(shop), await sentAt(shop, 'audit')]).toEqual([[], []])
    expect([await sentAt(mill), await sentAt(mill, 'audit')]).toEqual([[everything], [changes]])
  })
})

describe('a subscription whose administrator is gone', () => {
  it.each([
    ['deleted', 'DELETE'],
    ['deactivated', { active: false }],
    ['at their end', { expiration: '2026-03-02T12:30:00Z' }],
  ])('is held once who was limited is %s, and says so', async (_, end) => {
    const { call, as, lee, clock, mill, token, subscribe, sentAt, assign, login, shown, current } = await withSites()
    await assign([mill])
    const ids = [await subscribe(await token()), await subscribe(await current(lee))]
    if (end === 'DELETE') await call('DELETE', `/administrators/${lee.administratorId}`, { as })
    else await login(end as object)
    clock.now += hour
    expect(await sentAt(mill)).toEqual(ids.map((id) => [id]))
    for (const id of ids)
      expect((await shown(id)).disabled).toEqual({
        since: expect.any(String),
        reason: 'Its administrator was deleted or may not act any more',
      })
    expect(await sentAt(mill)).toEqual(ids.map((id) => [id]))
  })

  it('goes on when all was assigned to them', async () => {
    const { call, as, lee, mill, shop, token, subscribe, sentAt, login } = await withSites()
    const id = await subscribe(await token())
    await login({ active: false })
    expect(await sentAt(mill)).toEqual([id])
    await call('DELETE', `/administrators/${lee.administratorId}`, { as })
    expect([await sentAt(mill), await sentAt(shop)]).toEqual([[id], [id]])
  })

  it('is not sent more than they might list: one without the permission does not begin to be sent when they are deleted', async () => {
    const { call, as, lee, mill, subscribe, sentAt, role } = await withSites()
    const id = await subscribe(lee)
    await role(subscriptions)
    await call('DELETE', `/administrators/${lee.administratorId}`, { as })
    expect(await sentAt(mill)).toEqual([[id]])
  })

  it('becomes that of who updates it, and is sent what they see', async () => {
    const { call, as, lee, mill, shop, token, subscribe, sentAt, assign, shown } = await withSites()
    await assign([mill])
    const id = await subscribe(await token())
    await call('DELETE', `/administrators/${lee.administratorId}`, { as })
    expect((await call('PUT', `/event-subscriptions/${id}`, { body: hook, as })).status).toBe(200)
    expect(await shown(id)).not.toHaveProperty('disabled')
    expect([await sentAt(mill), await sentAt(shop)]).toEqual([[id], [id]])
  })

  it('stays theirs, with their limits, while they may act: whoever updates it', async () => {
    const { call, as, lee, mill, shop, token, subscribe, sentAt, assign, login } = await withSites()
    await assign([mill])
    const id = await subscribe(await token())
    await login({ active: false })
    await sentAt(mill)
    await login({ active: true })
    expect(await sentAt(mill)).toEqual([[id]])
    await call('PUT', `/event-subscriptions/${id}`, { body: { ...hook, name: 'New' }, as })
    expect([await sentAt(mill), await sentAt(shop)]).toEqual([[id], []])
    expect(lee.administratorId).not.toBe(as.administratorId)
  })
})

describe('events', () => {
  it('are sent as long as the maker may list them, whatever takes that away', async () => {
    const { call, as, lee, mill, subscribe, sentAt, role } = await withSites()
    const [accessId, auditId] = [await subscribe(lee), await subscribe(lee, audit)]
    const both = async () => [await sentAt(mill), await sentAt(mill, 'audit')]
    expect(await both()).toEqual([[accessId], [auditId]])
    const roleId = await role(events, subscriptions)
    expect(await both()).toEqual([[accessId], [auditId]])
    await call('PUT', `/roles/${roleId}`, { body: { name: 'Less', features: [subscriptions] }, as })
    expect(await both()).toEqual([[], []])
    await call('PUT', `/roles/${roleId}`, { body: { name: 'Less', features: [events, subscriptions] }, as })
    expect(await both()).toEqual([[accessId], [auditId]])
  })

  it.each([
    ['access' as const, []],
    ['audit' as const, audit],
  ])('of the kind %s are subscribed to, and sent elsewhere, by nobody who may not list them', async (_, criteria) => {
    const { call, as, token, lee, subscribe } = await withSites()
    const held: Permission[] = ['subscriptions:view', 'subscriptions:edit']
    const id = await subscribe(as, criteria)
    const body = { ...hook, url: 'https://example.com/elsewhere', criteria }
    for (const who of [lee, await token()]) {
      const less = { ...who, grants: grantsWithin(grantsOf(held), undefined) }
      expect((await call('POST', '/event-subscriptions', { body, as: less })).json).toEqual(forbidden)
      expect((await call('PUT', `/event-subscriptions/${id}`, { body, as: less })).json).toEqual(forbidden)
      const more = { ...who, grants: grantsOf([...held, 'events:view']) }
      expect((await call('POST', '/event-subscriptions', { body, as: more })).status).toBe(200)
      expect((await call('PUT', `/event-subscriptions/${id}`, { body, as: more })).status).toBe(200)
    }
  })
})
