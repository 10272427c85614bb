import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type BuildOptions, build } from 'esbuild'
import { forLambda, inParts } from '../../infra/bundle.ts'
import { median, type Row } from './row.ts'

const spawns = 12

/**
 * From starting `node` to the first answer of the API's handler, which is given its keys without a call, against a bundle that
 * only makes a DynamoDB client. Both are built as for Lambda; the files are warm in the disk cache.
 */
export const benchColdStart = async (): Promise<Row[]> => {
  const folder = mkdtempSync(join(tmpdir(), 'sallyport-cold-'))
  try {
    const api = await bundled(folder, 'api', apiSource, inParts)
    const bare = await bundled(folder, 'bare', bareSource, forLambda)
    const times = { api: [] as number[], bare: [] as number[] }
    for (let round = 0; round < spawns; round += 1) {
      times.bare.push(started(bare))
      times.api.push(started(api))
    }
    const [ours, against] = [median(times.api.slice(2)), median(times.bare.slice(2))]
    const row = { name: 'cold start of api, ms', ours: ours.toFixed(0), against: against.toFixed(0) }
    return [{ ...row, ratio: (ours / against).toFixed(2), budget: 'at most 1.5' }]
  } finally {
    rmSync(folder, { recursive: true })
  }
}

const root = process.cwd()
const environment = {
  STAGE: 'local',
  TABLE_NAME: 't',
  PUBLIC_URL: 'https://cloud.example',
  PANEL_WORK_QUEUE_URL: 'https://queue.example',
  SERVICE_KEYS_SECRET: 's',
  MAIL_FROM: 'cloud@cloud.example',
}
const key = Buffer.alloc(32).toString('base64')
const secret = { SecretString: JSON.stringify({ clientSecretKey: key, apiKeyKey: key, sealKey: key }) }
const first = {
  version: '2.0',
  rawPath: '/v1/api/sites',
  rawQueryString: '',
  headers: { host: 'cloud.example' },
  body: null,
  isBase64Encoded: false,
  requestContext: { domainName: 'cloud.example', http: { method: 'GET', path: '/v1/api/sites' } },
}
const apiSource = `
  import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager'
  SecretsManagerClient.prototype.send = async () => (${JSON.stringify(secret)})
  Object.assign(process.env, ${JSON.stringify(environment)})
  const { handler } = await import('${root}/functions/brivo-api/handler.ts')
  const { statusCode } = await handler(${JSON.stringify(first)}, {})
  if (statusCode !== 403) process.exit(1)
  process.exit(0)`
const bareSource = `
  import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
  new DynamoDBClient({ region: 'us-east-1' })
  process.exit(0)`

const bundled = async (folder: string, name: string, contents: string, options: BuildOptions): Promise<string> => {
  await build({ ...options, stdin: { contents, resolveDir: root, loader: 'ts' }, outdir: join(folder, name) })
  return join(folder, name, 'stdin.mjs')
}

const started = (file: string): number => {
  const startedAt = performance.now()
  const { status, stderr } = spawnSync(process.execPath, [file], {
    env: { ...process.env, LOG_LEVEL: 'silent', AWS_REGION: 'us-east-1' },
  })
  if (status !== 0) throw new Error(`The bundle failed: ${stderr}`)
  return performance.now() - startedAt
}
