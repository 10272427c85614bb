import type { Language } from './language.ts'

/** One mail to one person: in plain text, and where it has `html` also in that. */
export type Mail = { to: string; subject: string; text: string; html?: string }

/** Sends mails. Throws when the mail was not accepted. */
export type Mailer = { send: (mail: Mail) => Promise<void> }

/** A part of a mail: a paragraph, a code that the reader copies, or a link that the reader opens. */
export type MailPart = string | { code: string } | { link: string }

/** A mail of paragraphs, in plain text and in HTML with the same words. */
export const mailOfParts = (to: string, language: Language, subject: string, parts: readonly MailPart[]): Mail => ({
  to,
  // A subject must stay one header line.
  subject: subject.replace(/\s+/g, ' '),
  text: `${parts.map(textOf).join('\n\n')}\n`,
  html: `<!doctype html>
<html lang="${language}"><head><meta charset="utf-8"><title>${escapeHtml(subject)}</title></head>
<body style="font:16px/1.5 sans-serif">
${parts.map(htmlOf).join('\n')}
</body></html>
`,
})

const textOf = (part: MailPart): string => {
  if (typeof part === 'string') return part
  return 'code' in part ? `    ${part.code}` : part.link
}

const htmlOf = (part: MailPart): string => {
  if (typeof part === 'string') return `<p>${escapeHtml(part)}</p>`
  if ('link' in part) return `<p><a href="${escapeHtml(part.link)}">${escapeHtml(part.link)}</a></p>`
  return `<p style="font:bold 24px monospace;letter-spacing:2px">${escapeHtml(part.code)}</p>`
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }
const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (character) => entities[character] ?? character)
