import { globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { buildSync } from 'esbuild'
import { expect, it } from 'vitest'
import { z } from 'zod'
import { forLambda } from '../../infra/bundle.ts'
import * as parts from '../../infra/zod-parts.ts'

const root = join(import.meta.dirname, '../..')

it('what bundles have of zod is what the package has by the same name', () => {
  for (const [name, member] of Object.entries(parts)) expect(z[name as keyof typeof z], name).toBe(member)
})

it('bundles have every member of zod that the sources use', () => {
  const used = globSync(['functions/**/*.ts', 'shared/**/*.ts'], { cwd: root }).flatMap((path) =>
    [...readFileSync(join(root, path), 'utf8').matchAll(/\bz\.(\w+)(?!\w|\.\$)/g)].map(([, name]) => name ?? ''),
  )
  expect(used).toContain('object')
  expect([...new Set(used)].filter((name) => name in z && !(name in parts))).toEqual([])
})

it('a bundle refuses a value in the same words', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'sallyport-zod-'))
  try {
    const contents = "import { z } from 'zod'\nexport { z }"
    buildSync({ ...forLambda, stdin: { contents, resolveDir: root, loader: 'ts' }, outdir: folder })
    const built: { z: typeof z } = await import(pathToFileURL(join(folder, 'stdin.mjs')).href)
    expect(issuesBy(built.z)).toEqual(issuesBy(z))
    expect(issuesBy(built.z)).toContain('Invalid input: expected string, received number')
  } finally {
    rmSync(folder, { recursive: true })
  }
})

const issuesBy = (by: typeof z) =>
  by
    .object({
      name: by.string(),
      count: by.number().min(3),
      email: by.email(),
      at: by.iso.datetime(),
      urls: by.array(by.url()).max(1),
      one: by.discriminatedUnion('kind', [by.object({ kind: by.literal('x') })]),
    })
    .safeParse({ name: 1, count: 1, email: 'x', at: 'y', urls: ['q', 'q'], one: { kind: 'z' } })
    .error?.issues.map(({ message }) => message)
