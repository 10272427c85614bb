import { spawnSync } from 'node:child_process'
import { cpSync, globSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { functionNames } from '../infra/stage.ts'

const root = join(import.meta.dirname, '..')

/** A line of code, the file it would stand in, and the words of the complaint, or nothing when it may stand there. */
type Planted = readonly [file: string, code: string, complaint?: string]

const use = (specifier: string, name = 'x') => `import { ${name} } from '${specifier}'\nexport const used = ${name}\n`
const useType = (specifier: string, name: string) => `import type { ${name} } from '${specifier}'\nexport type Used = ${name}\n`
const value = (expression: string) => `export const used = ${expression}\n`

const planted: readonly Planted[] = [
  ['shared/lib/a.ts', use('../domain/places/sites/entity.ts'), 'shared/lib may import shared/lib only'],
  ['shared/lib/b.ts', use('../storage/table/table.ts'), 'shared/lib may import shared/lib only'],
  ['shared/lib/c.ts', use('node:fs'), 'shared/lib does no I/O'],
  ['shared/lib/d.ts', use('@aws-sdk/client-sqs'), 'shared/lib does no I/O'],
  ['shared/lib/e.ts', use('../../local/start.ts'), 'shared/lib may import shared/lib only'],
  ['shared/lib/ok.ts', use('./ids.ts')],

  ['shared/panel-protocol/a.ts', use('../domain/access/decisions/decide.ts'), 'shared/panel-protocol may import the schemas'],
  ['shared/panel-protocol/b.ts', use('../storage/table/table.ts'), 'shared/panel-protocol may import shared/lib'],
  ['shared/panel-protocol/c.ts', use('node:net'), 'shared/panel-protocol does no I/O'],
  ['shared/panel-protocol/ok.ts', use('../domain/devices/commands/entity.ts')],

  ['shared/domain/m/a.ts', use('@aws-sdk/client-dynamodb'), 'shared/domain may import zod and luxon only'],
  ['shared/domain/m/b.ts', use('hono'), 'shared/domain may import zod and luxon only'],
  ['shared/domain/m/c.ts', use('../../storage/places/sites.ts'), 'shared/domain may not import shared/storage'],
  ['shared/domain/m/d.ts', useType('../../storage/stores.ts', 'Stores'), 'shared/domain may not import shared/storage'],
  ['shared/domain/m/e.ts', "export { x } from '../../storage/places/sites.ts'\n", 'shared/domain may not import shared/storage'],
  ['shared/domain/m/f.ts', value("import('../../storage/places/sites.ts')"), 'shared/domain may not import shared/storage'],
  ['shared/domain/m/g.ts', use('../../../functions/brivo-api/env.ts'), 'shared/domain may import shared/lib and other modules'],
  ['shared/domain/m/h.ts', use('../../panel-protocol/hello.ts'), 'shared/domain may not import shared/panel-protocol'],
  ['shared/domain/m/i.ts', use('node:fs/promises'), 'shared/domain does no I/O'],
  ['shared/domain/m/j.ts', use('node:crypto', 'randomUUID'), 'shared/domain draws nothing at random'],
  ['shared/domain/m/k.ts', value('crypto.randomUUID()'), 'shared/domain draws nothing at random'],
  ['shared/domain/m/l.ts', value('Math.random()'), 'shared/domain draws nothing at random'],
  ['shared/domain/m/m.ts', value('process.env.STAGE'), 'shared/domain reads no environment'],
  ['shared/domain/m/n.ts', value('Date.now()'), 'shared/domain reads no clock'],
  ['shared/domain/m/o.ts', value('[1].map(Date.now)'), 'shared/domain reads no clock'],
  ['shared/domain/m/p.ts', value('new Date()'), 'shared/domain reads no clock'],
  ['shared/domain/m/q.ts', `import { DateTime } from 'luxon'\n${value('DateTime.utc()')}`, 'shared/domain reads no clock'],
  ['shared/domain/m/r.ts', value("fetch('https://example.com')"), 'shared/domain does no I/O'],
  ['shared/domain/m/s.ts', value('globalThis.process'), 'shared/domain takes what it needs as arguments'],
  ['shared/domain/m/ok.ts', `${use('node:crypto', 'createHmac')}export const at = new Date(0)\n`],
  ['shared/domain/m/ok2.ts', use('../users/entity.ts')],
  // the real deps.ts imports the type Stores, and the linter lets it
  [
    'shared/domain/deps.ts',
    use('../storage/keys/common.ts', 'siteKey'),
    'may import the type Stores of shared/storage, and nothing else',
  ],
  ['shared/domain/x/deps.ts', useType('../../storage/stores.ts', 'Stores'), 'shared/domain may not import shared/storage'],

  ['shared/domain/m/s2.ts', use('../../dialects/brivo/users.ts'), 'shared/domain may not import a dialect'],
  [
    'shared/dialects/brivo/a.ts',
    use('../../storage/places/sites.ts'),
    'shared/dialects may import shared/lib and shared/domain only',
  ],
  ['shared/dialects/brivo/b.ts', use('hono'), 'shared/dialects may import zod and luxon only'],
  ['shared/dialects/brivo/c.ts', use('node:fs'), 'shared/dialects does no I/O'],
  ['shared/dialects/brivo/ok.ts', use('../../domain/places/sites/entity.ts')],

  ['shared/storage/a.ts', use('../domain/access/decisions/decide.ts'), 'shared/storage may import the schemas'],
  ['shared/storage/b.ts', use('hono'), 'shared/storage does not know HTTP'],
  ['shared/storage/c.ts', use('../../functions/brivo-api/env.ts'), 'shared/storage may import shared/lib'],
  ['shared/storage/ok.ts', use('../domain/places/sites/entity.ts')],
  ['shared/storage/ok2.ts', use('@aws-sdk/lib-dynamodb')],

  [
    'shared/http/a.ts',
    use('../../functions/brivo-api/error-body.ts'),
    'shared/http may import shared/lib and shared/domain only',
  ],
  ['shared/http/b.ts', use('../dialects/brivo/filter.ts'), 'shared/http may import shared/lib and shared/domain only'],
  ['shared/http/c.ts', use('../storage/identity/grants.ts'), 'shared/http may import shared/lib and shared/domain only'],
  ['shared/http/d.ts', use('../domain/places/sites/create.ts'), 'shared/http may import identity, entities and errors'],
  ['shared/http/e.ts', use('@aws-sdk/client-sqs'), 'shared/http may import hono, zod and jose only'],
  ['shared/http/f.ts', use('node:fs'), 'shared/http reads what comes with a request'],
  ['shared/http/g.ts', value('process.env.STAGE'), 'noProcessEnv'],
  ['shared/http/ok.ts', `${use('hono/factory')}${useType('../domain/identity/principals/principal.ts', 'Principal')}`],
  ['shared/dialects/brivo/d.ts', use('../../http/env.ts'), 'shared/dialects may import shared/lib and shared/domain only'],
  ['shared/storage/d.ts', use('../http/env.ts'), 'shared/storage may import shared/lib'],
  ['functions/panel-gateway/ok.ts', use('../../shared/http/body-text.ts')],

  ['functions/brivo-api/a.ts', use('../auth/app.ts'), 'functions: a function may not import another one'],
  [
    'functions/brivo-api/modules/sites/b.ts',
    use('../../../panel-gateway/pair.ts'),
    'functions: a function may not import another one',
  ],
  ['functions/brivo-api/c.ts', use('../../local/start.ts'), 'functions may not import local, infra or test'],
  ['functions/brivo-api/d.ts', use('../../infra/stage.ts'), 'functions may not import local, infra or test'],
  ['functions/brivo-api/e.ts', use('../../shared/storage/keys/common.ts'), 'functions build no key'],
  ['functions/timers/ok.ts', use('../../shared/domain/devices/commands/expire.ts')],
  ['functions/brivo-api/modules/sites/ok.ts', use('../../middleware/admit.ts')],

  ['infra/a.ts', use('../functions/brivo-api/app.ts'), 'infra may not import code of functions'],
  ['infra/stacks/b.ts', use('../../shared/lib/ids.ts'), 'infra may not import code of functions'],
  ['infra/c.ts', use('../local/start.ts'), 'infra may not import code of functions'],
  ['infra/stacks/ok.ts', use('../stage.ts')],

  ['sdk/a.ts', use('../functions/brivo-api/app.ts'), 'sdk may not import code of functions'],
  ['sdk/b.ts', use('../shared/lib/ids.ts'), 'sdk may not import code of functions'],
  ['sdk/ok.ts', use('../test/support/api.ts')],
  ['sdk/src/a.ts', use('../../functions/brivo-api/app.ts'), 'sdk/src may import sdk/src only'],
  ['sdk/src/b.ts', useType('../../shared/lib/page.ts', 'Page'), 'sdk/src may import sdk/src only'],
  ['sdk/src/c.ts', use('../../test/support/api.ts'), 'sdk/src may import sdk/src only'],
  ['sdk/src/d.ts', use('node:crypto'), 'sdk/src may import openapi-fetch and standardwebhooks only'],
  ['sdk/src/e.ts', use('zod'), 'sdk/src may import openapi-fetch and standardwebhooks only'],
  ['sdk/src/f.ts', value("Buffer.from('x')"), 'sdk/src runs in browsers too'],
  ['sdk/src/ok.ts', `${use('openapi-fetch')}${useType('./types.ts', 'Client')}`],

  ['local/ok.ts', use('../shared/storage/table/table.ts')],
  ['test/ok.ts', use('../functions/brivo-api/app.ts')],
]

/** Lints the planted files with this repository's rules, in a folder of their own, and gives what is said of each. */
const complaints = (folder: string): Map<string, string> => {
  const biome = join(root, 'node_modules', '@biomejs', 'biome', 'bin', 'biome')
  const options = ['lint', '--colors=off', '--diagnostic-level=error', '--max-diagnostics=none', '--vcs-enabled=false']
  const { stdout, stderr } = spawnSync(process.execPath, [biome, ...options], { cwd: folder, encoding: 'utf8' })
  const found = new Map<string, string>()
  let file = ''
  for (const line of `${stdout}\n${stderr}`.split('\n')) {
    file = /^(\S+?):\d+:\d+ .*━/.exec(line)?.[1] ?? file
    if (file) found.set(file, `${found.get(file) ?? ''}${line}\n`)
  }
  return found
}

describe('the rooms of the building', () => {
  let folder: string
  let found: Map<string, string>

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'sallyport-rooms-'))
    for (const [file, code] of planted) {
      mkdirSync(dirname(join(folder, file)), { recursive: true })
      writeFileSync(join(folder, file), code)
    }
    for (const file of ['biome.json', 'test/pure.grit']) cpSync(join(root, file), join(folder, file))
    found = complaints(folder)
  }, 60_000)

  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  for (const [file, code, complaint] of planted) {
    if (complaint) it(`${file} may not say ${code.trim()}`, () => expect(found.get(file)).toContain(complaint))
    else it(`${file} may say ${code.trim()}`, () => expect(found.get(file)).toBeUndefined())
  }

  it('every folder of functions/ is known to the rule that keeps functions apart', () => {
    const folders = readdirSync(join(root, 'functions'), { withFileTypes: true }).filter((each) => each.isDirectory())
    const rules = readFileSync(join(root, 'biome.json'), 'utf8')
    for (const name of [...functionNames, ...folders.map((each) => each.name)]) expect(rules).toContain(`"**/${name}/**"`)
  })

  it('the domain names no write of the table: stores take plain values', () => {
    for (const file of globSync('shared/domain/**/*.ts', { cwd: root })) {
      expect(readFileSync(join(root, file), 'utf8'), file).not.toMatch(/\b(Put|Update|Delete|Check)?Writes?\b|\.counting\(/)
    }
  })

  it('no file switches a rule of its room off', () => {
    for (const file of globSync('{shared,functions,infra,sdk/src}/**/*.ts', { cwd: root })) {
      expect(readFileSync(join(root, file), 'utf8'), file).not.toMatch(/biome-ignore[^:]*(noRestricted|noProcessEnv|plugin)/)
    }
  })
})
