import { describe, expect, it } from 'vitest'
import { ApiError, ConnectionError, createClient, memoryStore } from '../../sdk/src/index.ts'
import { empty, fault, json, type Scripted, scripted, withToken } from '../support/sdk.ts'

const clientOf = (...answers: Scripted[]) => {
  const api = scripted(...answers)
  return { ...api, client: createClient(withToken(api.runtime)) }
}
const thrown = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => undefined,
    (reason: unknown) => reason,
  )
const user = { id: 5, firstName: 'Ann', lastName: 'Lee' }

describe('a call', () => {
  it('goes to the path with its parameters, the key and the token, and gives the data and the response', async () => {
    const { client, sent } = clientOf(json(200, user, { 'X-Request-Id': 'r-1' }))
    const { data, response } = await client.GET('/users/{userId}', { path: { userId: 5 }, headers: { 'x-mine': 'yes' } })
    expect(data.firstName).toBe('Ann')
    expect(response.headers.get('x-request-id')).toBe('r-1')
    expect(sent[0]).toMatchObject({ method: 'GET', url: 'https://api.example/v1/api/users/5', body: '' })
    expect(Object.fromEntries(sent[0]?.headers ?? [])).toMatchObject({
      'api-key': 'k',
      authorization: 'Bearer t',
      'x-mine': 'yes',
    })
    expect(sent[0]?.headers.has('idempotency-key')).toBe(false)
  })

  it('sends a query as it is meant, and a body as JSON', async () => {
    const { client, sent } = clientOf(json(200, { data: [], offset: 0, pageSize: 20, count: 0 }), json(200, user))
    await client.GET('/users', { query: { filter: 'lastname__eq:O&M+;externalId__eq:ü' } })
    await client.POST('/users', { body: { firstName: 'Ann', lastName: 'Lee' } })
    expect(new URL(sent[0]?.url ?? '').searchParams.get('filter')).toBe('lastname__eq:O&M+;externalId__eq:ü')
    expect(sent[1]).toMatchObject({ method: 'POST', path: '/v1/api/users', body: '{"firstName":"Ann","lastName":"Lee"}' })
    expect(sent[1]?.headers.get('content-type')).toBe('application/json')
  })

  it('gives nothing for an empty answer, a Blob for an image and a text for a page', async () => {
    const image = new Response(new Uint8Array([1, 2]), { headers: { 'Content-Type': 'image/png' } })
    const page = new Response('<p>Thanks</p>', { headers: { 'Content-Type': 'text/html' } })
    const { client } = clientOf(empty(204), empty(200), image, page)
    expect((await client.DELETE('/users/{userId}', { path: { userId: 5 } })).data).toBeUndefined()
    expect((await client.POST('/access-points/{accessPointId}/activate', { path: { accessPointId: 5 } })).data).toBeUndefined()
    const photo = (await client.GET('/users/{userId}/photo', { path: { userId: 5 } })).data
    expect([photo.type, photo.size]).toEqual(['image/png', 2])
    expect((await client.GET('/v1/public/face-consents', { query: { token: 'c' } })).data).toBe('<p>Thanks</p>')
  })

  it('sends a form with the same bytes at each attempt', async () => {
    const { client, sent } = clientOf(fault(), json(200, {}))
    const form = new FormData()
    form.set('file', new Blob([new Uint8Array([1, 2, 3])]), 'photo.png')
    await client.POST('/users/{userId}/photo', { path: { userId: 5 }, body: form })
    expect(sent[0]?.headers.get('content-type')).toContain('multipart/form-data; boundary=')
    expect(sent[0]?.body).toContain('photo.png')
    expect(sent[1]?.body).toBe(sent[0]?.body)
    expect(sent[1]?.headers.get('content-type')).toBe(sent[0]?.headers.get('content-type'))
  })

  it('under /v1/public goes without key and token', async () => {
    const { client, sent } = clientOf(json(200, {}))
    await client.POST('/v1/public/digital-invitations/redeem', { body: { accessCode: 'c' } })
    expect(sent[0]?.path).toBe('/v1/public/digital-invitations/redeem')
    for (const name of ['api-key', 'authorization', 'idempotency-key']) expect(sent[0]?.headers.has(name), name).toBe(false)
  })

  it.each(['', '.', '..'])('never lets the parameter %o lead to another path', async (name) => {
    const { client, sent } = clientOf()
    await expect(client.GET('/users/{externalId}/external', { path: { externalId: name } })).rejects.toThrow(TypeError)
    expect(sent).toEqual([])
  })

  it('needs a token or a way to one', async () => {
    const { runtime } = scripted()
    const bare = { apiUrl: 'https://api.example', apiKey: 'k', authUrl: 'https://auth.example', clientId: 'c' }
    const client = createClient({ ...bare, store: memoryStore(), runtime })
    expect(await thrown(client.GET('/administrators/whoami'))).toMatchObject({ code: 'invalid_grant', status: 401 })
  })
})

