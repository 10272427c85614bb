import type { Mail } from '../stand-ins/kept-mail.ts'
import { escapeHtml, layout } from './layout.ts'

const when = (at: number): string => new Date(at).toISOString().replace('T', ' ').slice(0, 19)

/** The mailbox: every mail the product has sent, the newest first. */
export const mailListPage = (mails: readonly Mail[]): string => {
  const rows = mails.map(
    (mail) => `<tr><td><a href="/mail/${mail.id}">${escapeHtml(mail.subject || '(no subject)')}</a></td>
<td>${escapeHtml(mail.to.join(', '))}</td><td class="soft">${when(mail.receivedAt)} UTC</td></tr>`,
  )
  const table = `<table><thead><tr><th scope="col">Subject</th><th scope="col">To</th><th scope="col">Sent</th></tr></thead>
<tbody>${rows.join('')}</tbody></table>`
  const none = '<p>No mail yet. Sallyport sends one when it gives a temporary password or an invitation.</p>'
  return layout('Mails', `${mails.length > 0 ? table : none}<p class="soft">As JSON: <a href="/mails">/mails</a></p>`)
}

/** One mail. Its HTML is shown in a sandbox: no scripts, no forms, no way out. */
export const mailPage = (mail: Mail): string => {
  const html = mail.html ? `<iframe title="The mail" sandbox srcdoc="${escapeHtml(mail.html)}"></iframe>` : ''
  return layout(
    mail.subject || '(no subject)',
    `<p><a href="/mail">All mails</a></p>
<table><tbody><tr><th scope="row">From</th><td>${escapeHtml(mail.from)}</td></tr>
<tr><th scope="row">To</th><td>${escapeHtml(mail.to.join(', '))}</td></tr>
<tr><th scope="row">Sent</th><td>${when(mail.receivedAt)} UTC</td></tr></tbody></table>
${html}${mail.text ? `<pre>${escapeHtml(mail.text)}</pre>` : ''}`,
  )
}
