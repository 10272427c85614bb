import { randomBytes, randomInt, randomUUID } from 'node:crypto'
import { pause } from '../../shared/adapters/pause.ts'
import { readSecret, ServiceKeys } from '../../shared/adapters/secret.ts'
import { createAdministrator } from '../../shared/domain/identity/administrators/create.ts'
import type { AdministratorType } from '../../shared/domain/identity/administrators/type.ts'
import { createApiKey } from '../../shared/domain/identity/api-keys/create.ts'
import { type ApplicationInput, createApplication } from '../../shared/domain/identity/oauth/create-application.ts'
import { createAccount } from '../../shared/domain/places/accounts/create.ts'
import { type AccountId, type ApplicationId, idFrom } from '../../shared/lib/ids.ts'
import type { Result } from '../../shared/lib/result.ts'
import { strongPasswordCost } from '../../shared/lib/secrets.ts'
import { createStores } from '../../shared/storage/stores.ts'
import { connectTable } from '../../shared/storage/table/connect.ts'
import type { DemoAdmin } from './tenants.ts'

const done = <T>(result: Result<T, { kind: string }>): T => {
  if (result.ok) return result.value
  const again =
    result.error.kind === 'username_unavailable' ? ': an earlier start was cut short; start again with npm start -- --fresh' : ''
  throw new Error(`The demo could not be made (${result.error.kind})${again}`)
}

/** What the operator of a cloud does before there is anybody who could call its API: the operations themselves, on the real table. */
export const operator = async () => {
  const { TABLE_NAME = '', SERVICE_KEYS_SECRET = '' } = process.env
  const { apiKeyKey, clientSecretKey } = await readSecret(SERVICE_KEYS_SECRET, ServiceKeys)
  const deps = {
    ...createStores(connectTable(TABLE_NAME)),
    now: Date.now,
    newId: () => idFrom(Date.now(), randomInt(4096)),
    pause,
    newUuid: randomUUID,
    randomBytes,
    clientSecretKey,
    apiKeyKey,
    passwordCost: strongPasswordCost,
  }
  return {
    account: async (name: string, dealerId?: AccountId) =>
      done(await createAccount(deps, dealerId === undefined ? { name } : { name, dealerId })),
    administrator: async (accountId: AccountId, type: AdministratorType, admin: DemoAdmin) =>
      done(
        await createAdministrator(deps, accountId, {
          ...admin,
          type,
          securityQuestion: 'Which product is this?',
          securityAnswer: 'Sallyport',
        }),
      ),
    application: async (accountId: AccountId, input: ApplicationInput) => {
      const { application, clientSecret = '' } = done(await createApplication(deps, accountId, input))
      return { id: application.id, clientId: application.clientId, clientSecret }
    },
    apiKey: async (accountId: AccountId, applicationId: ApplicationId, name: string): Promise<string> =>
      done(await createApiKey(deps, { accountId, applicationId }, name)).text,
  }
}
