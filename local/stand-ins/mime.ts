/** The parts of a raw mail that the mailbox shows. Enough for mails of our own making: plain or multipart, base64 or quoted-printable. */
export type RawMail = { from: string; to: string[]; subject: string; text: string; html: string }

type Entity = { headers: Map<string, string>; body: string }

const parseEntity = (source: string): Entity => {
  const [head = '', ...rest] = source.replaceAll('\r\n', '\n').split('\n\n')
  const headers = new Map<string, string>()
  for (const line of head.replaceAll(/\n[ \t]+/g, ' ').split('\n')) {
    const colon = line.indexOf(':')
    if (colon > 0) headers.set(line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim())
  }
  return { headers, body: rest.join('\n\n') }
}

const fromQuotedPrintable = (text: string): string =>
  Buffer.from(
    text.replaceAll('=\n', '').replaceAll(/=([0-9A-F]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  ).toString()

const decodeBody = ({ headers, body }: Entity): string => {
  const encoding = headers.get('content-transfer-encoding')?.toLowerCase()
  if (encoding === 'base64') return Buffer.from(body, 'base64').toString()
  return encoding === 'quoted-printable' ? fromQuotedPrintable(body) : body
}

/** RFC 2047 words in a header: `=?utf-8?B?...?=` and `=?utf-8?Q?...?=`. */
const decodeHeader = (value: string): string =>
  value.replaceAll(/=\?[^?]+\?([BQ])\?([^?]*)\?=/gi, (_, kind: string, data: string) =>
    kind.toUpperCase() === 'B' ? Buffer.from(data, 'base64').toString() : fromQuotedPrintable(data.replaceAll('_', ' ')),
  )

const bodies = (entity: Entity): { text: string; html: string } => {
  const type = entity.headers.get('content-type') ?? 'text/plain'
  const boundary = /boundary="?([^";]+)"?/i.exec(type)?.[1]
  if (type.startsWith('multipart/') && boundary) {
    const parts = entity.body.split(`--${boundary}`).slice(1, -1)
    const found = parts.map((part) => bodies(parseEntity(part.replace(/^\n/, ''))))
    return { text: found.find((part) => part.text)?.text ?? '', html: found.find((part) => part.html)?.html ?? '' }
  }
  return type.startsWith('text/html') ? { text: '', html: decodeBody(entity) } : { text: decodeBody(entity), html: '' }
}

/** Reads a raw mail; what it does not understand is left empty, never thrown. */
export const readMime = (source: string): RawMail => {
  const entity = parseEntity(source)
  const to = decodeHeader(entity.headers.get('to') ?? '')
  return {
    from: decodeHeader(entity.headers.get('from') ?? ''),
    to: to ? to.split(',').map((address) => address.trim()) : [],
    subject: decodeHeader(entity.headers.get('subject') ?? ''),
    ...bodies(entity),
  }
}
