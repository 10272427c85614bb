import { generateKeyPairSync, randomBytes, randomUUID } from 'node:crypto'
import { createAuthApp } from '../../functions/auth/app.ts'
import type { AuthDeps } from '../../functions/auth/env.ts'
import { SigningKeys, signing } from '../../functions/auth/signing.ts'
import { createAdministrator, type NewAdministrator } from '../../shared/domain/identity/administrators/create.ts'
import { type ApplicationInput, createApplication } from '../../shared/domain/identity/oauth/create-application.ts'
import { createAccount } from '../../shared/domain/places/accounts/create.ts'
import { type AccountId, idFrom } from '../../shared/lib/ids.ts'
import type { Result } from '../../shared/lib/result.ts'
import { guessStore } from '../../shared/storage/identity/guesses.ts'
import { createStores } from '../../shared/storage/stores.ts'
import { memoryTable } from '../fakes/memory-table.ts'
import { turnsPause } from '../fakes/pause.ts'
import { policedTable } from '../infra/policed-table.ts'
import { fromAddress } from './gateway-event.ts'

/** One RSA key for all tests of a file: making one takes a while. */
const rsaKey = (kid: string) => ({
  ...generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ format: 'jwk' }),
  kid,
})
export const testKeys = SigningKeys.parse({ active: 'new', keys: [rsaKey('old'), rsaKey('new')] })

export const mary = { username: 'mary', password: 'correct horse battery' }
export const partnerRedirect = 'https://partner.example/callback?source=sallyport'

/** The auth app over a table in memory, with a dealer, two tenants and an application of each kind. Its clock stands still. */
export const testAuth = async ({ issuer = 'https://auth.example' } = {}) => {
  const table = memoryTable()
  const clock = { now: Date.UTC(2026, 2, 2, 12) }
  const deps: AuthDeps = {
    // With the rights of the function in the cloud.
    ...createStores(policedTable(table, 'auth')),
    guesses: guessStore(policedTable(table, 'auth')),
    now: () => clock.now,
    newUuid: randomUUID,
    pause: turnsPause(),
    randomBytes,
    passwordCost: { N: 16, r: 1, p: 1 },
    clientSecretKey: randomBytes(32),
    issuer,
    ...(await signing(testKeys)),
    secureCookies: true,
  }
  /** What fills the table: the operator's stores, which may do more. */
  let ids = 0
  const operator = {
    ...deps,
    ...createStores(table),
    newId: () => idFrom(clock.now, ids++),
  }
  const dealer = must(await createAccount(operator, { name: 'Doors & Co' }))
  const acme = must(await createAccount(operator, { name: 'Acme <Inc>', dealerId: dealer.id }))
  const other = must(await createAccount(operator, { name: 'Other', dealerId: dealer.id }))
  const addAdministrator = async (accountId: AccountId, wanted: Partial<NewAdministrator>) =>
    must(await createAdministrator(operator, accountId, { ...person, ...wanted })).administrator
  const addApplication = async (accountId: AccountId, input: Partial<ApplicationInput> & Pick<ApplicationInput, 'kind'>) => {
    const { application, clientSecret = '' } = must(
      await createApplication(operator, accountId, { name: `A ${input.kind} app`, redirectUris: [partnerRedirect], ...input }),
    )
    return { id: application.clientId, secret: clientSecret }
  }
  const app = createAuthApp(deps)
  return {
    app,
    deps,
    /** Stores and all that fills the table, without the limits of the function's rights. */
    operator,
    table,
    clock,
    acme,
    other,
    addAdministrator,
    addApplication,
    administrator: await addAdministrator(acme.id, mary),
    passwordApp: await addApplication(acme.id, { kind: 'password' }),
    partnerApp: await addApplication(other.id, { kind: 'partner', name: 'Visitor <Desk>', description: 'Greets "visitors"' }),
    publicApp: await addApplication(other.id, { kind: 'public' }),
    get: async (path: string, headers: Record<string, string> = {}) => read(await app.request(path, { headers })),
    /** Posts a form to the token endpoint, from an address when one is given. */
    token: (fields: Record<string, string>, headers: Record<string, string> = {}, address?: string) =>
      post(app, '/oauth/token', fields, headers, address),
    post: (path: string, fields: Record<string, string>, headers: Record<string, string> = {}, address?: string) =>
      post(app, path, fields, headers, address),
  }
}
export type TestAuth = Awaited<ReturnType<typeof testAuth>>

const person: NewAdministrator = {
  username: 'mary',
  firstName: 'Mary',
  lastName: "O'Master",
  email: 'mary@acme.example',
  securityQuestion: 'First pet?',
  securityAnswer: 'Rex',
  type: 'MASTER',
  timezone: 'US/Eastern',
  password: mary.password,
}

const must = <T>(result: Result<T, { kind: string }>): T => {
  if (!result.ok) throw new Error(result.error.kind)
  return result.value
}

const post = async (
  app: ReturnType<typeof createAuthApp>,
  path: string,
  fields: Record<string, string>,
  headers: Record<string, string>,
  address?: string,
) => {
  const request = { method: 'POST', body: new URLSearchParams(fields), headers }
  return read(await app.request(path, request, address === undefined ? undefined : fromAddress(address)))
}

const read = async (response: Response) => {
  const text = await response.text()
  return { status: response.status, headers: response.headers, text, json: parsed(text) }
}

// biome-ignore lint/suspicious/noExplicitAny: a test asserts on whatever came back
const parsed = (text: string): any => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

export const basic = ({ id, secret }: { id: string; secret: string }) => ({
  Authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`,
})

/** Signs in with the password grant and gives the tokens. */
export const passwordTokens = async ({ token, passwordApp }: TestAuth, who = mary) =>
  (await token({ grant_type: 'password', ...who }, basic(passwordApp))).json
