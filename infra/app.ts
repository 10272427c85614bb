import { existsSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Code } from 'aws-cdk-lib/aws-lambda'
import { newApp } from './blueprint.ts'
import { bundledCode, handlerOf } from './bundle.ts'
import type { CodeOf } from './constructs/node-function.ts'
import { addSallyport } from './sallyport.ts'
import { stageNamed } from './stage.ts'

/**
 * Synthesizes one stage into cdk.out, without a network and without Docker. The stage is `-c stage=<name>` of the CDK's CLI,
 * or STAGE, or else `local`, which `npm start` runs on this machine.
 */
const app = newApp(process.env.CDK_OUTDIR ?? join(import.meta.dirname, '..', 'cdk.out'))
const stage = stageNamed(String(app.node.tryGetContext('stage') ?? process.env.STAGE ?? 'local'))

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

addSallyport({ app, stage, codeOf: developing })
app.synth()
