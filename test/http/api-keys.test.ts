import { describe, expect, it } from 'vitest'
import { createApiKey } from '../../shared/domain/identity/api-keys/create.ts'
import { revokeApiKey } from '../../shared/domain/identity/api-keys/revoke.ts'
import { apiKeyText } from '../../shared/domain/identity/api-keys/text.ts'
import { removeApplication } from '../../shared/domain/identity/applications/remove.ts'
import { createApplication } from '../../shared/domain/identity/oauth/create-application.ts'
import { createAccount } from '../../shared/domain/places/accounts/create.ts'
import { apiKeyVerifier } from '../../shared/http/api-keys.ts'
import { revocationList } from '../../shared/http/revocations.ts'
import { minute, second } from '../../shared/lib/clock.ts'
import { AccountId, ApiKeyId, ApplicationId } from '../../shared/lib/ids.ts'
import { readingApiKey } from '../../shared/storage/identity/api-keys.ts'
import { readingNotices } from '../../shared/storage/identity/notices.ts'
import type { Key } from '../../shared/storage/table/types.ts'
import { somebody, testApi } from '../support/api.ts'

/** An application with a key, and an instance of an API that judges keys. `reads` are the items that it asked for. */
const withKey = async () => {
  const { deps, table, clock } = testApi()
  const account = await createAccount(deps, { name: 'Acme' })
  if (!account.ok) throw new Error(account.error.kind)
  const accountId = account.value.id
  const made = await createApplication(deps, accountId, { name: 'Import', kind: 'password' })
  if (!made.ok) throw new Error(made.error.kind)
  const applicationId = made.value.application.id
  const key = async () => {
    const created = await createApiKey(deps, { accountId, applicationId }, 'Nightly import')
    if (!created.ok) throw new Error(created.error.kind)
    return created.value
  }
  const reads: string[] = []
  const get = (one: Key) => {
    reads.push(one.sk)
    return table.get(one)
  }
  const instance = () => {
    const now = () => clock.now
    const revocations = revocationList(readingNotices(table), now)
    return apiKeyVerifier({ key: deps.apiKeyKey, revocations, readKey: readingApiKey({ get }) }, now)
  }
  const as = somebody({ accountId })
  return { deps, clock, accountId, applicationId, key, reads, instance, as }
}

describe('an api key', () => {
  it('holds, and costs each instance two reads of one item every ten minutes, however many requests come with it', async () => {
    const { clock, key, reads, instance } = await withKey()
    const { text } = await key()
    const verify = instance()
    for (let request = 0; request < 50; request += 1) {
      expect(await verify(text)).toBe(true)
      clock.now += 10 * second
    }
    expect(reads).toHaveLength(2)
    clock.now += 10 * minute
    expect(await verify(text)).toBe(true)
    expect(reads).toHaveLength(4)
  })

  it('is refused without a read when we did not make it', async () => {
    const { deps, accountId, applicationId, reads, instance } = await withKey()
    const named = { accountId, applicationId, id: ApiKeyId.parse(5) }
    const verify = instance()
    expect(await verify(apiKeyText(new Uint8Array(32).fill(1), named))).toBe(false)
    expect(await verify('demo')).toBe(false)
    expect(reads).toEqual([])
    // One that we made and did not keep is refused by the table.
    expect(await verify(apiKeyText(deps.apiKeyKey, named))).toBe(false)
  })

  it('is refused within seconds once it is revoked, by every instance, and its application has others', async () => {
    const { deps, clock, applicationId, key, instance, as } = await withKey()
    const [revoked, other] = [await key(), await key()]
    const verify = instance()
    expect(await verify(revoked.text)).toBe(true)
    expect(await revokeApiKey(deps, as, applicationId, revoked.apiKey.id)).toMatchObject({ ok: true })
    clock.now += 10 * second
    expect(await verify(revoked.text)).toBe(false)
    expect(await instance()(revoked.text)).toBe(false)
    expect(await verify(other.text)).toBe(true)
  })

  it('ends with its application', async () => {
    const { deps, clock, applicationId, key, instance, as } = await withKey()
    const { text } = await key()
    const verify = instance()
    expect(await verify(text)).toBe(true)
    expect(await removeApplication(deps, as, applicationId)).toMatchObject({ ok: true })
    clock.now += 10 * second
    expect(await verify(text)).toBe(false)
    expect(await deps.applications.apiKeys(as.accountId, applicationId)).toEqual([])
  })

  it('of an account that is not there is refused', async () => {
    const { deps, instance } = await withKey()
    const nowhere = { accountId: AccountId.parse(404), applicationId: ApplicationId.parse(1), id: ApiKeyId.parse(2) }
    expect(await instance()(apiKeyText(deps.apiKeyKey, nowhere))).toBe(false)
  })
})