describe('a refusal', () => {
  it('is an ApiError with status, code, message, request id and field', async () => {
    const message = "Invalid value 'x for 'y' z' for 'emails.0.address': not an address"
    const { client } = clientOf(json(400, { message, code: 400 }, { 'X-Request-Id': 'r-2' }))
    const error = await thrown(client.POST('/users', { body: { firstName: 'A', lastName: 'B' } }))
    expect(error).toBeInstanceOf(ApiError)
    expect(error).toMatchObject({
      name: 'ApiError',
      status: 400,
      code: 400,
      message,
      requestId: 'r-2',
      field: 'emails.0.address',
    })
  })

  it.each<[string, Response, object]>([
    ['HTML', new Response('<h1>Developer Inactive</h1>', { status: 403 }), { message: 'Developer Inactive', code: 403 }],
    ['OAuth', json(401, { error: 'invalid_token', error_description: 'No' }), { message: 'No', code: 'invalid_token' }],
    ['nothing', empty(412), { message: 'The API answered 412', code: 412, field: undefined, requestId: undefined }],
    ['a list', json(400, []), { code: 400, body: [] }],
    ['null', json(400, null), { code: 400, body: null }],
  ])('in the form of %s is understood too', async (_, answer, expected) => {
    const { client } = clientOf(answer)
    expect(await thrown(client.GET('/sites'))).toMatchObject(expected)
  })
})

describe('a call that failed', () => {
  it.each([fault(), ...[429, 500, 502, 503, 504].map((status) => json(status, {}))])(
    'with %o is sent again, with pauses that grow and are drawn at random',
    async (failure) => {
      const again = () => (failure instanceof Response ? failure.clone() : failure)
      const { client, sent, pauses } = clientOf(again(), again(), again(), json(200, user))
      expect((await client.GET('/users/{userId}', { path: { userId: 5 } })).data.id).toBe(5)
      expect(sent.length).toBe(4)
      expect(pauses).toEqual([125, 250, 500])
    },
  )

  it('ends with the last answer, or the last fault, when its attempts are used up', async () => {
    const unavailable = clientOf(...Array.from({ length: 4 }, () => json(503, { message: 'Sorry', code: 503 })))
    expect(await thrown(unavailable.client.GET('/sites'))).toMatchObject({ status: 503, message: 'Sorry' })
    expect(unavailable.sent.length).toBe(4)
    const broken = clientOf(...Array.from({ length: 4 }, fault))
    const error = await thrown(broken.client.GET('/sites'))
    expect(error).toBeInstanceOf(ConnectionError)
    expect(error).toMatchObject({ message: 'GET https://api.example/v1/api/sites: fetch failed', cause: expect.any(TypeError) })
    expect(broken.sent.length).toBe(4)
  })

  it('keeps its key at each attempt; another call has another', async () => {
    const { client, sent } = clientOf(fault(), json(503, {}), json(200, user), json(200, user), json(200, user))
    const body = { firstName: 'A', lastName: 'B' }
    await client.POST('/users', { body })
    await client.POST('/users', { body })
    await client.POST('/users', { body, idempotencyKey: 'mine' })
    expect(sent.map(({ headers }) => headers.get('idempotency-key'))).toEqual(['key-1', 'key-1', 'key-1', 'key-2', 'mine'])
  })

  it.each(['PUT', 'DELETE', 'PATCH'] as const)(
    'by %s has a key too, so that its repeat is answered as the first',
    async (verb) => {
      const { client, sent } = clientOf(fault(), empty(204))
      const path = { userId: 5 }
      if (verb === 'PUT') await client.PUT('/users/{userId}/suspended', { path, body: { suspended: true } })
      else if (verb === 'PATCH') await client.PATCH('/users/{userId}', { path, body: {} })
      else await client.DELETE('/users/{userId}', { path })
      expect(sent.map(({ headers }) => headers.get('idempotency-key'))).toEqual(['key-1', 'key-1'])
    },
  )

  it('by POST without a key, which /v1/public does not know, is not sent again', async () => {
    const { client, sent } = clientOf(fault())
    const body = { accessCode: 'c' }
    const error = await thrown(client.POST('/v1/public/digital-invitations/redeem', { body }))
    expect(error).toBeInstanceOf(ConnectionError)
    expect(sent.length).toBe(1)
  })

  it.each([400, 403, 404, 409, 412])('with %i is not sent again', async (status) => {
    const { client, sent } = clientOf(json(status, { message: 'No', code: status }, { 'Retry-After': '1' }))
    expect(await thrown(client.POST('/users', { body: { firstName: 'A', lastName: 'B' } }))).toMatchObject({ status })
    expect(sent.length).toBe(1)
  })

  it('whose first attempt is still under way waits for its answer', async () => {
    const underWay = json(409, { message: 'Under way', code: 409 }, { 'Retry-After': '1' })
    const { client, pauses } = clientOf(fault(), underWay, json(200, user))
    expect((await client.POST('/users', { body: { firstName: 'A', lastName: 'B' } })).data.id).toBe(5)
    expect(pauses).toEqual([125, 1_250])
  })

  it.each([
    ['7', 7_000],
    ['Mon, 02 Mar 2026 12:00:09 GMT', 9_000],
    ['Mon, 02 Mar 2026 11:00:00 GMT', 0],
    ['soon', 0],
  ])('waits as long as Retry-After: %s asks, and a little longer', async (asked, waited) => {
    const { client, pauses } = clientOf(json(429, {}, { 'Retry-After': asked }), json(200, user))
    await client.GET('/users/{userId}', { path: { userId: 5 } })
    expect(pauses).toEqual([waited + 125])
  })

  it('is given up when the API asks for a longer wait than the client may take', async () => {
    const { client, pauses } = clientOf(json(429, { message: 'Slow down', code: 429 }, { 'Retry-After': '61' }))
    expect(await thrown(client.GET('/sites'))).toMatchObject({ status: 429, retryAfterMs: 61_000 })
    expect(pauses).toEqual([])
  })

  it('draws no pause from more than the policy allows', async () => {
    const api = scripted(...Array.from({ length: 9 }, fault), json(200, user))
    const client = createClient({ ...withToken(api.runtime), retry: { maxAttempts: 10, maxDelayMs: 1_000 } })
    await client.GET('/users/{userId}', { path: { userId: 5 } })
    expect(api.pauses).toEqual([125, 250, 500, 500, 500, 500, 500, 500, 500])
  })
})

