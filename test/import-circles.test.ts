import { globSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { circlesIn, importsIn, importsOf } from './import-circles.ts'

describe('imports', () => {
  it('run in no circle in functions and shared', () => {
    const imports = importsOf(globSync('{functions,shared}/**/*.ts'))
    expect(imports.size).toBeGreaterThan(200)
    expect(imports.get('functions/brivo-api/handler.ts')).toContain('functions/brivo-api/app.ts')
    expect(circlesIn(imports)).toEqual([])
  })

  it('are found in every form but import(), and a circle of them is named', () => {
    const source =
      "import { a } from './b.ts'\nimport type {\n  C,\n} from '../c.ts'\nexport * from './d.ts'\nconst e = () => import('./e.ts')\n"
    expect(importsIn('x/a.ts', source)).toEqual(['x/b.ts', 'c.ts', 'x/d.ts'])
    const imports = new Map([
      ['a.ts', ['b.ts']],
      ['b.ts', ['c.ts']],
      ['c.ts', ['b.ts', 'd.ts']],
      ['d.ts', []],
    ])
    expect(circlesIn(imports)).toEqual([['b.ts', 'c.ts']])
  })
})
