import { html } from 'hono/html'
import type { Html } from './layout.ts'

/** What went wrong with a form. It has the focus, so that a screen reader reads it first and the keyboard goes on from there. */
export const errorSummary = (heading: string, error: string | undefined): Html | '' =>
  error
    ? html`<div class="error" role="alert" id="error" tabindex="-1" autofocus>
<h2>${heading}</h2>
<p>${error}</p>
</div>`
    : ''

/** What ties a field to the summary. */
export const fieldState = (error: string | undefined): Html | '' =>
  error ? html` aria-invalid="true" aria-describedby="error"` : ''
