import { createHash } from 'node:crypto'
import { html, raw } from 'hono/html'
import type { Consent } from '../../../../shared/domain/people/faceprints/consent.ts'
import type { Language } from '../../../../shared/lib/language.ts'
import { consentPageTexts, overText } from './page-texts.ts'

/** The whole look of the page: nothing from anywhere else. Every text has a contrast of 4.5 to 1 or more. */
const style = `
:root{color-scheme:light dark}
body{margin:0;padding:2rem 1rem;background:#f3f4f6;color:#1b1f24;font:1rem/1.5 system-ui,sans-serif}
main{max-width:26rem;margin:0 auto;overflow-wrap:anywhere}
button{display:block;width:100%;margin:0 0 .75rem;padding:.75rem;border:2px solid #0b5cad;border-radius:.25rem;background:#0b5cad;color:#fff;font:inherit;font-weight:600}
button.quiet{background:transparent;color:#0b5cad}
@media (prefers-color-scheme:dark){body{background:#111418;color:#f3f4f6}button{background:#8cc4ff;border-color:#8cc4ff;color:#0b1a2b}button.quiet{color:#8cc4ff}}
`
const styleHash = `'sha256-${createHash('sha256').update(style).digest('base64')}'`

/** What every page is sent with: it is kept nowhere, has no script, and its address, which is worth a consent, is passed on to nobody. */
export const pageHeaders = {
  'Content-Type': 'text/html; charset=UTF-8',
  'Content-Security-Policy': `default-src 'none'; style-src ${styleHash}; form-action 'self'; frame-ancestors 'none'; base-uri 'none'`,
  'Referrer-Policy': 'no-referrer',
  'Cache-Control': 'no-store',
  'X-Content-Type-Options': 'nosniff',
}

const path = '/v1/public/face-consents'
const formTo = (action: 'give' | 'withdraw', token: string, text: string, look = '') =>
  html`<form method="post" action="${path}/${action}?token=${encodeURIComponent(token)}"><button class="${look}">${text}</button></form>`

const page = (language: Language, title: string, body: ReturnType<typeof html>) => html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${title}</title>
<style>${raw(style)}</style>
</head>
<body><main>
<h1>${title}</h1>
${body}
</main></body>
</html>
`

/** Asks for the consent, or says that it was given. Both can be undone by whoever has the token. */
export const consentPage = ({ state, language, firstName, accountName }: Consent, token: string) => {
  const { asked, given } = consentPageTexts[language]
  if (state === 'given') {
    const body = html`<p>${given.text(accountName)}</p>\n${formTo('withdraw', token, given.withdraw, 'quiet')}`
    return page(language, given.title, body)
  }
  const choices = html`${formTo('give', token, asked.consent)}\n${formTo('withdraw', token, asked.decline, 'quiet')}`
  return page(language, asked.title, html`<p>${asked.text(firstName, accountName)}</p>\n<p>${asked.use}</p>\n${choices}`)
}

export const withdrawnPage = ({ language, accountName }: Consent) => {
  const { title, text } = consentPageTexts[language].withdrawn
  return page(language, title, html`<p>${text(accountName)}</p>`)
}

/** Of a link that leads nowhere. */
export const overPage = () => page('en', overText.title, html`<p>${overText.text}</p>`)
