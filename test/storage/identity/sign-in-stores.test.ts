import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Administrator } from '../../../shared/domain/identity/administrators/entity.ts'
import type { Application, Code, Grant } from '../../../shared/domain/identity/oauth/entity.ts'
import { createAccount } from '../../../shared/domain/places/accounts/create.ts'
import type { Account } from '../../../shared/domain/places/accounts/entity.ts'
import { day, minute } from '../../../shared/lib/clock.ts'
import { AccountId, AdministratorId, ApplicationId } from '../../../shared/lib/ids.ts'
import { maxRaces } from '../../../shared/lib/retry.ts'
import { signInStore } from '../../../shared/storage/identity/sign-ins.ts'
import { createStores, type Stores } from '../../../shared/storage/stores.ts'
import type { Table } from '../../../shared/storage/table/types.ts'
import { memoryTable } from '../../fakes/memory-table.ts'
import { type LocalTable, startLocalTable } from '../../support/local-table.ts'

let local: LocalTable
beforeAll(async () => {
  local = await startLocalTable()
})
afterAll(() => local.stop())

const now = Date.UTC(2026, 2, 2, 12)
const of = (account: number) => AccountId.parse(account)
const authority = { accountId: of(1), administratorId: AdministratorId.parse(11), signInVersion: 1, clientId: 'client' }
const grant = (): Grant => ({
  ...authority,
  id: randomUUID(),
  seed: 'seed',
  generation: 1,
  rotatedAt: now,
  expiresAt: now + minute,
  listedUntil: now + day,
  createdAt: now,
})
const code = (): Code => ({ ...authority, redirectUri: 'https://a.example/', expiresAt: now + minute })
const administrator = (id: number, username: string): Administrator => ({
  id: AdministratorId.parse(id),
  version: 1,
  type: 'MASTER',
  username,
  firstName: 'Mary',
  lastName: 'Master',
  email: 'm@a.example',
  timezone: 'UTC',
  canCreateAdmins: false,
  password: 'scrypt$...',
  signInVersion: 1,
  active: true,
  createdAt: now,
  updatedAt: now,
})
const application = (id: number): Application => ({
  id: ApplicationId.parse(id),
  version: 1,
  accountId: of(1),
  name: 'App',
  clientId: randomUUID(),
  grantTypes: ['password', 'refresh_token'],
  redirectUris: [],
  accessTokenSeconds: 300,
  refreshTokenSeconds: 600,
  createdAt: now,
  updatedAt: now,
})

