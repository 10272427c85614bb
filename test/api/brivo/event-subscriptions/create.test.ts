import { createDecipheriv } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { somebody, testApi } from '../../../support/api.ts'
import { furnish, hook, notUser, onSite } from '../../../support/subscription-bodies.ts'

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

  it('need not name criteria, nor anybody to write to', async () => {
    const { call } = testApi()
    const { name, url } = hook
    const created = await call('POST', '/event-subscriptions', { body: { name, url } })
    expect(created).toMatchObject({ status: 200, json: { name, url, criteria: [] } })
    expect(created.json).not.toHaveProperty('errorEmail')
  })

  it('is one of at most twenty', async () => {
    const { call } = testApi()
    for (let index = 0; index < 20; index += 1) await call('POST', '/event-subscriptions', { body: hook })
    const refused = await call('POST', '/event-subscriptions', { body: hook })
    expect(refused).toMatchObject({ status: 400, json: { message: expect.stringContaining('20') } })
  })
})
