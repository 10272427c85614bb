import { handle } from 'hono/aws-lambda'
import { createLocalJWKSet } from 'jose'
import { createApp } from '../../../functions/brivo-api/app.ts'
import type { Principal } from '../../../shared/domain/identity/principals/principal.ts'
import { apiKeyVerifier } from '../../../shared/http/api-keys.ts'
import { requestable } from '../../../shared/http/gateway-event.ts'
import type { Revocations } from '../../../shared/http/revocations.ts'
import { tokenVerifier } from '../../../shared/http/verify-token.ts'
import { readingApiKey } from '../../../shared/storage/identity/api-keys.ts'
import { gatewayEvent } from '../gateway-event.ts'
import type { Answer } from './answers.ts'
import type { SoundRequest, Tenants } from './tenants.ts'

type Headers = Readonly<Record<string, string | undefined>>

/** No token is known here but those of the callers. */
const nothing = { authority: undefined, subjects: [] }
const nothingEnded: Revocations = { ready: async () => {}, has: () => false, count: () => 0, hasSince: () => false }

/**
 * The API as the gateway calls it, with headers as the gateway hands them on. It judges api keys, and tokens that are none of a
 * caller's, as it does in the cloud.
 */
export const throughGateway = ({ api, keys }: Pick<Tenants, 'api' | 'keys'>) => {
  const { deps, table, mounts } = api
  const callers = new Map<string, Principal>()
  const verifyOther = tokenVerifier(
    {
      issuer: deps.publicUrl,
      keys: createLocalJWKSet({ keys: [] }),
      revocations: nothingEnded,
      readAccount: async () => nothing,
      readAuthority: async () => nothing,
      readServiceToken: async () => nothing,
    },
    deps.now,
  )
  const verifyApiKey = apiKeyVerifier({ key: deps.apiKeyKey, revocations: nothingEnded, readKey: readingApiKey(table) }, deps.now)
  const app = createApp({ ...deps, verifyApiKey, verifyToken: async (token) => callers.get(token) ?? verifyOther(token) }, mounts)
  const serve = handle(app)
  // The adapter reads nothing else of Lambda's context.
  const context = { callbackWaitsForEmptyEventLoop: false } as unknown as Parameters<typeof serve>[1]

  /** A token by which the API knows the caller. */
  const tokenOf = (caller: Principal | null): string => {
    const token = `of.${Buffer.from(JSON.stringify(caller)).toString('hex')}`
    if (caller) callers.set(token, caller)
    return token
  }

  /** How a request with these headers is turned away before anything else is looked at; undefined when it is not. */
  const refusalOf = (headers: Headers, caller: Principal | null): 401 | 403 | undefined => {
    if (!Object.values(keys).includes(carried(headers['api-key']))) return 403
    const [, token] = /^bearer[ \t]+(\S+)$/i.exec(carried(headers.authorization)) ?? []
    return token === tokenOf(caller) ? undefined : 401
  }

  const send = async ({ verb, path, query, body, headers: own = {} }: SoundRequest, headers: Headers): Promise<Answer> => {
    const lower = Object.entries(own).map(([name, value]) => [name.toLowerCase(), value])
    const text = body === undefined ? null : body instanceof Uint8Array ? body : JSON.stringify(body)
    const event = gatewayEvent(verb, decodeURIComponent(path), {
      rawQueryString: query.replace(/^\?/, ''),
      headers: { host: 'cloud.example', ...Object.fromEntries(lower), ...headers },
      body: text instanceof Uint8Array ? Buffer.from(text).toString('base64') : text,
      isBase64Encoded: text instanceof Uint8Array,
    })
    for (const [name, value] of Object.entries(event.headers)) if (value === undefined) delete event.headers[name]
    const answer = await serve(requestable(event), context)
    const said = answer.isBase64Encoded ? Buffer.from(answer.body, 'base64').toString('latin1') : answer.body
    const given = Object.entries(answer.headers ?? {}).map(([name, value]): [string, string] => [name, String(value)])
    return { status: answer.statusCode, headers: new globalThis.Headers(given), text: said, json: parsed(said) }
  }
  return { tokenOf, refusalOf, send }
}

/** HTTP carries no white space at the ends of a header. */
const carried = (header = ''): string => header.replaceAll(/^[ \t]+|[ \t]+$/g, '')

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
