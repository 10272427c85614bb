import { describe, expect, it } from 'vitest'
import { fanOut } from '../../../../functions/event-fanout/fan-out.ts'
import { createAdministrator } from '../../../../shared/domain/identity/administrators/create.ts'
import { closeAccount } from '../../../../shared/domain/places/accounts/close.ts'
import { deliveryKey } from '../../../../shared/storage/keys/outbound.ts'
import { eventItem } from '../../../../shared/storage/record/event-writes.ts'
import { withAccounts } from '../../../support/accounts.ts'
import { accessEvent, eventsRecord, pipeline } from '../../../support/sender.ts'
import { hook } from '../../../support/subscription-bodies.ts'

const denied = { code: 403, message: 'You are not allowed to perform that action' }
const missing = { code: 404, message: 'Account not found' }
const site = { siteName: 'Office', timeZone: 'UTC' }

const withDealer = async () => {
  const api = await withAccounts()
  const { call, customer, as } = api
  const dealer = as('dealer', 'DEALER')
  const close = (who = dealer, id: number = customer.id) => call('DELETE', `/accounts/${id}`, { as: who })
  const reopen = (who = dealer, id: number = customer.id) => call('POST', `/accounts/${id}/reopen`, { as: who })
  const addPanel = async (serialNumber = 'SP-1') => {
    const { json } = await call('POST', '/sites', { body: site, as: as('customer') })
    return call('POST', '/control-panels', { body: { serialNumber, name: 'Lobby', siteId: json.id }, as: as('customer') })
  }
  const actions = async (who: ReturnType<typeof as>) =>
    (await call('GET', '/events/audit', { as: who })).json.data.map(
      (event: { securityAction: { securityActionId: number } }) => event.securityAction.securityActionId,
    )
  return { ...api, dealer: dealer, close, reopen, addPanel, actions }
}

