import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

const root = join(import.meta.dirname, '..')

/** What only a dialect may say. Docstrings may name a section of the API document, since rules come from it. */
const words = [
  '__eq',
  'parseFilter',
  'Invalid value for',
  'Invalid criteria',
  'Invalid filter',
  '.meta({',
  'eventData',
  'objectGroupName',
  'unknownWeigand',
  'deviceTypeId',
  'controlPanel',
  'Brivo',
  'TextOrNumber',
  'wire-time',
]

describe('the domain', () => {
  const files = globSync('**/*.ts', { cwd: join(root, 'shared', 'domain') })
  const code = (file: string) => readFileSync(join(root, 'shared', 'domain', file), 'utf8').replace(/\/\*\*[\s\S]*?\*\//g, '')

  it('is where this test looks for it', () => expect(files.length).toBeGreaterThan(100))

  it.each(words)('does not say %s', (word) => {
    const said = files.filter((file) => code(file).includes(word))
    expect(said).toEqual([])
  })
})
