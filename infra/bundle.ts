import { join } from 'node:path'
import { AssetHashType, DockerImage } from 'aws-cdk-lib'
import { Code } from 'aws-cdk-lib/aws-lambda'
import { type BuildResult, buildSync } from 'esbuild'
import type { FunctionName } from './stage.ts'

const root = join(import.meta.dirname, '..')

/** The file whose `handler` a function runs. */
export const handlerOf = (name: FunctionName): string => join(root, 'functions', name, 'handler.ts')

/**
 * Bundles one function into `outputDir`/index.mjs and its source map. The AWS SDK goes in as well: what was tested is what
 * runs, and a bundled client starts sooner than the runtime's own copy.
 */
export const bundle = (name: FunctionName, outputDir: string): BuildResult & { metafile: NonNullable<BuildResult['metafile']> } =>
  buildSync({
    absWorkingDir: root,
    entryPoints: [handlerOf(name)],
    outfile: join(outputDir, 'index.mjs'),
    bundle: true,
    minify: true,
    keepNames: false,
    sourcemap: 'linked',
    // a stack trace needs names and lines; the sources themselves would triple what is read at a cold start
    sourcesContent: false,
    platform: 'node',
    format: 'esm',
    target: 'node24',
    // the SDK's ES modules, which esbuild can shake; its CommonJS build is twice the size
    mainFields: ['module', 'main'],
    // a CommonJS dependency that requires a built-in module finds no `require` in an ES module without this
    banner: { js: "import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);" },
    legalComments: 'none',
    logLevel: 'warning',
    metafile: true,
  })

/** The bundle as an asset of the CDK, named by the hash of its content: a function that did not change is not deployed. */
export const bundledCode = (name: FunctionName): Code =>
  Code.fromAsset(join(root, 'functions', name), {
    assetHashType: AssetHashType.OUTPUT,
    bundling: {
      image: DockerImage.fromRegistry('unused'),
      local: {
        tryBundle: (outputDir) => {
          bundle(name, outputDir)
          return true
        },
      },
    },
  })
