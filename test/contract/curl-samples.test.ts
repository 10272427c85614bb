import { spawnSync } from 'node:child_process'
import { beforeAll, describe, expect, it } from 'vitest'
import type { z } from 'zod'
import type { Parameter } from '../../functions/brivo-api/reference/document.ts'
import { bySpecificity } from '../../shared/http/route.ts'
import { type DocumentedCall, documentedCalls, sampleIn } from '../support/documented-calls.ts'

const publicUrl = 'https://cloud.example'

let calls: DocumentedCall[]
let sent: Sent[]
beforeAll(async () => {
  calls = await documentedCalls()
  sent = sentBy(calls.map(({ call }) => sampleIn('Shell', call)))
})

describe('the curl sample of every call of the reference', () => {
  it('asks for this call, at the address of the API', () => {
    const meant = sent.map(({ verb, url }) => {
      const { origin, pathname } = new URL(url)
      const fitting = calls.filter((one) => one.verb.toUpperCase() === verb && pattern(one.path).test(pathname))
      const [served] = bySpecificity(fitting, ({ path }) => path)
      return `${served?.call.operationId} at ${origin}`
    })
    expect(meant).toEqual(calls.map(({ call }) => `${call.operationId} at ${publicUrl}`))
  })

  it('has a path, a query and a body that the schemas of the call take', () => {
    const wrong = calls.flatMap(({ path, call, route }, index) => {
      const { url = '', data } = sent[index] ?? {}
      const { pathname, searchParams } = new URL(url)
      const { params, query, body } = route.request ?? {}
      const media = body?.content['application/json']
      const json = media && 'schema' in media ? media : undefined
      return [
        ...refusedBy(params, pattern(path).exec(pathname)?.groups).map((problem) => `path: ${problem}`),
        ...refusedBy(query, Object.fromEntries(searchParams)).map((problem) => `query: ${problem}`),
        ...(json && data !== undefined ? refusedBy(json.schema, JSON.parse(data)) : []),
        ...(json && body?.required && data === undefined ? ['it has no body'] : []),
        ...(!json && data !== undefined ? ['the call takes no body'] : []),
      ].map((problem) => `${call.operationId}: ${problem}`)
    })
    expect(wrong).toEqual([])
  })

  it('sends the headers that the call needs: of who calls, and of what the body is', () => {
    const given = sent.map(({ headers }) => headers)
    const needed = calls.map(({ route, call }, index) => [
      ...(route.permission === 'public' ? [] : ['api-key: the-key', 'Authorization: Bearer the-token']),
      ...(call.parameters ?? []).filter(isNeededHeader).map(({ name, example }) => `${name}: ${example}`),
      ...(sent[index]?.data === undefined ? [] : ['Content-Type: application/json']),
    ])
    expect(given).toEqual(needed)
    expect(given.flat()).toContain('current-date: 2026-03-02T12:00:00Z')
  })

  it('sends a file where the call takes one', () => {
    const takesFile = ({ route }: DocumentedCall) => 'multipart/form-data' in (route.request?.body?.content ?? {})
    const withFile = calls.filter(takesFile).map(({ call }) => call.operationId)
    const sending = calls.filter((_, index) => sent[index]?.file?.startsWith('file=@')).map(({ call }) => call.operationId)
    expect(withFile.length).toBeGreaterThan(0)
    expect(sending).toEqual(withFile)
  })
})

const isNeededHeader = ({ in: place, required }: Parameter) => place === 'header' && required

/** A path as the gateway matches it; its groups are the parameters. */
const pattern = (path: string) => new RegExp(`^${path.replaceAll(/\{(.+?)\}/g, '(?<$1>[^/]+)')}$`)

/** What a schema of a route says against a value: each is one of zod. */
const refusedBy = (schema: unknown, value: unknown): string[] => {
  const issues = (schema as z.ZodType | undefined)?.safeParse(value).error?.issues ?? []
  return issues.map(({ path, message }) => `${path.join('.')} ${message}`)
}

/** A request as curl makes it. */
type Sent = { verb: string; url: string; headers: string[]; data?: string; file?: string }

/** What commands for a shell would send: a shell reads them, with something else in the place of curl that writes its words down. */
const sentBy = (commands: readonly string[]): Sent[] => {
  const script = ['curl() { printf "%s\\0" "$@"; printf "\\n\\0"; }', ...commands].join('\n')
  const env = { API_KEY: 'the-key', ACCESS_TOKEN: 'the-token' }
  const { status, stdout, stderr } = spawnSync('/bin/sh', ['-c', script], { env, encoding: 'utf8' })
  if (status !== 0 || stderr !== '') throw new Error(`A sample is no command of a shell: ${stderr}`)
  return stdout
    .split('\0\n\0')
    .slice(0, -1)
    .map((words) => requestOf(words.split('\0')))
}

const requestOf = (words: readonly string[]): Sent => {
  const [url = '', ...options] = words
  const request: Sent = { verb: '', url, headers: [] }
  for (let at = 0; at < options.length; at += 2) {
    const [name, value = ''] = options.slice(at, at + 2)
    if (name === '-X') request.verb = value
    else if (name === '-H') request.headers.push(value)
    else if (name === '-d') request.data = value
    else if (name === '-F') request.file = value
    else throw new Error(`Unknown option ${name} of curl`)
  }
  return { ...request, verb: request.verb || (request.data !== undefined || request.file !== undefined ? 'POST' : 'GET') }
}
