import { createApp } from '../../functions/brivo-api/app.ts'
import type { ApiDeps } from '../../functions/brivo-api/env.ts'
import { mountsOf } from '../../functions/brivo-api/mounts.ts'
import { videoProviders } from '../../shared/adapters/video/providers.ts'
import type { PanelWorkMessage } from '../../shared/domain/devices/commands/entity.ts'
import type { FirmwareImage } from '../../shared/domain/devices/firmware/entity.ts'
import { administratorPrincipal } from '../../shared/domain/identity/principals/administrator.ts'
import type { AdministratorPrincipal, Principal } from '../../shared/domain/identity/principals/principal.ts'
import type { Quotas } from '../../shared/domain/identity/quotas/entity.ts'
import { quotaLeases } from '../../shared/http/quota-leases.ts'
import { AccountId, AdministratorId, idFrom } from '../../shared/lib/ids.ts'
import type { Mail } from '../../shared/lib/mail.ts'
import { aesSealer } from '../../shared/lib/sealer.ts'
import { guessStore } from '../../shared/storage/identity/guesses.ts'
import { quotaCountStore } from '../../shared/storage/identity/quota-counts.ts'
import { createStores } from '../../shared/storage/stores.ts'
import type { Table } from '../../shared/storage/table/types.ts'
import { memoryTable } from '../fakes/memory-table.ts'
import { turnsPause } from '../fakes/pause.ts'
import { memoryPhotoBucket } from '../fakes/photo-bucket.ts'
import { policedTable } from '../infra/policed-table.ts'
import { readDocsFile } from './docs-files.ts'

/** An administrator of account 1 unless a test says otherwise. */
export const somebody = ({ canCreateAdmins = false, ...wanted }: Partial<Somebody> = {}): AdministratorPrincipal =>
  administratorPrincipal({
    accountId: AccountId.parse(1),
    administratorId: AdministratorId.parse(11),
    name: 'Mary Master',
    username: 'mary',
    type: 'MASTER',
    clientId: '0d8ab0ce-6fd4-4b0d-9f5c-3c3b2bb1f0aa',
    canCreateAdmins,
    ...wanted,
  })
type Somebody = Omit<AdministratorPrincipal, 'kind' | 'grants'> & { canCreateAdmins: boolean }
export const assistant = () => somebody({ administratorId: AdministratorId.parse(12), type: 'ASSISTANT', name: 'Ann Assistant' })
export const stranger = () =>
  somebody({ accountId: AccountId.parse(2), administratorId: AdministratorId.parse(21), name: 'Sid Stranger' })

const startedAt = Date.UTC(2026, 2, 2, 12)

/** The API over a table in memory. Its clock stands at noon UTC on 2 March 2026 until `clock.now` is set. */
export const testApi = (wanted: Partial<Start> = {}) => testApiOver(memoryTable(), { ...fresh(), ...wanted })

/** So many that no test meets its quota which does not ask for a lower one. */
export const plenty: Quotas = {
  general: 1e6,
  doors: 1e6,
  revocations: 1e6,
  emergencies: 1e6,
  cardHolder: 1e6,
  accountGeneral: 1e6,
  accountDoors: 1e6,
  accountRevocations: 1e6,
  accountEmergencies: 1e6,
}

/**
 * Another API in the state of this one, over a copy of its table and its files: what is done to one is not seen by the other.
 * A test file furnishes one API and gives each test a copy, which is far quicker than furnishing each.
 */
export const copyOf = ({ table, clock, drawn, photos, images }: ReturnType<typeof testApi>) =>
  testApiOver(memoryTable(turnsPause(), table.items()), {
    ...fresh(),
    now: clock.now,
    drawn: drawn(),
    photos: memoryPhotoBucket(photos.objects),
    images: [...images],
  })

/** What an API starts with: its clock, how many ids it has drawn, its photos, the firmware that is published, and the limits of requests. */
type Start = { now: number; drawn: number; photos: ReturnType<typeof memoryPhotoBucket>; images: FirmwareImage[]; quotas: Quotas }
const fresh = (): Start => ({ now: startedAt, drawn: 0, photos: memoryPhotoBucket(), images: [], quotas: plenty })

