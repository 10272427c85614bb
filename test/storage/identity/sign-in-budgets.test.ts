import { randomBytes, randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { stages } from '../../../infra/stage.ts'
import { createAdministrator } from '../../../shared/domain/identity/administrators/create.ts'
import { getAdministrator, listAdministrators } from '../../../shared/domain/identity/administrators/list.ts'
import { createApplication } from '../../../shared/domain/identity/oauth/create-application.ts'
import type { OauthDeps } from '../../../shared/domain/identity/oauth/issue-token.ts'
import { grantByPassword } from '../../../shared/domain/identity/oauth/password-grant.ts'
import { refreshTokens } from '../../../shared/domain/identity/oauth/refresh.ts'
import { spenderOf } from '../../../shared/domain/identity/quotas/entity.ts'
import { createAccount } from '../../../shared/domain/places/accounts/create.ts'
import { getAccount } from '../../../shared/domain/places/accounts/retrieve.ts'
import { summarizeAccount } from '../../../shared/domain/places/accounts/summary.ts'
import { quotaLeases } from '../../../shared/http/quota-leases.ts'
import { guessStore } from '../../../shared/storage/identity/guesses.ts'
import { quotaCountStore } from '../../../shared/storage/identity/quota-counts.ts'
import { createStores, type Stores } from '../../../shared/storage/stores.ts'
import { turnsPause } from '../../fakes/pause.ts'
import { somebody } from '../../support/api.ts'
import { type LocalTable, startLocalTable } from '../../support/local-table.ts'
import { meterOf } from '../../support/meter.ts'

let local: LocalTable
let world: Awaited<ReturnType<typeof measured>>
beforeAll(async () => {
  local = await startLocalTable()
  world = await measured()
})
afterAll(() => local.stop())

const person = {
  firstName: 'Mary',
  lastName: 'Master',
  email: 'mary@acme.example',
  securityQuestion: 'The name of your first pet?',
  securityAnswer: 'Rex',
  password: 'correct horse battery',
}

/** An account with its owner, an application, and a meter. */
const measured = async () => {
  let drawn = 1_000_000_000_000
  const stores: Stores = createStores(local.table)
  const deps: Stores & OauthDeps & { newId: () => number } = {
    ...stores,
    guesses: guessStore(local.table),
    now: () => Date.UTC(2026, 2, 2, 12),
    newId: () => {
      drawn += 1
      return drawn
    },
    newUuid: randomUUID,
    pause: turnsPause(),
    randomBytes,
    passwordCost: { N: 16, r: 1, p: 1 },
    clientSecretKey: randomBytes(32),
    issuer: 'https://auth.example',
  }
  const dealer = await createAccount(deps, { name: 'Dealer' })
  if (!dealer.ok) throw new Error('no dealer')
  const account = await createAccount(deps, { name: 'Acme', dealerId: dealer.value.id })
  if (!account.ok) throw new Error('no account')
  const username = randomUUID()
  const owner = await createAdministrator(deps, account.value.id, { ...person, username, type: 'MASTER' })
  if (!owner.ok) throw new Error('no owner')
  const made = await createApplication(deps, account.value.id, { name: 'App', kind: 'password' })
  if (!made.ok) throw new Error('no application')
  const { application } = made.value
  const administratorId = owner.value.administrator.id
  const as = somebody({ accountId: account.value.id, administratorId })
  return { deps, as, username, application, measure: meterOf(local.client, local.tableName).measure }
}

describe('the budgets of accounts, administrators and tokens', () => {
  it('retrieve one object in one trip and one unit', async () => {
    const { deps, as, measure } = world
    for (const work of [() => getAccount(deps, as, as.accountId), () => getAdministrator(deps, as, as.administratorId)]) {
      const { value, cost } = await measure<{ ok: boolean }>(work)
      expect(value.ok).toBe(true)
      expect(cost).toMatchObject({ sequentialTrips: 1, calls: 1, readUnits: 1, writeUnits: 0 })
    }
  })

  it('create an administrator in two trips', async () => {
    const { deps, as, measure } = world
    const input = { ...person, username: randomUUID(), type: 'ASSISTANT' as const }
    const { value, cost } = await measure(() => createAdministrator(deps, as.accountId, input, as))
    expect(value.ok).toBe(true)
    expect(cost.sequentialTrips).toBe(2)
    expect(cost.readUnits).toBeLessThanOrEqual(2)
    expect(cost.writeUnits).toBeLessThanOrEqual(12)
  })

  it('list administrators in two trips', async () => {
    const { deps, as, measure } = world
    const { cost } = await measure(() => listAdministrators(deps, as, [], { offset: 0, pageSize: 20 }))
    expect(cost.sequentialTrips).toBe(2)
    expect(cost.readUnits).toBeLessThanOrEqual(12)
  })

  it('sum an account up in one trip', async () => {
    const { deps, as, measure } = world
    const { cost } = await measure(() => summarizeAccount(deps, as))
    expect(cost.sequentialTrips).toBe(1)
    expect(cost.readUnits).toBeLessThanOrEqual(4)
  })

  it('look for a username that nobody has as long as for one that somebody has', async () => {
    const { deps, username, measure } = world
    const known = await measure(() => deps.administrators.findByUsername(username))
    const unknown = await measure(() => deps.administrators.findByUsername(randomUUID()))
    expect(unknown.value).toBeUndefined()
    expect(unknown.cost.calls).toBe(known.cost.calls)
    expect(unknown.cost.sequentialTrips).toBe(known.cost.sequentialTrips)
  })

  it('count 6,000 requests of one application in one minute with less than 0.03 write units for each', async () => {
    const quotas = stages.prod.rateLimits
    const { count } = quotaCountStore(local.table)
    const spend = quotaLeases({ count, quotas, now: world.deps.now, soon: (promise) => promise })
    const spender = spenderOf(world.as)
    const few = await world.measure(async () => {
      for (let sent = 0; sent < 60; sent += 1) await spend(spender, 'general')
    })
    expect(few.cost).toEqual({ sequentialTrips: 0, calls: 0, readUnits: 0, writeUnits: 0 })
    // Its own lease and that of the account are asked for at once.
    const first = await world.measure(async () => spend(spender, 'general'))
    expect(first.cost).toEqual({ sequentialTrips: 1, calls: 2, readUnits: 0, writeUnits: 2 })
    const { cost } = await world.measure(async () => {
      for (let sent = 61; sent < 6_000; sent += 1) expect((await spend(spender, 'general')).isWithin).toBe(true)
    })
    expect(cost.writeUnits).toBeGreaterThan(0)
    expect(cost.writeUnits / 6_000).toBeLessThan(0.03)
    // One unit for each write: tests of the leases count writes.
    expect(cost.writeUnits).toBe(cost.calls)
    expect(cost.readUnits).toBe(0)
  })

  it('find a client in one trip, refresh in two more, and sign in by password in four', async () => {
    const { deps, username, application, measure } = world
    const found = await measure(() => deps.applications.findByClientId(application.clientId))
    expect(found.cost).toMatchObject({ sequentialTrips: 1, readUnits: 1 })
    const { password } = person
    const entered = await measure(() => grantByPassword(deps, application, { username, password }))
    if (!entered.value.ok) throw new Error('not signed in')
    expect(entered.cost.sequentialTrips).toBeLessThanOrEqual(4)
    const { refreshToken } = entered.value.value
    const refreshed = await measure(() => refreshTokens(deps, application, refreshToken))
    expect(refreshed.value.ok).toBe(true)
    // the grant, then its change beside the administrator and the account
    expect(refreshed.cost.calls).toBe(4)
    expect(refreshed.cost.sequentialTrips).toBeLessThanOrEqual(2)
    expect(refreshed.cost.writeUnits).toBeLessThanOrEqual(1)
  })
})
