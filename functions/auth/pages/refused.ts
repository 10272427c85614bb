import type { Context } from 'hono'
import { html } from 'hono/html'
import { sendPage } from './layout.ts'

/** A page that says why nothing more happens. */
export const refusedPage = (c: Context, title: string, reason: string, status: 400 | 404 | 405 | 413 | 503 = 400) =>
  sendPage(c, { title, body: html`<h1>${title}</h1>\n<p>${reason}</p>` }, status)