/** The same API over `table`. */
export const testApiOver = <T extends Table>(
  table: T,
  { now: start, drawn: drawnBefore, photos, images, quotas }: Start = fresh(),
) => {
  const clock = { now: start }
  const nudges: PanelWorkMessage[] = []
  const disconnected: string[] = []
  const mails: Mail[] = []
  let drawn = drawnBefore
  const draw = () => {
    drawn += 1
    return drawn
  }
  const now = () => clock.now
  const publicUrl = 'https://cloud.example'
  const sealer = aesSealer(new Uint8Array(32).fill(7), (size) => new Uint8Array(size).fill(draw()))
  // With the rights of the function in the cloud.
  const policed = policedTable(table, 'brivo-api')
  const deps: ApiDeps = {
    ...createStores(policed),
    guesses: guessStore(policed),
    now,
    newId: () => idFrom(clock.now, draw()),
    pause: turnsPause(),
    newUuid: () => `00000000-0000-4000-8000-${String(draw()).padStart(12, '0')}`,
    randomBytes: (size) => drawnBytes(size, draw()),
    // Cheap, so that tests are quick: what passwords are worth has a test of its own.
    passwordCost: { N: 16, r: 1, p: 1 },
    sealer,
    video: videoProviders({ now, publicUrl, sealer }),
    panelWork: {
      nudge: async (accountId, panelId) => void nudges.push({ accountId, panelId }),
      disconnect: async (_accountId, _panelId, connectionId) => void disconnected.push(connectionId),
    },
    postureWork: {
      nudge: async (accountId, panelId) => void nudges.push({ accountId, panelId }),
      nudgeAll: async (accountId, panelIds) => void nudges.push(...panelIds.map((panelId) => ({ accountId, panelId }))),
      // whoever reads the changes of the table says so too
      begin: async () => undefined,
    },
    firmwareImages: { list: async () => images },
    mailer: { send: async (mail) => void mails.push(mail) },
    publicUrl,
    photoBucket: photos.bucket,
    receiverRules: { allowLoopback: false },
    // A test's token is its principal itself: signatures have tests of their own.
    verifyToken: async (token) => (token === 'expired' ? 'expired' : (readToken(token) ?? 'invalid')),
    signServiceToken: async (secret) => `signed.${secret}`,
    spendQuota: quotaLeases({ count: quotaCountStore(policed).count, quotas, now, soon: (promise) => promise }),
    clientSecretKey: new Uint8Array(32).fill(9),
    readDocsFile,
    apiKeyKey: new Uint8Array(32).fill(8),
    // Keys have tests of their own.
    verifyApiKey: async (key) => key === 'test-key',
  }
  const mounts = mountsOf(deps)
  const app = createApp(deps, mounts)
  /** Calls the API as `as` (nobody when null), with a JSON body when one is given. */
  const call = async (method: string, path: string, { body, as = somebody(), headers = {} }: CallOptions = {}) => {
    const response = await app.request(path.startsWith('/v1') ? path : `/v1/api${path}`, {
      method,
      headers: {
        'api-key': 'test-key',
        ...(as ? { Authorization: `Bearer ${Buffer.from(JSON.stringify(as)).toString('base64url')}` } : {}),
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined
        ? {}
        : { body: typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body) }),
    })
    const text = await response.text()
    return { status: response.status, headers: response.headers, text, json: parsed(text) }
  }
  return { app, mounts, deps, table, clock, call, nudges, disconnected, mails, photos, images, drawn: () => drawn }
}
/** Bytes that differ for every number, also beyond 255. */
const drawnBytes = (size: number, drawn: number) =>
  // Letters are made of bytes up to 247: a code of others alone would be empty.
  new Uint8Array(size).fill(drawn).map((byte, index) => (index < 3 ? byte ^ (drawn >> (8 * (index + 1))) : drawn % 248))

export type CallOptions = { body?: unknown; as?: Principal | null; headers?: Record<string, string> }

const readToken = (token: string): Principal | undefined => {
  try {
    return JSON.parse(Buffer.from(token, 'base64url').toString())
  } catch {
    return undefined
  }
}

/** The body as JSON, or undefined when it is none. Tests look into it freely, so its type is loose on purpose. */
// biome-ignore lint/suspicious/noExplicitAny: a test asserts on whatever came back
const parsed = (text: string): any => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
