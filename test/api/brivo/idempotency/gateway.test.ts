import { handle } from 'hono/aws-lambda'
import { expect, it } from 'vitest'
import { requestable } from '../../../../shared/http/gateway-event.ts'
import { somebody, testApi } from '../../../support/api.ts'
import { gatewayEvent } from '../../../support/gateway-event.ts'

/** Posts a site through the gateway, whose headers become others on their way into a `Request`. */
const posting = (key: string) => {
  const { app } = testApi()
  const serve = handle(app)
  const headers = {
    host: 'cloud.example',
    'api-key': 'test-key',
    authorization: `Bearer ${Buffer.from(JSON.stringify(somebody())).toString('base64url')}`,
    'content-type': 'application/json',
    'idempotency-key': key,
  }
  const body = JSON.stringify({ siteName: 'Home', timeZone: 'UTC' })
  // The adapter reads nothing else of Lambda's context.
  const context = { callbackWaitsForEmptyEventLoop: false } as unknown as Parameters<typeof serve>[1]
  return () => serve(requestable(gatewayEvent('POST', '/v1/api/sites', { headers, body })), context)
}

it.each(['', 'é', 'x'.repeat(256)])('the key %j is refused when it comes through the gateway', async (key) => {
  const { statusCode, body } = await posting(key)()
  expect([statusCode, JSON.parse(body).message]).toEqual([
    400,
    "Invalid value for the header 'Idempotency-Key': expected 1 to 255 printable ASCII characters",
  ])
})

it('a request through the gateway is answered again', async () => {
  const post = posting('k')
  const [first, second] = [await post(), await post()]
  expect([second.statusCode, second.body]).toEqual([200, first.body])
  expect([first, second].map(({ headers }) => headers?.['idempotent-replayed'])).toEqual([undefined, 'true'])
})