describe.each([
  ['in memory', () => memoryTable() as Table],
  ['DynamoDB Local', () => local.table],
])('what signing in rests on: %s', (_name, make) => {
  let stores: Stores
  beforeAll(() => {
    stores = createStores(make())
  })

  it('moves a grant on once for each generation, however many try', async () => {
    const { grants } = stores
    const one = grant()
    await grants.open(one)
    expect(await grants.get(one.id)).toEqual(one)
    const moved = await Promise.all(Array.from({ length: 8 }, () => grants.rotate(one, now + 1, now + 2 * minute)))
    expect(moved.filter(Boolean)).toEqual([{ ...one, generation: 2, rotatedAt: now + 1, expiresAt: now + 2 * minute }])
    expect(await grants.get(randomUUID())).toBeUndefined()
  })

  it('ends a grant once, and lists its end from then on', async () => {
    const { grants } = stores
    const [early, late] = [grant(), grant()]
    for (const one of [early, late]) await grants.open(one)
    await grants.revoke(early, now)
    await grants.revoke(early, now + 5)
    await grants.revoke(late, now + 10)
    await grants.revoke({ ...late, id: randomUUID() }, now + 10)
    const ids = async (from: number) => (await grants.revokedSince(from)).map(({ subject }) => subject)
    expect(await ids(now)).toEqual([early.id, late.id])
    expect(await ids(now + 1)).toEqual([late.id])
    expect(await grants.rotate(early, now + 20, now + minute)).toBeUndefined()
    expect((await grants.get(early.id))?.revokedAt).toBe(now)
  })

  it('lets a code be used once, and remembers what it gave', async () => {
    const { grants } = stores
    const hash = randomUUID()
    await grants.addCode(hash, code())
    expect(await grants.getCode(hash)).toEqual(code())
    const wanted = Array.from({ length: 8 }, grant)
    const used = await Promise.all(wanted.map((one) => grants.useCode(hash, one)))
    expect(used.filter(Boolean)).toHaveLength(1)
    const winner = wanted[used.indexOf(true)]
    expect((await grants.getCode(hash))?.grantId).toBe(winner?.id)
    expect(await grants.get(wanted[used.indexOf(false)]?.id ?? '')).toBeUndefined()
    expect(await grants.useCode(randomUUID(), grant())).toBe(false)
  })

  it('knows a session until it is over', async () => {
    const { signIns } = stores
    const hash = randomUUID()
    const session = { accountId: of(1), administratorId: AdministratorId.parse(11), signInVersion: 1, expiresAt: now + minute }
    await signIns.addSession(hash, session)
    expect(await signIns.getSession(hash, now)).toEqual(session)
    expect(await signIns.getSession(hash, now + minute)).toBeUndefined()
    await signIns.removeSession(hash)
    expect(await signIns.getSession(hash, now)).toBeUndefined()
  })

  it('counts every wrong password by its place and in all, also those that come at once, and from zero again after a day', async () => {
    const { signIns } = stores
    expect(await signIns.attempts('Mary', 'here')).toEqual({})
    await Promise.all(Array.from({ length: 8 }, () => signIns.countFailure('mary', 'here', now)))
    await signIns.countFailure('mary', 'there', now)
    const [here, inAll] = [
      { failures: 8, lastFailedAt: now },
      { failures: 9, lastFailedAt: now },
    ]
    expect(await signIns.attempts(' MARY ', 'here')).toEqual({ here, inAll })
    expect(await signIns.attemptsInAll('mary')).toEqual(inAll)
    const later = now + 24 * 60 * minute
    const counts = await Promise.all(Array.from({ length: 3 }, () => signIns.countFailure('mary', 'here', later)))
    expect(counts.map((counted) => counted.here.failures).sort()).toEqual([1, 2, 3])
  })

  it('forgets the wrong passwords of one place, or forgives all of them', async () => {
    const { signIns } = stores
    for (const place of ['here', 'there']) await signIns.countFailure('otto', place, now)
    await signIns.forgetFailuresFrom('otto', 'here')
    expect((await signIns.attempts('otto', 'here')).here).toBeUndefined()
    expect((await signIns.attempts('otto', 'there')).here).toEqual({ failures: 1, lastFailedAt: now })
    await signIns.forgetFailures('otto', now + 5)
    expect(await signIns.attemptsInAll('otto')).toEqual({ failures: 0, lastFailedAt: now + 5, forgivenAt: now + 5 })
    expect((await signIns.countFailure('otto', 'there', now + 6)).inAll).toEqual({
      failures: 1,
      lastFailedAt: now + 6,
      forgivenAt: now + 5,
    })
  })

  it('remembers when somebody last signed in, to a grant or to a session', async () => {
    const { signIns, grants } = stores
    expect(await signIns.lastSuccess('nora')).toBeUndefined()
    await grants.open(grant(), undefined, { username: ' NORA ', at: now + 5 })
    expect(await signIns.lastSuccess('nora')).toBe(now + 5)
    expect((await signIns.attempts('nora', 'home')).knownAt).toBeUndefined()
    await grants.open(grant(), undefined, { username: 'nora', at: now + 5, newPlace: 'home' })
    expect((await signIns.attempts('nora', 'home')).knownAt).toBe(now + 5)
    expect((await signIns.attempts('nora', 'abroad')).knownAt).toBeUndefined()
    const session = { accountId: of(1), administratorId: AdministratorId.parse(11), signInVersion: 1, expiresAt: now + minute }
    await signIns.addSession(randomUUID(), session, undefined, { username: 'nora', at: now + 7 })
    expect(await signIns.lastSuccess('nora')).toBe(now + 7)
  })

  it('pauses between tries to count a wrong password, and gives up when another writer is always first', async () => {
    let pauses = 0
    const pause = async () => {
      pauses += 1
    }
    const busy: Table = {
      ...make(),
      pause,
      update: async () => undefined,
      write: async () => ({ ok: false, failed: [{ index: 0 }] }),
    }
    await expect(signInStore(busy).countFailure('mary', 'here', now)).rejects.toThrow('kept changing')
    // Both counts are tried.
    expect(pauses).toBeGreaterThanOrEqual(maxRaces - 1)
  })

  it('gives a username to one administrator of the whole cloud, until that one is removed', async () => {
    const { administrators } = stores
    const add = async (id: number, username: string) => {
      const one = administrator(id, username)
      return (await administrators.adding(of(id), one.id))(one, undefined)
    }
    const added = await Promise.all([1, 2, 3].map((id) => add(id, 'Mary')))
    expect(added.filter(({ ok }) => ok)).toHaveLength(1)
    const owner = added.findIndex(({ ok }) => ok) + 1
    expect(await administrators.findByUsername('mARY')).toEqual({
      accountId: of(owner),
      administrator: administrator(owner, 'Mary'),
    })
    expect(added.find(({ ok }) => !ok)).toEqual({ ok: false, reason: 'username_taken' })
    await administrators.remove(of(owner), administrator(owner, 'Mary'), undefined, { announcedAt: now })
    expect(await administrators.findByUsername('mary')).toBeUndefined()
    expect(await add(4, 'mary')).toEqual({ ok: true })
  })

  it('finds an application by its client id, until it is removed', async () => {
    const { applications } = stores
    const app = application(1)
    expect(await applications.add(of(1), app)).toEqual({ ok: true })
    expect(await applications.findByClientId(app.clientId)).toEqual(app)
    expect(await applications.add(of(2), { ...app, id: ApplicationId.parse(2) })).toMatchObject({ ok: false })
    await applications.remove(of(1), app, now)
    expect(await applications.findByClientId(app.clientId)).toBeUndefined()
  })

  it('keeps accounts, the customers of a dealer only beside a dealer, and counts nothing twice', async () => {
    const { accounts, administrators } = stores
    let drawn = 900
    const newId = () => {
      drawn += 1
      return drawn
    }
    const deps = { ...stores, now: () => now, newId }
    const dealer = await createAccount(deps, { name: 'Dealer' })
    if (!dealer.ok) throw new Error('no dealer')
    const customer = await createAccount(deps, { name: 'Customer', dealerId: dealer.value.id })
    if (!customer.ok) throw new Error('no customer')
    expect(await accounts.get(customer.value.id)).toMatchObject({ kind: 'customer', dealerId: dealer.value.id })
    expect(await createAccount(deps, { name: 'x', dealerId: customer.value.id })).toMatchObject({ ok: false })
    expect(await createAccount(deps, { name: 'x', dealerId: of(12345) })).toMatchObject({ ok: false })
    const renamed: Account = { ...customer.value, name: 'Renamed', version: 2 }
    expect(await accounts.replace(renamed, renamed)).toEqual({ ok: true })
    expect(await accounts.replace(renamed, renamed)).toEqual({ ok: false, reason: 'changed' })
    const fifty = administrator(50, 'fifty')
    await (await administrators.adding(customer.value.id, fifty.id))(fifty, undefined)
    expect(await accounts.counts(customer.value.id)).toMatchObject({ administrator: 1, user: 0, 'access-point': 0 })
  })
})
