import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { Code } from 'aws-cdk-lib/aws-lambda'
import { type BuildOptions, buildSync, type Metafile } from 'esbuild'
import type { CodeOf } from './constructs/node-function.ts'
import { writeDocsFiles } from './docs-files.ts'
import type { FunctionName } from './stage.ts'

const root = join(import.meta.dirname, '..')

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
  // undici asks for this name, and leaves its second parser of HTTP out when it is defined
  define: { esbuildDetection: 'true' },
  legalComments: 'none',
  alias: { zod: join(import.meta.dirname, 'zod.ts') },
  logLevel: 'warning',
} as const satisfies BuildOptions

/** What is behind an `import()` becomes a file of its own, which is read when it is needed and not at every cold start. */
export const inParts = { ...forLambda, splitting: true } as const satisfies BuildOptions

/** The functions that are bundled in parts: people wait for the API, and most of it is not needed for the first request. */
const parted: readonly FunctionName[] = ['brivo-api']

/**
 * Bundles each function into `outdir`/<name>/index.mjs, its parts beside it, and their source maps. Those in one part are
 * made in one run of esbuild, which reads what they share once. The AWS SDK goes in as well: what was tested is what runs, and
 * a bundled client starts sooner than the runtime's own copy. Throws when one does not compile.
 */
export const bundle = (names: readonly FunctionName[], outdir: string): Metafile => {
  const given = { absWorkingDir: root, outdir, metafile: true } as const
  // the parts of an earlier run have other names, and would be deployed along
  for (const name of names) rmSync(join(outdir, name), { recursive: true, force: true })
  const whole = names.filter((name) => !parted.includes(name))
  const made = [
    buildSync({ ...forLambda, ...given, entryPoints: entriesOf(whole) }),
    ...names
      .filter((name) => parted.includes(name))
      .map((name) => buildSync({ ...inParts, ...given, chunkNames: `${name}/[name]-[hash]`, entryPoints: entriesOf([name]) })),
  ]
  if (names.includes('brivo-api')) writeDocsFiles(join(outdir, 'brivo-api', 'docs'))
  return {
    inputs: Object.assign({}, ...made.map(({ metafile }) => metafile.inputs)),
    outputs: Object.assign({}, ...made.map(({ metafile }) => metafile.outputs)),
  }
}

const entriesOf = (names: readonly FunctionName[]) =>
  Object.fromEntries(names.map((name) => [`${name}/index`, join('functions', name, 'handler.ts')]))

/** The bundles as assets, each named by the hash of its content: a function that did not change is not deployed again. */
export const bundled = (names: readonly FunctionName[], outdir: string): CodeOf => {
  bundle(names, outdir)
  return (name) => Code.fromAsset(join(outdir, name))
}
