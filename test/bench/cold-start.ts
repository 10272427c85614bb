import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build } from 'esbuild'
import { forLambda } from '../../infra/bundle.ts'
import { median, type Row } from './row.ts'

const spawns = 12

/**
 * From starting `node` to the first answer, of the API's bundle without its network calls, against a bundle that only makes a
 * DynamoDB client. Both are built as for Lambda; the files are warm in the disk cache.
 */
export const benchColdStart = async (): Promise<Row[]> => {
  const folder = mkdtempSync(join(tmpdir(), 'sallyport-cold-'))
  try {
    const api = await bundled(folder, 'api', apiSource)
    const bare = await bundled(folder, 'bare', bareSource)
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
const apiSource = `
  import { createApp } from '${root}/functions/api/app.ts'
  import { connectTable } from '${root}/shared/storage/connect.ts'
  import { createStores } from '${root}/shared/storage/stores.ts'
  const app = createApp({ ...createStores(connectTable('t')), now: Date.now, verifyApiKey: () => false })
  const response = await app.request('/v1/api/sites')
  if (response.status !== 403) process.exit(1)
  process.exit(0)`
const bareSource = `
  import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
  new DynamoDBClient({ region: 'us-east-1' })
  process.exit(0)`

const bundled = async (folder: string, name: string, contents: string): Promise<string> => {
  const outfile = join(folder, `${name}.mjs`)
  await build({ ...forLambda, stdin: { contents, resolveDir: root, loader: 'ts' }, outfile })
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}')
  return outfile
}

const started = (file: string): number => {
  const startedAt = performance.now()
  const { status, stderr } = spawnSync(process.execPath, [file], {
    env: { ...process.env, LOG_LEVEL: 'silent', AWS_REGION: 'us-east-1' },
  })
  if (status !== 0) throw new Error(`The bundle failed: ${stderr}`)
  return performance.now() - startedAt
}
