import { globSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { newApp } from './blueprint.ts'
import { bundled } from './bundle.ts'
import { addSallyport } from './sallyport.ts'
import { functionNames, type StageSettings, stageNamed, withRateLimits } from './stage.ts'

/**
 * Synthesizes one stage into cdk.out, without a network and without Docker. The stage is the one that STAGE names, or else
 * `local`, which `npm start` runs on this machine. RATE_LIMITS sets limits of requests that differ from the stage's.
 */
const synthesize = (stage: StageSettings, outdir: string): void => {
  // another stage's templates would be read as part of this one
  for (const file of globSync('sallyport-*.json', { cwd: outdir })) rmSync(join(outdir, file))
  const codeOf = bundled(functionNames, join(outdir, 'bundles'))
  const app = newApp(outdir, { validate: stage.name !== 'local' })
  addSallyport({ app, stage, codeOf })
  app.synth()
}

try {
  const stage = stageNamed(process.env.STAGE ?? 'local')
  const { RATE_LIMITS: limits } = process.env
  synthesize(limits ? withRateLimits(stage, limits) : stage, process.env.CDK_OUTDIR ?? join(import.meta.dirname, '..', 'cdk.out'))
} catch (thrown) {
  console.error(thrown instanceof Error ? thrown.message : thrown)
  process.exitCode = 1
}
