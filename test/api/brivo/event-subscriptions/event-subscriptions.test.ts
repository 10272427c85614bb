import { createDecipheriv } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { AccountId, SiteId } from '../../../../shared/lib/ids.ts'
import type { Stores } from '../../../../shared/storage/stores.ts'
import { assistant, somebody, stranger, testApi } from '../../../support/api.ts'
import { user } from '../../../support/holders.ts'

const hook = { name: 'Site 1', url: 'https://example.com/hook', errorEmail: 'john.doe@acme.com', criteria: [] }

/** Site 501 and user 601 of an account. */
const furnish = async ({ sites, users }: Pick<Stores, 'sites' | 'users'>, accountId = AccountId.parse(1)) => {
  const site = { id: SiteId.parse(501), version: 1, siteName: 'Office', timeZone: 'UTC', createdAt: 0, updatedAt: 0 }
  await sites.add(accountId, site, undefined)
  await users.add(accountId, user(601), undefined)
}
const onSite = { criteriaType: 'SITE', criteriaOperationType: 'EQ', criteriaValue: 501 }
const notUser = { criteriaType: 'USER', criteriaOperationType: 'NE', criteriaValue: '601' }

describe('an event subscription', () => {
  it('is created, retrieved and listed as the document shows it', async () => {
    const { call, deps } = testApi()
    await furnish(deps)
    const created = await call('POST', '/event-subscriptions', { body: { ...hook, criteria: [onSite, notUser] } })
    expect(created.status).toBe(200)
    const { id, criteria, encryptedSecretWord, signingSecret } = created.json
    expect(criteria).toEqual([
      { id: expect.any(Number), ...onSite },
      { id: expect.any(Number), ...notUser, criteriaValue: 601 },
    ])
    expect(signingSecret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/)
    const found = await call('GET', `/event-subscriptions/${id}`)
    expect(found.json).toEqual({ ...hook, id, criteria, encryptedSecretWord })
    const listing = await call('GET', '/event-subscriptions')
    expect(listing.json).toEqual({ data: [{ ...hook, id, criteria }], offset: 0, pageSize: 20, count: 1 })
  })

  it('gives its secret word to the application that created it, whoever asks', async () => {
    const { call } = testApi()
    const { json } = await call('POST', '/event-subscriptions', { body: hook })
    const other = somebody({ clientId: '11111111-2222-3333-4444-555555555555' })
    const found = await call('GET', `/event-subscriptions/${json.id}`, { as: other })
    expect(found.json.encryptedSecretWord).toBe(json.encryptedSecretWord)
    const key = Buffer.from(somebody().clientId.replaceAll('-', ''), 'ascii')
    const decipher = createDecipheriv('aes-256-cbc', key, Buffer.alloc(16)).setAutoPadding(false)
    const word = Buffer.concat([decipher.update(found.json.encryptedSecretWord, 'base64'), decipher.final()])
    expect(word.toString('latin1')).toMatch(/^[A-Za-z0-9]{16}$/)
  })

  it('keeps its secrets sealed', async () => {
    const { call, table } = testApi()
    const { json } = await call('POST', '/event-subscriptions', { body: hook })
    const stored = JSON.stringify(table.items())
    expect(stored).toContain('v1.')
    expect(stored).not.toContain(json.signingSecret.slice('whsec_'.length))
    expect(stored).not.toContain(json.encryptedSecretWord)
  })

  it('is updated, keeps the ids of criteria that stay, and never tells the signing secret again', async () => {
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
    const { call, deps, clock } = testApi()
    const { json } = await call('POST', '/event-subscriptions', { body: hook })
    await deps.subscriptions.disable(AccountId.parse(1), json.id, hook.url, {
      at: clock.now,
      reason: 'The receiver answered 410 Gone',
    })
    const off = await call('GET', `/event-subscriptions/${json.id}`)
    expect(off.json.disabled).toEqual({ since: '2026-03-02T12:00:00Z', reason: 'The receiver answered 410 Gone' })
    const on = await call('PUT', `/event-subscriptions/${json.id}`, { body: hook })
    expect(on.json).not.toHaveProperty('disabled')
  })

  it('whose receiver was slow has its events sent at once again after an update', async () => {
    const { call, deps, clock } = testApi()
    const { json } = await call('POST', '/event-subscriptions', { body: hook })
    await deps.subscriptions.markSlow(AccountId.parse(1), json.id, hook.url, clock.now + 60_000)
    await call('PUT', `/event-subscriptions/${json.id}`, { body: { ...hook, url: 'https://example.com/faster' } })
    expect(await deps.subscriptions.get(AccountId.parse(1), json.id)).not.toHaveProperty('slowUntil')
  })

  it('is gone after its deletion', async () => {
    const { call } = testApi()
    const { json } = await call('POST', '/event-subscriptions', { body: hook })
    expect((await call('DELETE', `/event-subscriptions/${json.id}`)).status).toBe(204)
    const gone = await call('GET', `/event-subscriptions/${json.id}`)
    expect(gone).toMatchObject({ status: 404, json: { code: 404, message: 'Event subscription not found' } })
  })

  it('need not name criteria, nor anybody to write to', async () => {
    const { call } = testApi()
    const { name, url } = hook
    const created = await call('POST', '/event-subscriptions', { body: { name, url } })
    expect(created).toMatchObject({ status: 200, json: { name, url, criteria: [] } })
    expect(created.json).not.toHaveProperty('errorEmail')
  })

  it('is found by its whole name', async () => {
    const { call } = testApi()
    for (const name of ['Door', 'Door 1']) await call('POST', '/event-subscriptions', { body: { ...hook, name } })
    expect((await call('GET', '/event-subscriptions?filter=name__eq:door')).json).toMatchObject({
      count: 1,
      data: [{ name: 'Door' }],
    })
  })

  it.each([
    [{ ...onSite, criteriaValue: 502 }, 'Event subscription contained invalid Site criteria'],
    [
      { ...onSite, criteriaType: 'ACCESS-POINT', criteriaOperationType: 'NE' },
      'Event subscription contained invalid Device criteria',
    ],
    [{ ...notUser, criteriaValue: 602 }, 'Invalid criteria provided'],
    [{ ...onSite, criteriaType: 'PLANET' }, 'Invalid criteria provided'],
    [{ ...onSite, criteriaOperationType: 'GT' }, 'Invalid criteria provided'],
    [{ ...onSite, criteriaValue: '5x' }, 'Invalid criteria provided'],
    [{ ...onSite, criteriaValue: -1 }, 'Invalid criteria provided'],
    [{ criteriaType: 'AUDIT', criteriaOperationType: 'EQ', criteriaValue: 2 }, 'Invalid criteria provided'],
    ['SITE', 'Invalid criteria provided'],
    [{ criteriaType: 'SITE' }, 'Invalid criteria provided'],
  ])('is refused with criterion %j in the words of the document', async (criterion, message) => {
    const { call, deps } = testApi()
    await furnish(deps)
    const { json } = await call('POST', '/event-subscriptions', { body: hook })
    const body = { ...hook, criteria: [criterion] }
    for (const [method, path] of [
      ['POST', ''],
      ['PUT', `/${json.id}`],
    ] as const) {
      const refused = await call(method, `/event-subscriptions${path}`, { body })
      expect(refused).toMatchObject({ status: 400, json: { code: 400, message } })
    }
  })

  it.each([
    [{ ...hook, name: '' }, 'name'],
    [{ ...hook, name: undefined }, 'name'],
    [{ ...hook, name: 'My\u0000hook' }, "'name': it contains the control character U+0000"],
    [{ ...hook, url: 7 }, 'url'],
    [{ ...hook, url: 'https://exa\nmple.com/hook' }, "'url': it contains a control character"],
    [{ ...hook, url: 'http://example.com/hook' }, "'url': it must begin with https://"],
    [{ ...hook, url: 'https://10.0.0.5/hook' }, "'url'"],
    [{ ...hook, errorEmail: 'nobody' }, 'errorEmail'],
    [{ ...hook, criteria: 'all' }, 'criteria'],
    [
      { ...hook, criteria: Array(51).fill({ criteriaType: 'AUDIT', criteriaOperationType: 'EQ', criteriaValue: 0 }) },
      'at most 50',
    ],
  ])('is refused when a field is wrong, and the field is named: %#', async (body, text) => {
    const { call } = testApi()
    const refused = await call('POST', '/event-subscriptions', { body })
    expect(refused).toMatchObject({ status: 400, json: { message: expect.stringContaining(text) } })
  })

  it('is one of at most twenty', async () => {
    const { call } = testApi()
    for (let index = 0; index < 20; index += 1) await call('POST', '/event-subscriptions', { body: hook })
    const refused = await call('POST', '/event-subscriptions', { body: hook })
    expect(refused).toMatchObject({ status: 400, json: { message: expect.stringContaining('20') } })
  })

  it('is for administrators who may change what the account sends', async () => {
    const { call } = testApi()
    for (const [method, body] of [
      ['GET', {}],
      ['POST', { body: hook }],
    ] as const) {
      expect(await call(method, '/event-subscriptions', { as: assistant(), ...body })).toMatchObject({ status: 403 })
    }
  })

  it('of another tenant is not found, nor may its sites be named', async () => {
    const { call, deps } = testApi()
    await furnish(deps)
    const { json } = await call('POST', '/event-subscriptions', { body: hook })
    for (const method of ['GET', 'PUT', 'DELETE']) {
      const body = method === 'PUT' ? { body: hook } : {}
      const theirs = await call(method, `/event-subscriptions/${json.id}`, { as: stranger(), ...body })
      const nothing = await call(method, '/event-subscriptions/123', { as: stranger(), ...body })
      expect(theirs.status).toBe(404)
      expect(theirs.text).toBe(nothing.text)
    }
    const named = await call('POST', '/event-subscriptions', { as: stranger(), body: { ...hook, criteria: [onSite] } })
    expect(named).toMatchObject({ status: 400, json: { message: 'Event subscription contained invalid Site criteria' } })
  })
})
