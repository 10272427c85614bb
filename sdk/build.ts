/** `npm run sdk:build`: makes the package as it is published, in `sdk/dist`. `npm publish sdk/dist` publishes it. */
import { spawnSync } from 'node:child_process'
import { copyFileSync, globSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import source from './package.json' with { type: 'json' }

const sdk = import.meta.dirname

/** Writes the package to `folder`, which is emptied first: JavaScript, types, README and license. Throws when the types do not hold. */
export const buildPackage = (folder: string): void => {
  rmSync(folder, { recursive: true, force: true })
  const tsc = join(sdk, '..', 'node_modules', 'typescript', 'bin', 'tsc')
  const { status, stdout } = spawnSync(process.execPath, [tsc, '-p', sdk, '--outDir', folder], { encoding: 'utf8' })
  if (status !== 0) throw new Error(`The client does not compile:\n${stdout}`)
  for (const file of globSync('*.d.ts', { cwd: folder })) nameAsPublished(join(folder, file))
  copyFileSync(join(sdk, 'README.md'), join(folder, 'README.md'))
  copyFileSync(join(sdk, '..', 'LICENSE'), join(folder, 'LICENSE'))
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify(published(), null, 2)}\n`)
}

/** The compiler rewrites the names of imported files in what it compiles, and leaves them in declarations. */
const nameAsPublished = (file: string): void =>
  writeFileSync(file, readFileSync(file, 'utf8').replace(/( from '\.\/[^']+)\.ts'/g, "$1.js'"))

/** Here the package is its sources, and its name is not to be published by mistake. */
const published = () => {
  const { private: _, devDependencies, exports, ...rest } = source
  return { ...rest, exports: { '.': { types: './index.d.ts', default: './index.js' } } }
}

if (import.meta.main) buildPackage(join(sdk, 'dist'))
