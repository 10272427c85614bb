import { randomUUID } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { mailListPage, mailPage } from '../pages/mail.ts'
import { type Answer, json, page } from './answer.ts'
import type { Mail } from './kept-mail.ts'

type Part = { Data?: string }
type Simple = { Subject?: Part; Body?: { Text?: Part; Html?: Part } }
type SendEmail = {
  FromEmailAddress?: string
  Destination?: { ToAddresses?: string[]; CcAddresses?: string[]; BccAddresses?: string[] }
  Content?: { Simple?: Simple }
}

const mailFrom = (from: string, { Subject, Body }: Simple, sent: SendEmail, id: string): Mail => ({
  id,
  from,
  to: sent.Destination?.ToAddresses ?? [],
  cc: sent.Destination?.CcAddresses ?? [],
  bcc: sent.Destination?.BccAddresses ?? [],
  subject: Subject?.Data ?? '',
  text: Body?.Text?.Data ?? '',
  html: Body?.Html?.Data ?? '',
  receivedAt: Date.now(),
})

/**
 * SES v2's SendEmail with simple content, and what a person or a test reads: `GET /mail` is a page (or JSON for a client that
 * accepts only that), `GET /mail/{id}` one mail, `GET /mails?to=` JSON `{data, count}` with the newest first.
 */
export const mailbox = (folder: string): ((method: string, url: URL, accept: string, body: string) => Answer) => {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const fileOf = (id: string) => join(folder, `${id}.json`)
  const read = (file: string) => JSON.parse(readFileSync(file, 'utf8')) as Mail
  const list = (to: string | null): Mail[] =>
    readdirSync(folder)
      .filter((file) => file.endsWith('.json'))
      .map((file) => read(join(folder, file)))
      .filter((mail) => !to || [...mail.to, ...mail.cc, ...mail.bcc].some((address) => address.includes(to)))
      .toSorted((a, b) => b.receivedAt - a.receivedAt)
  const keep = (sent: SendEmail): Answer => {
    const [from, simple] = [sent.FromEmailAddress, sent.Content?.Simple]
    if (!from || !simple) return json(400, { __type: 'BadRequestException', message: 'A sender and simple content are required' })
    const mail = mailFrom(from, simple, sent, `${Date.now()}-${randomUUID().slice(0, 8)}`)
    writeFileSync(`${fileOf(mail.id)}.new`, JSON.stringify(mail), { mode: 0o600 })
    renameSync(`${fileOf(mail.id)}.new`, fileOf(mail.id))
    return json(200, { MessageId: mail.id })
  }

  return (method, url, accept, body) => {
    if (method === 'POST' && url.pathname === '/v2/email/outbound-emails') return keep(JSON.parse(body) as SendEmail)
    if (method !== 'GET') return json(405, { message: `The local mailbox has no ${method} ${url.pathname}` })
    const asJson = url.pathname.startsWith('/mails') || (accept.includes('application/json') && !accept.includes('text/html'))
    const [, root, id, ...rest] = url.pathname.split('/')
    if (url.pathname === '/health') return json(200, { status: 'ok' })
    if ((root !== 'mail' && root !== 'mails') || rest.length > 0) return json(404, { message: 'Not Found' })
    if (!id) {
      const mails = list(url.searchParams.get('to'))
      return asJson ? json(200, { data: mails, count: mails.length }) : page(200, mailListPage(mails))
    }
    if (!/^[\w-]+$/.test(id) || !existsSync(fileOf(id))) return json(404, { message: `No mail ${id}` })
    const mail = read(fileOf(id))
    return asJson ? json(200, mail) : page(200, mailPage(mail))
  }
}
