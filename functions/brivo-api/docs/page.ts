import { html } from 'hono/html'

/** The page of the reference. It has no script in itself, so that its security policy can refuse every such script. */
export const docsPage = (assets: { style: string; library: string; start: string }) => html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Sallyport API</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="${assets.style}">
<script src="${assets.library}" defer></script>
<script src="${assets.start}" defer></script>
</head>
<body>
<header><a href="/docs">Sallyport API</a> <a href="/openapi.json">OpenAPI 3.1</a></header>
<main id="reference"><p>The reference is being drawn.</p>
<noscript><p>It needs JavaScript. Everything in it is also <a href="/openapi.json">an OpenAPI document</a>.</p></noscript></main>
</body>
</html>`

/**
 * What the page may do: run our scripts, and read our document. The library puts its styles into the page, and searches in a worker
 * that it makes itself.
 */
export const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "connect-src 'self'",
  'worker-src blob:',
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

export const pageStyle = `
:root { color-scheme: light; font-family: system-ui, sans-serif; }
body { margin: 0; color: #1c2733; background: #fff; }
header { position: sticky; top: 0; z-index: 200; display: flex; gap: 1.5rem; align-items: center; height: 48px; padding: 0 20px;
  background: #14213d; box-sizing: border-box; }
header a { color: #fff; text-decoration: none; font-size: .95rem; }
header a:first-child { font-weight: 600; font-size: 1.05rem; margin-right: auto; }
header a:hover, header a:focus-visible { text-decoration: underline; }
main > p, noscript p { max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
/* An image from elsewhere, which the page may not load. */
.menu-content a[href*="redocly.com"] img { display: none; }
td:first-child code { white-space: nowrap; }
@media print { header { display: none; } }
`

/** Draws the reference with the library, whose options are those of redoc 2. */
export const startScript = `
const font = 'system-ui, -apple-system, "Segoe UI", Roboto, sans-serif'
const mono = 'ui-monospace, SFMono-Regular, Menlo, Consolas, monospace'
Redoc.init('/openapi.json', {
  scrollYOffset: 'header',
  requiredPropsFirst: true,
  hideDownloadButtons: true,
  hideHostname: true,
  jsonSamplesExpandLevel: 4,
  showObjectSchemaExamples: true,
  sideNavStyle: 'summary-only',
  minCharacterLengthToInitSearch: 2,
  nativeScrollbars: true,
  theme: {
    colors: { primary: { main: '#1d4ed8' }, success: { main: '#15803d' }, text: { primary: '#1c2733' } },
    typography: {
      fontSize: '15px', lineHeight: '1.6', fontFamily: font,
      headings: { fontFamily: font, fontWeight: '600' },
      code: { fontFamily: mono, fontSize: '13px', wrap: true },
    },
    sidebar: { width: '290px', backgroundColor: '#f6f8fb' },
    rightPanel: { backgroundColor: '#14213d' },
  },
}, document.getElementById('reference'))
`
