import type { Context } from 'hono'
import { html, raw } from 'hono/html'
import { style, styleHash } from './style.ts'

/** What `html` makes: text in which every value was escaped. */
export type Html = ReturnType<typeof html>

/**
 * Sends a page. `formsLeadTo` is where a form of the page may end besides this server: browsers hold the redirect that
 * answers a form to the same policy as the form.
 */
export const sendPage = (
  c: Context,
  { title, body, formsLeadTo }: { title: string; body: Html; formsLeadTo?: string | undefined },
  status: 200 | 400 | 401 | 404 | 405 | 413 | 429 | 503 = 200,
) => {
  const formAction = ["'self'", ...(formsLeadTo === undefined ? [] : [originOf(formsLeadTo)])].join(' ')
  const policy = `default-src 'none'; style-src ${styleHash}; form-action ${formAction}; frame-ancestors 'none'; base-uri 'none'`
  c.header('Content-Security-Policy', policy)
  c.header('X-Frame-Options', 'DENY')
  c.header('Referrer-Policy', 'same-origin')
  return c.html(
    html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${title} · Sallyport</title>
<style>${raw(style)}</style>
</head>
<body>
<main>
${body}
</main>
</body>
</html>
`,
    status,
  )
}

/** What a policy calls a redirect URI: its origin, or its scheme when it is an application's own. */
const originOf = (uri: string): string => {
  const { protocol, origin, hostname } = new URL(uri)
  // A policy cannot name an IPv6 address: browsers ignore such a source, so the scheme is allowed.
  if (hostname.startsWith('[')) return protocol
  return protocol === 'https:' || protocol === 'http:' ? origin : protocol
}
