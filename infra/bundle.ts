import { join } from 'node:path'
import { Code } from 'aws-cdk-lib/aws-lambda'
import { type BuildOptions, buildSync, type Metafile } from 'esbuild'
import type { CodeOf } from './constructs/node-function.ts'
import type { FunctionName } from './stage.ts'

const root = join(import.meta.dirname, '..')

/** The file whose `handler` a function runs, from the root of the repository. */
const handlerOf = (name: FunctionName): string => join('functions', name, 'handler.ts')

/** How everything that runs on Lambda is bundled; the bench of cold starts bundles in the same way. */
export const forLambda = {
  outExtension: { '.js': '.mjs' },
  bundle: true,
  minify: true,
  sourcemap: 'linked',
  // a stack trace needs names and lines; the sources themselves would triple what is read at a cold start
  sourcesContent: false,
  platform: 'node',
  format: 'esm',
  target: 'node24',
  // the SDK's ES modules, which esbuild can shake; its CommonJS build is twice the size
  mainFields: ['module', 'main'],
  // a CommonJS dependency that asks for a module while it runs finds no `require` in an ES module without this
  banner: { js: "import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);" },
  legalComments: 'none',
  logLevel: 'warning',
} as const satisfies BuildOptions

/**
 * Bundles each function into `outdir`/<name>/index.mjs and its source map, all in one run of esbuild, which reads what they
 * share once. The AWS SDK goes in as well: what was tested is what runs, and a bundled client starts sooner than the
 * runtime's own copy. Throws when one does not compile.
 */
export const bundle = (names: readonly FunctionName[], outdir: string): Metafile =>
  buildSync({
    ...forLambda,
    absWorkingDir: root,
    entryPoints: Object.fromEntries(names.map((name) => [`${name}/index`, handlerOf(name)])),
    outdir,
    metafile: true,
  }).metafile

/** The bundles as assets, each named by the hash of its content: a function that did not change is not deployed again. */
export const bundled = (names: readonly FunctionName[], outdir: string): CodeOf => {
  bundle(names, outdir)
  return (name) => Code.fromAsset(join(outdir, name))
}
