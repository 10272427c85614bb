import { randomBytes, randomInt, randomUUID } from 'node:crypto'
import { handle, type LambdaContext } from 'hono/aws-lambda'
import { z } from 'zod'
import { sesMailer } from '../../shared/adapters/mailer.ts'
import { sqsPanelWork, sqsPostureWork } from '../../shared/adapters/panel-work.ts'
import { pause } from '../../shared/adapters/pause.ts'
import { s3PhotoBucket } from '../../shared/adapters/photo-bucket.ts'
import { readSecret, ServiceKeys } from '../../shared/adapters/secret.ts'
import { within } from '../../shared/adapters/within.ts'
import { apiKeyVerifier } from '../../shared/http/api-keys.ts'
import { type GatewayEvent, requestable } from '../../shared/http/gateway-event.ts'
import { quotaLeases } from '../../shared/http/quota-leases.ts'
import { revocationList } from '../../shared/http/revocations.ts'
import { remoteKeys, tokenVerifier } from '../../shared/http/verify-token.ts'
import { parseConfig, readOnce } from '../../shared/lib/config.ts'
import { idFrom } from '../../shared/lib/ids.ts'
import { aesSealer } from '../../shared/lib/sealer.ts'
import { strongPasswordCost } from '../../shared/lib/secrets.ts'
import { readingApiKey } from '../../shared/storage/identity/api-keys.ts'
import { readingNotices } from '../../shared/storage/identity/notices.ts'
import { loading, loadingStores } from '../../shared/storage/load-stores.ts'
import { connectTable } from '../../shared/storage/table/connect.ts'
import { createApp } from './app.ts'
import type { ApiBase } from './env.ts'
import { mountsOf } from './mounts.ts'

const requests = z.int().min(1)
const Quotas = z.object({
  general: requests,
  doors: requests,
  revocations: requests,
  emergencies: requests,
  cardHolder: requests,
  accountGeneral: requests,
  accountDoors: requests,
  accountRevocations: requests,
  accountEmergencies: requests,
})
const Config = z.object({
  STAGE: z.string(),
  TABLE_NAME: z.string(),
  PUBLIC_URL: z.url().transform((url) => url.replace(/\/$/, '')),
  PANEL_WORK_QUEUE_URL: z.string(),
  POSTURE_WORK_QUEUE_URL: z.string(),
  FIRMWARE_BUCKET: z.string(),
  SERVICE_KEYS_SECRET: z.string(),
  MAIL_FROM: z.string(),
  MEDIA_BUCKET: z.string(),
  RATE_LIMITS: z.string().transform((text) => Quotas.parse(JSON.parse(text), readOnce)),
})
const config = parseConfig(Config, process.env)
const serviceKeys = await readSecret(config.SERVICE_KEYS_SECRET, ServiceKeys)
const table = connectTable(config.TABLE_NAME)
const now = Date.now

const stores = loadingStores(table)
const quotaCounts = loading(async () => (await import('../../shared/storage/identity/quota-counts.ts')).quotaCountStore(table))
/** A request waits no longer than this for its quota to be counted. */
const countingMs = 250
const sealer = aesSealer(serviceKeys.sealKey, randomBytes)

const revocations = revocationList(readingNotices(table), now)

const base: ApiBase = {
  now,
  newId: () => idFrom(now(), randomInt(4096)),
  pause,
  newUuid: randomUUID,
  randomBytes,
  passwordCost: strongPasswordCost,
  sealer,
  panelWork: sqsPanelWork(config.PANEL_WORK_QUEUE_URL),
  postureWork: sqsPostureWork(config.POSTURE_WORK_QUEUE_URL),
  firmwareImages: loading(async () => {
    const { s3FirmwareCatalogue } = await import('../../shared/adapters/firmware-catalogue.ts')
    return s3FirmwareCatalogue(config.FIRMWARE_BUCKET, now)
  }),
  mailer: sesMailer(config.MAIL_FROM),
  video: loading(async () => {
    const { videoProviders } = await import('../../shared/adapters/video/providers.ts')
    return videoProviders({ now, publicUrl: config.PUBLIC_URL, sealer })
  }),
  photoBucket: s3PhotoBucket(config.MEDIA_BUCKET),
  publicUrl: config.PUBLIC_URL,
  // Events may be posted to one's own machine only where there is no other.
  receiverRules: { allowLoopback: config.STAGE === 'local' },
  verifyToken: tokenVerifier(
    {
      issuer: config.PUBLIC_URL,
      keys: remoteKeys(config.PUBLIC_URL),
      revocations,
      readAccount: async (accountId) => {
        const { isAccountOpen } = await import('../../shared/domain/places/accounts/is-open.ts')
        return isAccountOpen(stores, accountId)
      },
      readAuthority: async (accountId, administratorId) => {
        const { readAuthority } = await import('../../shared/domain/identity/administrators/authority.ts')
        return readAuthority(stores, accountId, administratorId)
      },
      readServiceToken: async (presented) => {
        const { readServiceToken } = await import('../../shared/domain/identity/service-tokens/authority.ts')
        return readServiceToken(stores, presented)
      },
    },
    now,
  ),
  signServiceToken: async (secret) => {
    const { tokenSigner } = await import('../../shared/adapters/token-signer.ts')
    return tokenSigner(config.PUBLIC_URL)(secret)
  },
  guesses: loading(async () => {
    const [{ openGuessCounts }, { guessStore }] = await Promise.all([
      import('../../shared/adapters/guess-counts.ts'),
      import('../../shared/storage/identity/guesses.ts'),
    ])
    return openGuessCounts(guessStore(table))
  }),
  spendQuota: quotaLeases({
    count: quotaCounts.count,
    quotas: config.RATE_LIMITS,
    now,
    soon: within(countingMs),
  }),
  clientSecretKey: serviceKeys.clientSecretKey,
  readDocsFile: async (name) => {
    const { readFile } = await import('node:fs/promises')
    return readFile(new URL(`docs/${name}`, import.meta.url))
  },
  apiKeyKey: serviceKeys.apiKeyKey,
  verifyApiKey: apiKeyVerifier({ key: serviceKeys.apiKeyKey, revocations, readKey: readingApiKey(table) }, now),
}

const deps = { ...base, ...stores }
const app = createApp(deps, mountsOf(deps))
const answer = handle(app)

export const handler = (event: GatewayEvent, context: LambdaContext) => answer(requestable(event), context)
