import { randomBytes, randomUUID } from 'node:crypto'
import { handle, type LambdaContext } from 'hono/aws-lambda'
import { z } from 'zod'
import { openGuessCounts } from '../../shared/adapters/guess-counts.ts'
import { pause } from '../../shared/adapters/pause.ts'
import { readSecret, ServiceKeys } from '../../shared/adapters/secret.ts'
import { type GatewayEvent, requestable } from '../../shared/http/gateway-event.ts'
import { parseConfig } from '../../shared/lib/config.ts'
import { strongPasswordCost } from '../../shared/lib/secrets.ts'
import { administratorStore } from '../../shared/storage/identity/administrators.ts'
import { applicationStore } from '../../shared/storage/identity/applications.ts'
import { grantStore } from '../../shared/storage/identity/grants.ts'
import { guessStore } from '../../shared/storage/identity/guesses.ts'
import { signInStore } from '../../shared/storage/identity/sign-ins.ts'
import { loading } from '../../shared/storage/load-stores.ts'
import { accountStore } from '../../shared/storage/places/accounts.ts'
import { connectTable } from '../../shared/storage/table/connect.ts'
import { createAuthApp } from './app.ts'
import { SigningKeys, signing } from './signing.ts'

const Config = z.object({
  STAGE: z.string(),
  TABLE_NAME: z.string(),
  PUBLIC_URL: z.url(),
  SIGNING_KEYS_SECRET: z.string(),
  SERVICE_KEYS_SECRET: z.string(),
})
const config = parseConfig(Config, process.env)
const [signingKeys, serviceKeys] = await Promise.all([
  readSecret(config.SIGNING_KEYS_SECRET, SigningKeys),
  readSecret(config.SERVICE_KEYS_SECRET, ServiceKeys),
])
const table = connectTable(config.TABLE_NAME)

const app = createAuthApp({
  accounts: accountStore(table),
  administrators: administratorStore(table),
  applications: applicationStore(table),
  grants: grantStore(table),
  signIns: signInStore(table),
  guesses: openGuessCounts(guessStore(table)),
  // Only phones, and those who create a service token, need these.
  users: loading(async () => (await import('../../shared/storage/people/users.ts')).userStore(table)),
  credentials: loading(async () => (await import('../../shared/storage/people/credentials.ts')).credentialStore(table)),
  serviceTokens: loading(async () => (await import('../../shared/storage/identity/service-tokens.ts')).serviceTokenStore(table)),
  now: Date.now,
  newUuid: randomUUID,
  pause,
  randomBytes,
  passwordCost: strongPasswordCost,
  clientSecretKey: serviceKeys.clientSecretKey,
  issuer: config.PUBLIC_URL.replace(/\/$/, ''),
  ...(await signing(signingKeys)),
  secureCookies: config.STAGE !== 'local',
})
const serve = handle(app)

export const handler = (event: GatewayEvent, context: LambdaContext) => serve(requestable(event), context)