describe('a call that takes too long', () => {
  const untilAborted = (request: Request): Promise<Response> =>
    new Promise((_, reject) => request.signal.addEventListener('abort', () => reject(request.signal.reason)))

  it('counts as a broken connection', async () => {
    const api = scripted()
    const runtime = { ...api.runtime, fetch: untilAborted }
    const client = createClient({ ...withToken(runtime), retry: { maxAttempts: 2, timeoutMs: 1 } })
    const error = await thrown(client.GET('/sites'))
    expect(error).toBeInstanceOf(ConnectionError)
    expect(error).toMatchObject({ message: expect.stringContaining('No answer within 1 ms') })
    expect(api.pauses.length).toBe(1)
  })

  it('is sent again when the answer breaks off in the middle', async () => {
    const torn = new ReadableStream({
      start: (controller) => {
        controller.enqueue(new TextEncoder().encode('{"id":'))
        controller.error(new TypeError('terminated'))
      },
    })
    const { client } = clientOf(new Response(torn), json(200, user))
    expect((await client.GET('/users/{userId}', { path: { userId: 5 } })).data.id).toBe(5)
  })

  it('ends with the reason of its signal: before it, in an attempt, and in a pause', async () => {
    const reason = new Error('Enough')
    const before = clientOf()
    expect(await thrown(before.client.GET('/sites', { signal: AbortSignal.abort(reason) }))).toBe(reason)
    expect(before.sent).toEqual([])

    const during = new AbortController()
    const attempt = scripted()
    const waiting = createClient(withToken({ ...attempt.runtime, fetch: untilAborted })).GET('/sites', { signal: during.signal })
    during.abort(reason)
    expect(await thrown(waiting)).toBe(reason)

    const pausing = new AbortController()
    const paused = scripted(fault())
    const sleep = async (_: number, signal: AbortSignal) => {
      pausing.abort(reason)
      signal.throwIfAborted()
    }
    const client = createClient(withToken({ ...paused.runtime, sleep }))
    expect(await thrown(client.GET('/sites', { signal: pausing.signal }))).toBe(reason)
    expect(paused.sent.length).toBe(1)
  })
})

describe('the pauses of the real runtime', () => {
  it('end at once when they are aborted', async () => {
    const { webRuntime } = await import('../../sdk/src/runtime.ts')
    const aborting = new AbortController()
    const pause = webRuntime.sleep(60_000, aborting.signal)
    aborting.abort(new Error('Enough'))
    await expect(pause).rejects.toThrow('Enough')
    await expect(webRuntime.sleep(60_000, aborting.signal)).rejects.toThrow('Enough')
    await webRuntime.sleep(0, new AbortController().signal)
  })
})
