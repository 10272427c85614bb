import { describe, expect, it } from 'vitest'
import { grantsOf } from '../../../../shared/domain/identity/principals/granted.ts'
import type { Permission } from '../../../../shared/domain/identity/principals/permission.ts'
import { somebody } from '../../../support/api.ts'
import { digitalApi } from '../../../support/digital.ts'

const forbidden = { code: 403, message: 'You are not allowed to perform that action' }
const holding = (...held: Permission[]) => ({ ...somebody(), grants: grantsOf(held) })

const withGuests = async () => {
  const api = await digitalApi({})
  const group = await api.call('POST', '/groups', { body: { name: 'Lobby' } })
  const user = { firstName: 'Guest', effectiveFrom: '2026-03-02T10:00:00Z', effectiveTo: '2026-03-02T15:00:00Z' }
  const welcome = (credentialType: string, ...held: Permission[]) =>
    api.call('POST', '/brivo-visitor/create-and-assign-visitor-user', {
      body: { user: { ...user, emails: [{ address: 'g@example.com' }] }, groupIds: [group.json.id], credentialType },
      as: holding(...held),
    })
  return { ...api, welcome }
}

describe('who may not see credentials', () => {
  it('sees none of a user either, by whatever call on users', async () => {
    const { call } = await withGuests()
    const { json } = await call('POST', '/users', { body: { firstName: 'Ann', lastName: 'A', pin: '4711' } })
    for (const part of ['credentials', 'credentials/digital-invitations'])
      expect((await call('GET', `/users/${json.id}/${part}`, { as: holding('users:view', 'users:edit') })).json).toEqual(
        forbidden,
      )
    const shown = await call('GET', `/users/${json.id}/credentials`, { as: holding('credentials:view') })
    expect(shown.json.data).toMatchObject([{ encodedCredential: '4711' }])
  })
})

describe('who may not assign credentials', () => {
  it('makes visitors with a PIN, as users are made, and none with a mobile pass', async () => {
    const { call, welcome, mails } = await withGuests()
    expect((await welcome('MOBILE_PASS', 'users:view', 'users:edit')).json).toEqual(forbidden)
    expect([(await call('GET', '/users?filter=kind__eq:VISITOR')).json.count, mails]).toEqual([0, []])
    expect((await welcome('PIN', 'users:view', 'users:edit')).status).toBe(200)
    expect((await welcome('MOBILE_PASS', 'users:edit', 'credentials:edit')).status).toBe(200)
  })

  it('sends no visitor a new invitation, which is another mobile pass', async () => {
    const { call, welcome } = await withGuests()
    const { json } = await welcome('MOBILE_PASS', 'users:edit', 'credentials:edit')
    const path = `/brivo-visitor/${json.id}/credentials/digital-invitation`
    expect((await call('POST', path, { as: holding('users:view', 'users:edit', 'credentials:view') })).json).toEqual(forbidden)
    expect((await call('POST', path, { as: holding('credentials:edit') })).status).toBe(204)
  })
})
