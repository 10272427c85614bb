import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildPackage } from '../../sdk/build.ts'

describe('the published package', () => {
  let folder: string
  const root = () => join(folder, 'client')

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'sallyport-client-'))
    buildPackage(root())
    symlinkSync(join(import.meta.dirname, '..', '..', 'node_modules'), join(folder, 'node_modules'))
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  it('holds the modules, their types, a README and the license, and nothing else', () => {
    const { stdout } = spawnSync('npm', ['pack', '--dry-run', '--json', '--offline'], { cwd: root(), encoding: 'utf8' })
    const [packed] = JSON.parse(stdout)
    const modules = [
      'attempts',
      'client',
      'errors',
      'grants',
      'index',
      'paged',
      'runtime',
      'schema',
      'tokens',
      'types',
      'webhooks',
    ]
    const expected = ['LICENSE', 'README.md', 'package.json', ...modules.flatMap((name) => [`${name}.js`, `${name}.d.ts`])]
    expect(packed.name).toBe('@sallyport/client')
    expect(packed.files.map(({ path }: { path: string }) => path).toSorted()).toEqual(expected.toSorted())
  })

  it('may be published, and asks for two packages when it is installed', () => {
    const published = JSON.parse(readFileSync(join(root(), 'package.json'), 'utf8'))
    expect(published.private).toBeUndefined()
    expect(published.devDependencies).toBeUndefined()
    expect(Object.keys(published.dependencies)).toEqual(['openapi-fetch', 'standardwebhooks'])
    expect(published.exports).toEqual({ '.': { types: './index.d.ts', default: './index.js' } })
  })

  it('names no file in its types that it does not hold', () => {
    expect(readFileSync(join(root(), 'index.d.ts'), 'utf8')).not.toMatch(/\.ts'/)
  })

  it('runs by itself in plain Node.js', () => {
    const program = `
      import { createClient, paged, verifyWebhook } from './index.js'
      const runtime = { fetch: async () => Response.json({ data: [{ id: 5 }], offset: 0, pageSize: 100, count: 1 }) }
      const client = createClient({ apiUrl: 'https://api.example', apiKey: 'k', accessToken: 't', runtime })
      for await (const { id } of paged(client, '/sites')) console.log(id, typeof verifyWebhook)`
    const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', program], {
      cwd: root(),
      encoding: 'utf8',
    })
    expect([stdout, stderr]).toEqual(['5 function\n', ''])
  })
})
