import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bundle } from '../../infra/bundle.ts'
import { functionNames } from '../../infra/stage.ts'

const mebibyte = 1024 * 1024

describe('what runs on Lambda', () => {
  let folder: string
  let outputs: Map<string, ReturnType<typeof bundle>['outputs'][string]>

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'sallyport-bundles-'))
    outputs = new Map(Object.entries(bundle(functionNames, folder).outputs).map(([path, output]) => [lastTwo(path), output]))
  }, 120_000)

  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  it.each(functionNames)(
    'functions/%s is one module with a `handler` and a source map, and finds nothing outside but Node',
    (name) => {
      const module = outputs.get(`${name}/index.mjs`)
      expect(module?.exports).toContain('handler')
      expect(outputs.has(`${name}/index.mjs.map`)).toBe(true)
      for (const { path } of module?.imports ?? []) expect(path).toMatch(/^node:/)
    },
  )

  it.each(functionNames)(
    'functions/%s is small enough to start quickly, and carries nothing that only tests and tools use',
    (name) => {
      const module = outputs.get(`${name}/index.mjs`)
      expect(module?.bytes).toBeLessThan(1.5 * mebibyte)
      const inputs = Object.keys(module?.inputs ?? {})
      for (const path of inputs)
        expect(path).not.toMatch(/^(local|test|infra)\/|node_modules\/(aws-cdk-lib|vitest|fauxqs|typescript)\//)
    },
  )
})

const lastTwo = (path: string): string => path.split('/').slice(-2).join('/')
