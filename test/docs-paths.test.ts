import { existsSync, globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'

const root = join(import.meta.dirname, '..')
const pages = globSync(['*.md', 'docs/**/*.md', 'examples/**/*.md', 'sdk/*.md'], { cwd: root })
/** A file or folder of the project as a page names it: in backquotes, or after `npm test --`, where its beginning is enough. */
const named = /(?:`|-- )((?:shared|functions|infra|local|test|docs|examples|sdk)\/[\w./*-]*[\w/*])/g
/** The resource that docs/adding-a-resource.md adds does not exist. */
const example = /elevators/

it('every path that a page names exists', () => {
  const missing = pages.flatMap((page) =>
    [...readFileSync(join(root, page), 'utf8').matchAll(named)]
      .map(([, path = '']) => path)
      .filter((path) => !example.test(path))
      .filter((path) => globSync(`${path}*`, { cwd: root }).length === 0)
      .map((path) => `${page}: ${path}`),
  )
  expect(missing).toEqual([])
})

it('every link from a page to a file of the project leads somewhere', () => {
  const broken = pages.flatMap((page) =>
    [...readFileSync(join(root, page), 'utf8').matchAll(/\]\((?!https?:|#|mailto:)([^)#]+)/g)]
      .map(([, target = '']) => join(root, page, '..', target))
      .filter((target) => !existsSync(target))
      .map((target) => `${page}: ${target}`),
  )
  expect(broken).toEqual([])
})
