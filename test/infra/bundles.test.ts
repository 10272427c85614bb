import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bundle } from '../../infra/bundle.ts'
import { functionNames } from '../../infra/stage.ts'

const mebibyte = 1024 * 1024

type Outputs = ReturnType<typeof bundle>['outputs']

describe('what runs on Lambda', () => {
  let folder: string
  let outputs: Outputs

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'sallyport-bundles-'))
    mkdirSync(join(folder, 'brivo-api'))
    writeFileSync(join(folder, 'brivo-api', 'sites-OFBEFORE.mjs'), '')
    outputs = Object.fromEntries(
      Object.entries(bundle(functionNames, folder).outputs).map(([path, output]) => [
        lastTwo(path),
        { ...output, imports: output.imports.map((one) => (one.external ? one : { ...one, path: lastTwo(one.path) })) },
      ]),
    )
  }, 120_000)

  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  const partsOf = (name: string) =>
    Object.entries(outputs).filter(([path]) => path.startsWith(`${name}/`) && !path.endsWith('.map'))

  it.each(functionNames)(
    'functions/%s has a `handler` and source maps, and finds nothing outside its folder but Node',
    (name) => {
      expect(outputs[`${name}/index.mjs`]?.exports).toContain('handler')
      for (const [path, { imports }] of partsOf(name)) {
        expect(outputs).toHaveProperty([`${path}.map`])
        for (const { path, external } of imports) expect(path).toMatch(external ? /^node:/ : new RegExp(`^${name}/`))
      }
    },
  )

  it.each(functionNames)(
    'functions/%s reads little enough to start quickly, and carries nothing that only tests and tools use',
    (name) => {
      const read = [...readAtStart(outputs, `${name}/index.mjs`)].map((path) => outputs[path]?.bytes ?? 0)
      expect(read.reduce((sum, bytes) => sum + bytes)).toBeLessThan((name === 'brivo-api' ? 0.5 : 1.2) * mebibyte)
      for (const path of partsOf(name).flatMap(([, { inputs }]) => Object.keys(inputs)))
        expect(path).not.toMatch(/^(local|test|infra(?!\/zod))\/|node_modules\/(aws-cdk-lib|vitest|fauxqs|typescript)\//)
    },
  )

  it('functions/brivo-api starts without its routes and their errors, and keeps no part of an earlier build', () => {
    const inputs = [...readAtStart(outputs, 'brivo-api/index.mjs')].flatMap((path) => Object.keys(outputs[path]?.inputs ?? {}))
    expect(inputs).toContain('functions/brivo-api/mounts.ts')
    expect(inputs.filter((path) => /^functions\/brivo-api\/(modules|errors)\//.test(path))).toEqual([])
    expect(readdirSync(join(folder, 'brivo-api'))).not.toContain('sites-OFBEFORE.mjs')
  })

  it('the routes of sites load neither stores nor the library for dates, which most requests for a site do without', () => {
    const routes = partsOf('brivo-api').find(([, { entryPoint }]) => entryPoint === 'functions/brivo-api/modules/sites/routes.ts')
    const read = [...readAtStart(outputs, routes?.[0] ?? '')].flatMap((path) => Object.keys(outputs[path]?.inputs ?? {}))
    expect(read).toContain('shared/dialects/brivo/sites/inputs.ts')
    expect(read.filter((path) => /\/luxon\/|^shared\/storage\/(?!keys)/.test(path))).toEqual([])
  })
})

/** A module and all that it imports before it runs. */
const readAtStart = (outputs: Outputs, path: string, read = new Set<string>()): Set<string> => {
  if (read.has(path)) return read
  read.add(path)
  for (const { path: next, kind, external } of outputs[path]?.imports ?? [])
    if (kind === 'import-statement' && !external) readAtStart(outputs, next, read)
  return read
}

const lastTwo = (path: string): string => path.split('/').slice(-2).join('/')
