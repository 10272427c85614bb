import { existsSync, globSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Code } from 'aws-cdk-lib/aws-lambda'
import { newApp } from './blueprint.ts'
import { bundledCode, handlerOf } from './bundle.ts'
import type { CodeOf } from './constructs/node-function.ts'
import { addSallyport } from './sallyport.ts'
import { stageNamed } from './stage.ts'

/**
 * Synthesizes one stage into cdk.out, without a network and without Docker. The stage is the one that STAGE names, or else
 * `local`, which `npm start` runs on this machine.
 */
const outdir = process.env.CDK_OUTDIR ?? join(import.meta.dirname, '..', 'cdk.out')
const stage = stageNamed(process.env.STAGE ?? 'local')

// another stage's templates would be read as part of this one
for (const file of globSync('sallyport-*.json', { cwd: outdir })) rmSync(join(outdir, file))

// while the eight are being written
const developing: CodeOf = (name) => {
  if (existsSync(handlerOf(name))) return bundledCode(name)
  const folder = mkdtempSync(join(tmpdir(), 'sallyport-'))
  writeFileSync(
    join(folder, 'index.mjs'),
    `export const handler = async () => ({ statusCode: 501, body: '${name} is not written yet' })\n`,
  )
  return Code.fromAsset(folder)
}

const app = newApp(outdir, { validate: stage.name !== 'local' })
addSallyport({ app, stage, codeOf: developing })
app.synth()
