import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { App } from 'aws-cdk-lib'
import { Template } from 'aws-cdk-lib/assertions'
import { Code } from 'aws-cdk-lib/aws-lambda'
import { newApp } from '../../infra/blueprint.ts'
import { addSallyport } from '../../infra/sallyport.ts'
import { type StageName, stages } from '../../infra/stage.ts'

/** A resource as CloudFormation reads it; `Properties` is what the CDK's own assertions give. */
export type Resource = ReturnType<Template['findResources']>[string] & { id: string }

/** The stage as an app whose functions hold no code: what is declared is tested here, what runs is tested where it is written. */
export const appOf = (name: StageName, { validate } = { validate: false }): App => {
  const folder = mkdtempSync(join(tmpdir(), 'sallyport-infra-'))
  const code = mkdtempSync(join(folder, 'code-'))
  writeFileSync(join(code, 'index.mjs'), '')
  const app = newApp(join(folder, 'cdk.out'), { validate })
  addSallyport({ app, stage: stages[name], codeOf: () => Code.fromAsset(code) })
  return app
}

export type Synthesized = Readonly<{
  templates: Readonly<Record<string, Template>>
  /** All resources of a type, of all stacks. */
  all: (type: string) => Resource[]
}>

/** The stage's templates by the short names of their stacks: `storage`, `messaging`, ... */
export const synthesize = (name: StageName): Synthesized => {
  const { stacks } = appOf(name).synth()
  const templates = Object.fromEntries(
    stacks.map((stack) => [stack.stackName.replace(`sallyport-${name}-`, ''), Template.fromJSON(stack.template)]),
  )
  const all = (type: string) =>
    Object.values(templates).flatMap((template) =>
      Object.entries(template.findResources(type)).map(([id, resource]) => ({ ...resource, id })),
    )
  return { templates, all }
}
