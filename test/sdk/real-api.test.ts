import { beforeAll, describe, expect, it } from 'vitest'
import { type Client, createClient, paged, type Tokens } from '../../sdk/src/index.ts'
import { apiBeside } from '../support/api-beside.ts'
import { mary, testAuth } from '../support/auth.ts'

/** The OAuth server and the API over one table in memory, and a client of both. `lose` says whose answers never arrive. */
const everything = async () => {
  const auth = await testAuth()
  const app = apiBeside(auth)
  const now = () => auth.clock.now
  const requests: string[] = []
  const lost: string[] = []
  const saved: (Tokens | undefined)[] = []
  const client = createClient({
    apiUrl: 'https://api.example',
    authUrl: 'https://auth.example',
    apiKey: 'test-key',
    clientId: auth.passwordApp.id,
    clientSecret: auth.passwordApp.secret,
    grant: { kind: 'password', ...mary },
    store: { load: async () => saved.at(-1), save: async (tokens) => void saved.push(tokens) },
    runtime: {
      now,
      sleep: async (ms) => {
        auth.clock.now += ms
      },
      fetch: async (request) => {
        const { host, pathname } = new URL(request.url)
        requests.push(`${request.method} ${pathname}`)
        const response = await (host === 'auth.example' ? auth.app : app).fetch(request)
        if (lost[0] !== pathname) return response
        lost.shift()
        throw new TypeError('fetch failed')
      },
    },
  })
  return { auth, client, requests, lost, saved }
}

describe('against the API itself, the client', () => {
  let all: Awaited<ReturnType<typeof everything>>
  let client: Client
  beforeAll(async () => {
    all = await everything()
    client = all.client
  })

  it('signs in, acts for who signed in, and refreshes when the token ends, once for all who wait', async () => {
    const { auth, requests, saved } = all
    expect((await client.GET('/administrators/whoami')).data.username).toBe('mary')
    auth.clock.now += 300_000
    await Promise.all([client.GET('/sites'), client.GET('/groups'), client.GET('/schedules')])
    expect(requests.filter((one) => one === 'POST /oauth/token').length).toBe(2)
    expect(new Set(saved.map((tokens) => tokens?.refreshToken)).size).toBe(2)
  })

  it('keeps its grant when the answer to a refresh is lost', async () => {
    const { auth, lost, requests, saved } = all
    auth.clock.now += 300_000
    lost.push('/oauth/token')
    const before = requests.length
    await client.GET('/sites')
    expect(requests.slice(before)).toEqual(['POST /oauth/token', 'POST /oauth/token', 'GET /v1/api/sites'])
    auth.clock.now += 300_000
    await client.GET('/sites')
    expect(new Set(saved.map((tokens) => tokens?.refreshToken)).size).toBe(saved.length)
  })

  it('gets another token when its grant was ended elsewhere', async () => {
    const { auth, requests, saved } = all
    await auth.post('/oauth/revoke', {
      token: saved.at(-1)?.refreshToken ?? '',
      client_id: auth.passwordApp.id,
      client_secret: auth.passwordApp.secret,
    })
    auth.clock.now += 10_000
    const before = requests.length
    expect((await client.GET('/administrators/whoami')).data.username).toBe('mary')
    expect(requests.slice(before)).toEqual([
      'GET /v1/api/administrators/whoami',
      'POST /oauth/token',
      'POST /oauth/token',
      'GET /v1/api/administrators/whoami',
    ])
  })

  it('writes once although the answer is lost, and has the first answer', async () => {
    const { lost } = all
    lost.push('/v1/api/groups')
    const { data, response } = await client.POST('/groups', { body: { name: 'Staff' } })
    expect(response.headers.get('idempotent-replayed')).toBe('true')
    const { data: listed } = await client.GET('/groups')
    expect(listed.data.map(({ id }) => id)).toEqual([data.id])
    lost.push(`/v1/api/groups/${data.id}`)
    await client.DELETE('/groups/{groupId}', { path: { groupId: data.id } })
    expect((await client.GET('/groups')).data.count).toBe(0)
  })

  it('lists every row while rows before it are deleted', async () => {
    const people = Array.from({ length: 25 }, (_, index) => `Number ${index}`)
    for (const lastName of people) await client.POST('/users', { body: { firstName: 'Ann', lastName } })
    const found: string[] = []
    for await (const { id, lastName } of paged(client, '/users', { query: { pageSize: 10 } })) {
      found.push(lastName)
      if (found.length % 2 === 1) await client.DELETE('/users/{userId}', { path: { userId: id } })
    }
    expect(found).toEqual(people)
    expect((await client.GET('/users')).data.count).toBe(12)
  })

  it('says what the API refuses, and which field of the request', async () => {
    await expect(
      client.POST('/users', { body: { firstName: 'Ann', lastName: 'Lee', effectiveFrom: 'now' } }),
    ).rejects.toMatchObject({
      status: 400,
      field: 'effectiveFrom',
      requestId: expect.stringMatching(/./),
    })
    await expect(client.GET('/users/{userId}', { path: { userId: 1 } })).rejects.toMatchObject({ status: 404, code: 404 })
  })
})
