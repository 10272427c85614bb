const style = `
:root { color-scheme: light dark; --ink: #17202a; --soft: #5b6773; --line: #d5dbe1; --paper: #fff; --tint: #f4f6f8; --link: #0b57a4; }
@media (prefers-color-scheme: dark) { :root { --ink: #e8edf2; --soft: #a3afbb; --line: #3a444e; --paper: #14191e; --tint: #1d242b; --link: #7db8f0; } }
* { box-sizing: border-box }
body { margin: 0; font: 16px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper) }
header, main, footer { max-width: 62rem; margin: 0 auto; padding: 0 1.25rem }
header { padding-top: 1.5rem } footer { color: var(--soft); padding-bottom: 3rem }
h1 { font-size: 1.6rem; margin: .25rem 0 } h2 { font-size: 1.2rem; margin: 2.25rem 0 .5rem } h3 { font-size: 1rem; margin: 1.25rem 0 .25rem }
a { color: var(--link) } :focus-visible { outline: 3px solid var(--link); outline-offset: 2px }
table { border-collapse: collapse; width: 100%; margin: .5rem 0 } th, td { text-align: left; padding: .4rem .6rem; border-bottom: 1px solid var(--line); vertical-align: top }
code, pre { font: 13px/1.5 ui-monospace, monospace; background: var(--tint); border-radius: 4px } code { padding: .1rem .3rem; overflow-wrap: anywhere }
pre { padding: .75rem 1rem; overflow-x: auto; white-space: pre } .soft { color: var(--soft) }
button, input, select { font: inherit; padding: .35rem .7rem; border: 1px solid var(--soft); border-radius: 6px; background: var(--paper); color: var(--ink) }
button { cursor: pointer; background: var(--tint) } label { display: inline-block; margin-right: .75rem }
output { margin-left: .75rem; font-weight: 600 } iframe { width: 100%; min-height: 24rem; border: 1px solid var(--line); background: #fff }
.hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%) } nav { margin: 1rem 0 }
.skip { position: absolute; left: -999px } .skip:focus { left: 1rem; top: .5rem; background: var(--paper) }
`

/** Text that is safe inside an element or a quoted attribute. */
export const escapeHtml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;').replaceAll("'", '&#39;')

/** A whole page: `title` is text, `body` is HTML. */
export const layout = (title: string, body: string): string => `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)} · Sallyport</title><style>${style}</style></head>
<body><a class="skip" href="#main">Skip to the content</a>
<header><h1>${escapeHtml(title)}</h1></header>
<main id="main">${body}</main></body></html>
`