describe('an account that its dealer closes', () => {
  it('is shown as closed to its dealer, and is not there for its own people', async () => {
    const { call, close, customer, as, dealer } = await withDealer()
    expect((await close()).status).toBe(204)
    const shown = { id: customer.id, name: 'Acme', closed: '2026-03-02T12:00:00Z' }
    expect((await call('GET', `/accounts/${customer.id}`, { as: dealer })).json).toMatchObject(shown)
    expect((await call('GET', `/accounts/${customer.id}`, { as: as('dealer', 'CSR') })).json).toMatchObject(shown)
    const listed = await call('GET', '/accounts', { as: dealer })
    expect(listed.json.count).toBe(2)
    expect(listed.json.data[0]).toMatchObject(shown)
    expect(listed.json.data[1]).not.toHaveProperty('closed')
    expect((await call('GET', `/accounts/${customer.id}`, { as: as('customer') })).json).toEqual(missing)
    expect((await call('GET', '/accounts', { as: as('customer') })).json).toMatchObject({ data: [], count: 0 })
  })

  it('leaves an event in both records, once, however often the call is made', async () => {
    const { close, reopen, actions, as, dealer } = await withDealer()
    await close()
    expect((await close()).status).toBe(204)
    expect(await actions(dealer)).toEqual([92004])
    await reopen()
    expect((await reopen()).status).toBe(200)
    expect((await actions(dealer)).sort()).toEqual([92004, 92005])
    expect((await actions(as('customer'))).sort()).toEqual([92004, 92005])
  })

  it('is not changed until it is open again, and then is as it was', async () => {
    const { call, close, reopen, customer, as, dealer } = await withDealer()
    const person = {
      firstName: 'A',
      lastName: 'B',
      telephoneNumber: '1',
      streetAddress1: 'C',
      city: 'D',
      state: 'E',
      postalCode: 'F',
    }
    const put = () => call('PUT', `/accounts/${customer.id}`, { body: { name: 'New', contact: person }, as: dealer })
    const set = () => call('PUT', `/accounts/${customer.id}/settings/90003`, { body: { value: '5' }, as: dealer })
    const user = await call('POST', '/users', { body: { firstName: 'Bob', lastName: 'Worker' }, as: as('customer') })
    const before = (await call('GET', `/accounts/${customer.id}`, { as: dealer })).json
    await close()
    for (const refused of [await put(), await set()])
      expect(refused.json).toEqual({ code: 412, message: 'The account is closed' })
    expect((await reopen()).json).toEqual(before)
    expect((await call('GET', `/users/${user.json.id}`, { as: as('customer') })).status).toBe(200)
    expect((await put()).status).toBe(200)
  })

  it('has no control panel: until the last is deleted it is refused, and the answer counts them', async () => {
    const { call, close, addPanel, as } = await withDealer()
    const [first, second] = [await addPanel('SP-1'), await addPanel('SP-2')]
    const refused = await close()
    expect(refused.json).toEqual({ code: 412, message: 'The account has 2 control panels: delete them before it is closed' })
    await call('DELETE', `/control-panels/${first.json.id}`, { as: as('customer') })
    expect((await close()).json.message).toBe('The account has 1 control panel: delete them before it is closed')
    await call('DELETE', `/control-panels/${second.json.id}`, { as: as('customer') })
    expect((await close()).status).toBe(204)
  })

  it('gets no control panel any more, and is not closed while one is being added', async () => {
    const { close, reopen, addPanel, deps, dealer, customer, call } = await withDealer()
    await close()
    expect((await addPanel()).status).toBe(409)
    await reopen()
    // Somebody adds one between the reading of the count and the closing.
    const { current } = deps.subscriptions
    const { close: closing } = deps.accounts
    deps.accounts.close = async (...given) => {
      deps.accounts.close = closing
      expect((await addPanel()).status).toBe(200)
      return closing(...given)
    }
    const refused = await closeAccount(deps, dealer, customer.id)
    expect(refused).toEqual({ ok: false, error: { kind: 'account_has_panels', count: 1 } })
    deps.subscriptions.current = current
    expect((await call('GET', `/accounts/${customer.id}`, { as: dealer })).json).not.toHaveProperty('closed')
  })

  it('switches its webhooks off, and those alone on again when it is opened again', async () => {
    const { call, close, reopen, customer, as, deps } = await withDealer()
    const subscribe = async (name: string) =>
      (await call('POST', '/event-subscriptions', { body: { ...hook, name }, as: as('customer') })).json.id
    const [live, gone] = [await subscribe('Live'), await subscribe('Gone')]
    const gave410 = { at: 1, reason: 'The receiver answered 410 Gone' }
    await deps.subscriptions.disable(customer.id, gone, hook.url, gave410)
    await close()
    const states = async () => (await deps.subscriptions.current(customer.id)).map(({ id, disabled }) => [id, disabled?.reason])
    expect(await states()).toEqual([
      [live, 'The account was closed'],
      [gone, gave410.reason],
    ])
    await reopen()
    expect(await states()).toEqual([
      [live, undefined],
      [gone, gave410.reason],
    ])
  })

  it('has what its webhooks did not send while it was closed sent when it is opened again', async () => {
    const { call, close, reopen, customer, as, table } = await withDealer()
    const { json } = await call('POST', '/event-subscriptions', { body: hook, as: as('customer') })
    const posts: string[] = []
    const post = async ({ url }: { url: URL }) => {
      posts.push(url.href)
      return { attempt: { at: 1, durationMs: 1, status: posts.length === 1 ? 500 : 200 } }
    }
    const { work, tick, deps, messages } = pipeline(
      { posts: { fast: post, slow: post }, resolve: async () => ['8.8.8.8'] },
      table,
    )
    const happen = async (uuid: string) => {
      const event = accessEvent({ uuid })
      await table.write([{ put: eventItem(customer.id, event) }])
      await fanOut(deps, [eventsRecord([event], 'm1', customer.id)])
    }
    await happen('ae217d80-f38b-4521-aaaa-c3b84e763552')
    await work()
    expect(messages).toMatchObject([{ message: { attempt: 2 } }])
    await close()
    await happen('ae217d80-f38b-4521-aaaa-c3b84e763553')
    await work()
    await tick()
    expect([posts, messages]).toEqual([[hook.url], []])
    await reopen()
    await tick()
    await work()
    expect(posts).toEqual([hook.url, hook.url, hook.url])
    const rows = await table.query({ pk: deliveryKey(customer.id, json.id, 0, '').pk })
    expect(rows.map(({ state, attempt }) => [state, attempt])).toEqual([
      ['delivered', 2],
      ['delivered', 1],
    ])
  })

  it('is closed and opened by a DEALER only, and not by another dealer', async () => {
    const { close, reopen, as, customer } = await withDealer()
    for (const act of [close, reopen]) {
      for (const type of ['CSR', 'MASTER', 'SENIOR', 'ASSISTANT'] as const) {
        expect((await act(as('dealer', type))).json, type).toEqual(denied)
        expect((await act(as('customer', type))).json, type).toEqual(denied)
      }
      expect((await act(as('rival', 'DEALER'))).json).toEqual(missing)
      expect((await act(undefined, 12_345)).json).toEqual(missing)
      expect((await act(as('customer', 'DEALER'), customer.id)).json).toEqual(denied)
    }
  })

  it('is not the account of the dealer', async () => {
    const api = await withAccounts()
    const refused = await api.call('DELETE', `/accounts/${api.dealer.id}`, { as: api.as('dealer', 'DEALER') })
    expect(refused.json).toEqual(denied)
  })

  it('keeps the usernames of its people from others', async () => {
    const { close, deps, addAdministrator, second } = await withDealer()
    await addAdministrator('mary', 'MASTER')
    await close()
    const person = { firstName: 'M', lastName: 'M', email: 'm@example.com', securityQuestion: 'q', securityAnswer: 'a' }
    const made = await createAdministrator(deps, second.id, {
      ...person,
      username: 'Mary',
      type: 'MASTER',
      password: 'beep beep',
    })
    expect(made).toMatchObject({ ok: false, error: { kind: 'username_unavailable' } })
  })
})

describe('an invitation of a closed account', () => {
  it('is redeemed by nobody', async () => {
    const { call, close, reopen, as, mails } = await withDealer()
    const { json } = await call('POST', '/users', { body: { firstName: 'John', lastName: 'Doe' }, as: as('customer') })
    const path = `/users/${json.id}/credentials/digital-invitations`
    const invited = await call('POST', path, { body: { referenceId: 'john.doe@example.com' }, as: as('customer') })
    expect(invited.status).toBeLessThan(300)
    const code = invited.json.accessCode ?? /\b[A-Za-z0-9]{8}\b/.exec(mails.at(-1)?.text ?? '')?.[0]
    const redeem = () =>
      call('POST', '/v1/public/digital-invitations/redeem', { body: { accessCode: code }, as: null, headers: { 'api-key': '' } })
    await close()
    expect((await redeem()).status).toBe(404)
    await reopen()
    expect((await redeem()).status).toBe(200)
  })
})
