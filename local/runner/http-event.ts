import { randomUUID } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { accountNumber } from '../settings.ts'

/** What a function answers to an HTTP API, payload format 2.0; anything without a `statusCode` is itself the JSON body. */
export type HttpAnswer = {
  readonly status: number
  readonly headers: Readonly<Record<string, string | readonly string[]>>
  readonly body: Buffer
}

type Matched = { readonly routeKey: string; readonly pathParameters: Readonly<Record<string, string>> }

/** API Gateway hands these over as text and every other body, a form's too, as base64. */
const isText = (contentType: string): boolean =>
  /^\s*(text\/|application\/(json|javascript|xml)\b|[^;]+\+json\b)/i.test(contentType)

const isUtf8 = (body: Buffer): boolean => body.equals(Buffer.from(body.toString()))

const headersOf = (request: IncomingMessage): Record<string, string> => {
  const headers: Record<string, string> = {}
  for (const [name, values] of Object.entries(request.headersDistinct))
    if (values && name !== 'cookie') headers[name] = values.join(',')
  return headers
}

const queryOf = (search: string): Record<string, string> | undefined => {
  const query: Record<string, string> = {}
  for (const [name, value] of new URLSearchParams(search)) query[name] = name in query ? `${query[name]},${value}` : value
  return Object.keys(query).length > 0 ? query : undefined
}

/** `12/Mar/2026:19:03:58 +0000`, as API Gateway writes it. */
const commonLogTime = (now: Date): string => {
  const [, day, month, year, time] = now.toUTCString().split(' ')
  return `${day}/${month}/${year}:${time} +0000`
}

/** The path and query of a request target, the path decoded as an HTTP API decodes it; undefined when it cannot be. */
export const splitTarget = (target: string): { rawPath: string; encodedPath: string; rawQueryString: string } | undefined => {
  const question = target.indexOf('?')
  const encodedPath = question < 0 ? target : target.slice(0, question)
  try {
    return {
      rawPath: decodeURIComponent(encodedPath),
      encodedPath,
      rawQueryString: question < 0 ? '' : target.slice(question + 1),
    }
  } catch {
    return undefined
  }
}

/** An API Gateway HTTP API event, payload format 2.0. */
export const httpEvent = (
  request: IncomingMessage,
  target: { rawPath: string; rawQueryString: string },
  { routeKey, pathParameters }: Matched,
  body: Buffer,
  now: Date,
): unknown => {
  const headers = headersOf(request)
  const asText = isText(headers['content-type'] ?? '') && isUtf8(body)
  const cookies = request.headers.cookie?.split(/;\s*/)
  const host = headers.host ?? 'localhost'
  const query = queryOf(target.rawQueryString)
  return {
    version: '2.0',
    routeKey,
    rawPath: target.rawPath,
    rawQueryString: target.rawQueryString,
    ...(cookies && { cookies }),
    headers: { ...headers, 'x-forwarded-for': request.socket.remoteAddress ?? '127.0.0.1', 'x-forwarded-proto': 'http' },
    ...(query && { queryStringParameters: query }),
    ...(Object.keys(pathParameters).length > 0 && { pathParameters }),
    requestContext: {
      accountId: accountNumber,
      apiId: 'local',
      domainName: host,
      domainPrefix: host.split('.')[0],
      http: {
        method: request.method,
        path: target.rawPath,
        protocol: `HTTP/${request.httpVersion}`,
        sourceIp: request.socket.remoteAddress ?? '127.0.0.1',
        userAgent: headers['user-agent'] ?? '',
      },
      requestId: randomUUID(),
      routeKey,
      stage: '$default',
      time: commonLogTime(now),
      timeEpoch: now.getTime(),
    },
    ...(body.length > 0 && { body: asText ? body.toString() : body.toString('base64') }),
    isBase64Encoded: body.length > 0 && !asText,
  }
}

type Structured = {
  statusCode: number
  headers?: Record<string, unknown>
  cookies?: string[]
  body?: string
  isBase64Encoded?: boolean
}

/** Reads what a function answered; undefined when API Gateway would not understand it, which is a 500. */
export const readAnswer = (value: unknown): HttpAnswer | undefined => {
  if (value === null || typeof value !== 'object' || !('statusCode' in value))
    return {
      status: 200,
      headers: { 'content-type': 'application/json' },
      body: Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)),
    }
  // What is not of this shape fails the checks below.
  const answer = value as Structured
  const status = Number(answer.statusCode)
  if (!Number.isInteger(status) || status < 100 || status > 599) return undefined
  const headers: Record<string, string | string[]> = {}
  for (const [name, given] of Object.entries(answer.headers ?? {}))
    if (given !== undefined && given !== null) headers[name.toLowerCase()] = String(given)
  if (answer.cookies) headers['set-cookie'] = answer.cookies
  const text = answer.body ?? ''
  if (!headers['content-type'] && text) headers['content-type'] = 'text/plain; charset=utf-8'
  return { status, headers, body: answer.isBase64Encoded ? Buffer.from(text, 'base64') : Buffer.from(text) }
}
