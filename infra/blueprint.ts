import { App, Stack } from 'aws-cdk-lib'
import flags from 'aws-cdk-lib/recommended-feature-flags.json' with { type: 'json' }
import type { CodeOf } from './constructs/node-function.ts'
import type { StageSettings } from './stage.ts'

/** What every stack is built from. */
export type Blueprint = Readonly<{ app: App; stage: StageSettings; codeOf: CodeOf }>

/** The CDK's present defaults, and references between stacks that cannot be pulled away from under a running function. */
const context = { ...flags, '@aws-cdk/core:defaultCrossStackReferences': 'strong' }

/**
 * An app that reads the same whether the CDK's CLI runs it or Node does: its flags are here, not in cdk.json. `validate` has
 * the templates checked against CloudFormation's own rules, which takes longer than all the rest; nobody waits for it who
 * only wants to run the stage on this machine.
 */
export const newApp = (outdir: string, { validate }: { validate: boolean }): App =>
  new App({ context: { ...context, '@aws-cdk/core:validateAgainstDefaultRules': validate }, outdir, analyticsReporting: false })

/** `sallyport-<stage>-<name>`, tagged with its stage. */
export const stackOf = ({ app, stage }: Blueprint, name: string, description: string): Stack =>
  new Stack(app, `sallyport-${stage.name}-${name}`, {
    description: `Sallyport ${stage.name}: ${description}`,
    terminationProtection: stage.protectData,
    tags: { application: 'sallyport', stage: stage.name },
  })
