import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb'
import { Hono } from 'hono'
import { jwtVerify } from 'jose'
import { createApp } from '../../functions/brivo-api/app.ts'
import { mountsOf } from '../../functions/brivo-api/mounts.ts'
import { AccessClaims, accessTokenAlgorithm, principalOf } from '../../shared/domain/identity/oauth/claims.ts'
import { createStores } from '../../shared/storage/stores.ts'
import { dynamoTable } from '../../shared/storage/table/table.ts'
import { testApi } from '../support/api.ts'
import { type Row, ratioRow } from './row.ts'
import { signedToken } from './token.ts'

const concurrency = 16
const requests = 3_000

/**
 * Requests a second of an authenticated GET of one site, against a bare handler that verifies the same token and makes the
 * same DynamoDB call. Both meet a server that answers at once; the two run in turns, and the ratio is of the medians.
 */
export const benchApiGet = async (): Promise<Row> => {
  const dynamodb = spawn(process.execPath, ['test/bench/fixed-dynamodb.ts'], { stdio: ['ignore', 'pipe', 'inherit'] })
  try {
    const [printed] = await once(dynamodb.stdout, 'data')
    const client = new DynamoDBClient({
      endpoint: `http://127.0.0.1:${String(printed).trim()}`,
      region: 'us-east-1',
      credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    })
    const { token, publicKey } = await signedToken('http://localhost')
    const verify = async (text: string) =>
      AccessClaims.parse((await jwtVerify(text, publicKey, { algorithms: [accessTokenAlgorithm] })).payload)

    const bare = new Hono()
    const documents = DynamoDBDocumentClient.from(client)
    bare.get('/v1/api/sites/:id', async (c) => {
      await jwtVerify((c.req.header('authorization') ?? '').slice(7), publicKey, { algorithms: [accessTokenAlgorithm] })
      const key = { pk: 'A#1#site', sk: c.req.param('id').padStart(16, '0') }
      const { Item } = await documents.send(new GetCommand({ TableName: 't', Key: key, ConsistentRead: true }))
      return c.json({ id: Item?.id, siteName: Item?.siteName, timeZone: Item?.timeZone })
    })
    const deps = {
      ...testApi().deps,
      ...createStores(dynamoTable(client, 't')),
      now: Date.now,
      verifyToken: async (text: string) => principalOf(await verify(text)),
    }
    const ours = createApp(deps, mountsOf(deps))
    const request = () =>
      new Request('http://localhost/v1/api/sites/7', { headers: { Authorization: `Bearer ${token}`, 'api-key': 'test-key' } })
    const rates = { ours: [] as number[], bare: [] as number[] }
    for (let round = 0; round < 7; round += 1) {
      rates.bare.push(await rate(() => bare.fetch(request())))
      rates.ours.push(await rate(() => ours.fetch(request())))
    }
    return ratioRow('authenticated GET, requests a second', rates.ours.slice(1), rates.bare.slice(1), 'at least 0.8')
  } finally {
    dynamodb.kill()
  }
}

const rate = async (call: () => Response | Promise<Response>): Promise<number> => {
  const startedAt = performance.now()
  let left = requests
  const worker = async () => {
    while (left > 0) {
      left -= 1
      const response = await call()
      if (response.status !== 200) throw new Error(`${response.status}: ${await response.text()}`)
      await response.text()
    }
  }
  await Promise.all(Array.from({ length: concurrency }, worker))
  return requests / ((performance.now() - startedAt) / 1000)
}
