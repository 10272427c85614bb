import { createHash } from 'node:crypto'

/** The whole look of the pages: no fonts, images or scripts from anywhere. Every text has a contrast of 4.5 to 1 or more. */
export const style = `
:root{color-scheme:light dark;--text:#1b1f24;--quiet:#4b5563;--page:#f3f4f6;--card:#fff;--line:#6b7280;--accent:#0b5cad;--on-accent:#fff;--error:#a1160a}
@media (prefers-color-scheme:dark){:root{--text:#f3f4f6;--quiet:#c3c9d2;--page:#111418;--card:#1b2027;--line:#8d96a3;--accent:#8cc4ff;--on-accent:#0b1a2b;--error:#ffb4a8}}
*{box-sizing:border-box}
body{margin:0;padding:2rem 1rem;background:var(--page);color:var(--text);font:1rem/1.5 system-ui,sans-serif}
main{max-width:26rem;margin:0 auto;padding:1.5rem;background:var(--card);border-radius:.5rem;overflow-wrap:anywhere}
h1{margin:0 0 1rem;font-size:1.5rem;line-height:1.25}
h2{margin:0 0 .25rem;font-size:1rem}
p,ul,dl{margin:0 0 1rem}
ul{padding-left:1.25rem}
dt{color:var(--quiet);font-size:.875rem}
dd{margin:0 0 .5rem;font-weight:600}
label{display:block;margin:0 0 .25rem;font-weight:600}
input{width:100%;margin:0 0 1rem;padding:.625rem;border:1px solid var(--line);border-radius:.25rem;background:var(--card);color:inherit;font:inherit}
button{display:block;width:100%;margin:0 0 .75rem;padding:.75rem;border:2px solid var(--accent);border-radius:.25rem;background:var(--accent);color:var(--on-accent);font:inherit;font-weight:600;cursor:pointer}
button.quiet{background:transparent;color:var(--accent)}
button.link{display:inline;width:auto;margin:0;padding:0;border:0;background:none;color:var(--accent);font-weight:400;text-decoration:underline}
:focus-visible{outline:3px solid var(--accent);outline-offset:2px}
.error{margin:0 0 1rem;padding:.75rem 1rem;border:2px solid var(--error);border-radius:.25rem;color:var(--error)}
.error p{margin:0}
.quiet-text{color:var(--quiet);font-size:.875rem}
`

/** How a content security policy names this style, so that no other one is applied. */
export const styleHash = `'sha256-${createHash('sha256').update(style).digest('base64')}'`
