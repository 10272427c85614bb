import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type BuildOptions, build } from 'esbuild'
import { forLambda, inParts } from '../../infra/bundle.ts'
import { stages } from '../../infra/stage.ts'
import { apiKeyText } from '../../shared/domain/identity/api-keys/text.ts'
import { AccountId, ApiKeyId, ApplicationId } from '../../shared/lib/ids.ts'
import { median, type Row } from './row.ts'
import { signedToken } from './token.ts'

const spawns = 22

/**
 * Two rows, each from starting `node`, in turns: to the first answer, 200 with one site, against a bare handler that verifies
 * the same token and makes the same DynamoDB call; and to a loaded handler, against a bundle that makes a DynamoDB client.
 * Keys are had without a call. All are built as for Lambda; the files are warm in the disk cache.
 */
export const benchColdStart = async (): Promise<Row[]> => {
  const folder = mkdtempSync(join(tmpdir(), 'sallyport-cold-'))
  const dynamodb = spawn(process.execPath, ['test/bench/fixed-dynamodb.ts'], { stdio: ['ignore', 'pipe', 'inherit'] })
  try {
    const [printed] = await once(dynamodb.stdout, 'data')
    const { token, jwk } = await signedToken(environment.PUBLIC_URL)
    const event = JSON.stringify(requestWith(token))
    const files = {
      api: await bundled(folder, 'api', apiSource(answering(event, jwk)), inParts),
      bare: await bundled(folder, 'bare', bareSource(event, jwk), forLambda),
      apiStart: await bundled(folder, 'api-start', apiSource(''), inParts),
      bareStart: await bundled(folder, 'bare-start', bareStartSource, forLambda),
    }
    const times = { api: [] as number[], bare: [] as number[], apiStart: [] as number[], bareStart: [] as number[] }
    for (let round = 0; round < spawns; round += 1)
      for (const name of ['bare', 'api', 'bareStart', 'apiStart'] as const)
        times[name].push(started(files[name], `http://127.0.0.1:${String(printed).trim()}`))
    return [
      row('cold start of api to its first 200, ms', times.api, times.bare, 'at most 1.5'),
      row('cold start of api without a request, ms', times.apiStart, times.bareStart, ''),
    ]
  } finally {
    dynamodb.kill()
    rmSync(folder, { recursive: true })
  }
}

/** The medians of two series without their first two, for which nothing was in the disk cache. */
const row = (name: string, times: number[], bare: number[], budget: string): Row => {
  const [ours, against] = [median(times.slice(2)), median(bare.slice(2))]
  return { name, ours: ours.toFixed(0), against: against.toFixed(0), ratio: (ours / against).toFixed(2), budget }
}

const root = process.cwd()
const environment = {
  STAGE: 'local',
  TABLE_NAME: 't',
  PUBLIC_URL: 'https://cloud.example',
  PANEL_WORK_QUEUE_URL: 'https://queue.example',
  POSTURE_WORK_QUEUE_URL: 'https://queue.example',
  SERVICE_KEYS_SECRET: 's',
  MAIL_FROM: 'cloud@cloud.example',
  MEDIA_BUCKET: 'm',
  FIRMWARE_BUCKET: 'f',
  RATE_LIMITS: JSON.stringify(stages.prod.rateLimits),
}
const key = Buffer.alloc(32)
const keyText = key.toString('base64')
const secret = { SecretString: JSON.stringify({ clientSecretKey: keyText, apiKeyKey: keyText, sealKey: keyText }) }
const apiKey = apiKeyText(key, { accountId: AccountId.parse(1), applicationId: ApplicationId.parse(2), id: ApiKeyId.parse(3) })
const path = '/v1/api/sites/7'
const requestWith = (token: string) => ({
  version: '2.0',
  rawPath: path,
  rawQueryString: '',
  headers: { host: 'cloud.example', authorization: `Bearer ${token}`, 'api-key': apiKey },
  body: null,
  isBase64Encoded: false,
  requestContext: { domainName: 'cloud.example', http: { method: 'GET', path } },
})

const apiSource = (request: string) => `
  import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager'
  SecretsManagerClient.prototype.send = async () => (${JSON.stringify(secret)})
  Object.assign(process.env, ${JSON.stringify(environment)})
  const { handler } = await import('${root}/functions/brivo-api/handler.ts')
  ${request}
  process.exit(0)`
const answering = (event: string, jwk: object) => `
  globalThis.fetch = async () => Response.json({ keys: [${JSON.stringify(jwk)}] })
  const { statusCode, body } = await handler(${event}, {})
  if (statusCode !== 200) throw new Error(statusCode + body)`
const bareSource = (event: string, jwk: object) => `
  import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
  import { DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb'
  import { Hono } from 'hono'
  import { handle } from 'hono/aws-lambda'
  import { importJWK, jwtVerify } from 'jose'
  const documents = DynamoDBDocumentClient.from(new DynamoDBClient({}))
  const app = new Hono()
  app.get('/v1/api/sites/:id', async (c) => {
    await jwtVerify(c.req.header('authorization').slice(7), await importJWK(${JSON.stringify(jwk)}))
    const Key = { pk: 'A#1#site', sk: c.req.param('id').padStart(16, '0') }
    const { Item } = await documents.send(new GetCommand({ TableName: 't', Key, ConsistentRead: true }))
    return c.json({ id: Item.id, siteName: Item.siteName, timeZone: Item.timeZone })
  })
  const { statusCode, body } = await handle(app)(${event}, {})
  if (statusCode !== 200) throw new Error(statusCode + body)
  process.exit(0)`
const bareStartSource = `
  import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
  new DynamoDBClient({ region: 'us-east-1' })
  process.exit(0)`

const bundled = async (folder: string, name: string, contents: string, options: BuildOptions): Promise<string> => {
  await build({ ...options, stdin: { contents, resolveDir: root, loader: 'ts' }, outdir: join(folder, name) })
  return join(folder, name, 'stdin.mjs')
}

const started = (file: string, dynamodb: string): number => {
  const startedAt = performance.now()
  const { status, stderr } = spawnSync(process.execPath, [file], {
    env: {
      ...process.env,
      LOG_LEVEL: 'silent',
      AWS_REGION: 'us-east-1',
      AWS_ENDPOINT_URL_DYNAMODB: dynamodb,
      AWS_ACCESS_KEY_ID: 'local',
      AWS_SECRET_ACCESS_KEY: 'local',
    },
  })
  if (status !== 0) throw new Error(`The bundle failed: ${stderr}`)
  return performance.now() - startedAt
}
