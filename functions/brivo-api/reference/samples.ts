import type { Call, Parameter } from './document.ts'

/** A call as it is sent: its address, and values for its parameters and its body. */
type Sent = { verb: string; path: string; call: Call; publicUrl: string }

/** The call with its example as a command for a shell, and as a program with the client of the API. */
export const samplesOf = (sent: Sent): NonNullable<Call['x-codeSamples']> => [
  { lang: 'Shell', label: 'curl', source: curlSample(sent) },
  { lang: 'TypeScript', label: 'TypeScript', source: clientSample(sent) },
]

const bodyOf = ({ call }: Sent) => call.requestBody?.content['application/json']?.example
const takesFile = ({ call }: Sent) => 'multipart/form-data' in (call.requestBody?.content ?? {})

/** The parameters of the query that the sample shows: those that are needed, and those with which the reference shows the call. */
const queryOf = ({ call }: Sent): Parameter[] =>
  (call.parameters ?? []).filter(
    ({ in: place, required, example, name }) => place === 'query' && example !== undefined && (required || shown.has(name)),
  )
const shown: ReadonlySet<string> = new Set(['filter', 'language', 'nfcEnabled', 'sendInvitationEmail', 'showStatus'])

/** The headers that the call needs beside those of every call. */
const headersOf = ({ call }: Sent): Parameter[] =>
  (call.parameters ?? []).filter(({ in: place, required }) => place === 'header' && required)

const curlSample = (sent: Sent): string => {
  const { verb, path, call, publicUrl } = sent
  const address = path.replaceAll(/\{(.+?)\}/g, (_, name: string) => encodeURIComponent(String(pathValue(call, name))))
  const query = queryOf(sent).map(({ name, example }) => `${name}=${encodeURIComponent(String(example)).replaceAll('%2C', ',')}`)
  const body = bodyOf(sent)
  const lines = [
    `curl ${quoted(`${publicUrl}${address}${query.length > 0 ? `?${query.join('&')}` : ''}`)}`,
    ...(verb === 'get' || (verb === 'post' && (body !== undefined || takesFile(sent))) ? [] : [`-X ${verb.toUpperCase()}`]),
    ...(call.security?.length ? [`-H "api-key: $API_KEY"`, `-H "Authorization: Bearer $ACCESS_TOKEN"`] : []),
    ...headersOf(sent).map(({ name, example }) => `-H ${quoted(`${name}: ${example}`)}`),
    ...(takesFile(sent) ? ['-F file=@photo.jpg'] : []),
    ...(body === undefined ? [] : ["-H 'Content-Type: application/json'", `-d ${quoted(JSON.stringify(body, null, 2))}`]),
  ]
  return lines.join(' \\\n  ')
}

/** As one word of a shell. */
const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`

const pathValue = (call: Call, name: string): unknown =>
  call.parameters?.find((one) => one.in === 'path' && one.name === name)?.example ?? name

const clientSample = (sent: Sent): string => {
  const { verb, path, call } = sent
  const inPath = (call.parameters ?? []).filter((one) => one.in === 'path')
  const [query, headers] = [queryOf(sent), headersOf(sent)]
  const body = bodyOf(sent)
  const options = [
    ...(inPath.length > 0 ? [`path: ${literal(valuesOf(inPath), 1)}`] : []),
    ...(query.length > 0 ? [`query: ${literal(valuesOf(query), 1)}`] : []),
    ...(headers.length > 0 ? [`headers: ${literal(valuesOf(headers), 1)}`] : []),
    ...(takesFile(sent) ? ['body: form'] : body === undefined ? [] : [`body: ${literal(body, 1)}`]),
  ]
  const given = options.length > 0 ? `, {\n  ${options.join(',\n  ')},\n}` : ''
  const answered = Object.entries(call.responses).some(([status, { content }]) => status < '300' && content)
  return [
    ...(takesFile(sent) ? ['const form = new FormData()', "form.append('file', photo)"] : []),
    `${answered ? 'const { data } = ' : ''}await client.${verb.toUpperCase()}('${path.replace(/^\/v1\/api(?=\/)/, '')}'${given})`,
  ].join('\n')
}

const valuesOf = (parameters: readonly Parameter[]) => Object.fromEntries(parameters.map(({ name, example }) => [name, example]))

/** A value as TypeScript has it, in as few lines as fit. */
const literal = (value: unknown, depth: number): string => {
  const short = inline(value)
  if (short.length <= 70 || typeof value !== 'object' || value === null) return short
  const indent = '  '.repeat(depth + 1)
  const parts = Array.isArray(value)
    ? value.map((one) => literal(one, depth + 1))
    : Object.entries(value).map(([name, one]) => `${keyOf(name)}: ${literal(one, depth + 1)}`)
  const [open, close] = Array.isArray(value) ? ['[', ']'] : ['{', '}']
  return `${open}\n${parts.map((part) => `${indent}${part},\n`).join('')}${'  '.repeat(depth)}${close}`
}

const inline = (value: unknown): string => {
  if (typeof value === 'string') return `'${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`
  if (Array.isArray(value)) return `[${value.map(inline).join(', ')}]`
  if (typeof value !== 'object' || value === null) return String(value)
  const parts = Object.entries(value).map(([name, one]) => `${keyOf(name)}: ${inline(one)}`)
  return parts.length > 0 ? `{ ${parts.join(', ')} }` : '{}'
}

const keyOf = (name: string): string => (/^[A-Za-z_]\w*$/.test(name) ? name : `'${name}'`)
