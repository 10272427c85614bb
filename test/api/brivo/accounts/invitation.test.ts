import { describe, expect, it } from 'vitest'
import { choosePassword } from '../../../../shared/domain/identity/administrators/choose-password.ts'
import { isPassword } from '../../../../shared/lib/secrets.ts'
import { withAccounts } from '../../../support/accounts.ts'
import { somebody } from '../../../support/api.ts'
import { accountContact } from '../../../support/every-call.ts'

const day = 24 * 60 * 60 * 1_000
const masterAdmin = { username: 'alice.carroll', firstName: 'Alice', lastName: 'Carroll', email: 'alice@acme.example' }

/** A new account of a customer, whose owner has been invited. */
const withNewAccount = async () => {
  const api = await withAccounts()
  const { call, as, deps } = api
  const dealer = as('dealer', 'DEALER')
  const { json } = await call('POST', '/accounts', { body: { name: 'New', contact: accountContact, masterAdmin }, as: dealer })
  const invite = (who = dealer, id: number = json.id) => call('POST', `/accounts/${id}/invitation`, { as: who })
  const owner = async () => {
    const found = await deps.administrators.findByUsername(masterAdmin.username)
    if (!found) throw new Error('The owner is gone')
    return found.administrator
  }
  const passwordIn = (text = '') => /Temporary password: (\S+)/.exec(text)?.[1] ?? ''
  return { ...api, id: json.id, dealer, invite, owner, passwordIn }
}

describe('the owner of a new account', () => {
  it('is invited again by the dealer: with another temporary password, which works for three days from then', async () => {
    const { invite, owner, mails, clock, passwordIn, call, id } = await withNewAccount()
    clock.now += 4 * day
    expect((await invite()).status).toBe(204)
    expect(mails).toHaveLength(2)
    const [first, second] = mails.map(({ text }) => passwordIn(text))
    const { password, temporaryPasswordExpiresAt } = await owner()
    expect(await isPassword(second ?? '', password)).toBe(true)
    expect(await isPassword(first ?? '', password)).toBe(false)
    expect(temporaryPasswordExpiresAt).toBe(clock.now + 3 * day)
    const events = (await call('GET', '/events/audit', { as: somebody({ accountId: id }) })).json.data
    expect(events[0]).toMatchObject({ securityAction: { securityActionId: 91902 }, eventObject: { objectType: 'ADMINISTRATOR' } })
  })

  it('may be invited again when the mail was not sent', async () => {
    const { invite, deps, mails } = await withNewAccount()
    const { mailer } = deps
    deps.mailer = { send: async () => Promise.reject(new Error('the mail service is down')) }
    expect((await invite()).status).toBe(503)
    deps.mailer = mailer
    expect((await invite()).status).toBe(204)
    expect(mails).toHaveLength(2)
  })

  it('is left alone once they have chosen a password, or the account is closed', async () => {
    const { invite, owner, deps, id, call, dealer } = await withNewAccount()
    await call('DELETE', `/accounts/${id}`, { as: dealer })
    expect((await invite()).json).toEqual({ code: 412, message: 'The account is closed' })
    await call('POST', `/accounts/${id}/reopen`, { as: dealer })
    const as = somebody({ accountId: id, administratorId: (await owner()).id })
    expect(await choosePassword(deps, as, 'a password of hers')).toMatchObject({ ok: true })
    const { password } = await owner()
    expect((await invite()).json).toEqual({ code: 412, message: 'The owner of the account has chosen a password already' })
    expect((await owner()).password).toBe(password)
  })

  it('is invited by the DEALER of the account only', async () => {
    const { invite, as, id, mails } = await withNewAccount()
    expect((await invite(as('rival', 'DEALER'))).json).toEqual({ code: 404, message: 'Account not found' })
    for (const who of [as('dealer', 'CSR'), as('customer'), somebody({ accountId: id })])
      expect((await invite(who)).status).toBe(403)
    expect(mails).toHaveLength(1)
  })
})
