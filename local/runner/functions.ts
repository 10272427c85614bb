import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { type CloudSettings, dataFiles, runtimeEnvironment } from '../settings.ts'
import type { FunctionSettings } from './environment.ts'
import { type FunctionHost, hostFunction } from './function-host.ts'
import type { Model } from './model.ts'
import type { Resource } from './template.ts'

/** Every function of the template, found by what an event source or a route calls it. */
export type Functions = {
  /** By name, ARN, alias, or the `.../functions/<arn>/invocations` form. Throws when the template has no such function. */
  readonly find: (target: string) => FunctionHost
  readonly stop: () => Promise<void>
}

const bundleIn = (folder: string, file: string): string => {
  const name = ['.mjs', '.js', '.cjs']
    .map((extension) => join(folder, `${file}${extension}`))
    .find((candidate) => existsSync(candidate))
  if (!name) throw new Error(`${folder} has no bundle ${file}: run npm run synth`)
  return pathToFileURL(name).href
}

const settingsOf = (model: Model, resource: Resource, cloud: CloudSettings): FunctionSettings | undefined => {
  const properties = model.properties(resource)
  const code = properties.Code as { S3Key?: string } | undefined
  const folder = code?.S3Key && model.asset(code.S3Key)
  if (!folder || !String(properties.Runtime).startsWith('nodejs')) return undefined
  const [file, exportName] = String(properties.Handler).split('.')
  const given = properties.Environment as { Variables?: Record<string, unknown> } | undefined
  const variables = Object.entries(given?.Variables ?? {}).map(([name, value]) => [name, String(value)] as const)
  const name = model.ref(resource)
  const memorySize = Number(properties.MemorySize ?? 128)
  return {
    name,
    functionArn: model.attribute(resource, 'Arn'),
    bundleUrl: bundleIn(folder, String(file)),
    exportName: exportName ?? 'handler',
    timeoutSeconds: Number(properties.Timeout ?? 3),
    memorySize,
    environment: {
      ...runtimeEnvironment(cloud.ports),
      AWS_LAMBDA_FUNCTION_NAME: name,
      AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(memorySize),
      AWS_EXECUTION_ENV: `AWS_Lambda_${String(properties.Runtime)}`,
      ...Object.fromEntries(variables),
    },
  }
}

/** The environments that the template gives its functions, one each. */
export const functionEnvironments = (model: Model, cloud: CloudSettings): Readonly<Record<string, string>>[] =>
  model
    .ofType('AWS::Lambda::Function')
    .map((resource) => settingsOf(model, resource, cloud)?.environment)
    .filter((environment) => environment !== undefined)

/** Starts a host for each bundled function of the template. Functions of the CDK itself (custom resources) are left out. */
export const startFunctions = (model: Model, cloud: CloudSettings, report: (line: string) => void): Functions => {
  const hosts = new Map<string, FunctionHost>()
  for (const resource of model.ofType('AWS::Lambda::Function')) {
    const settings = settingsOf(model, resource, cloud)
    if (!settings) continue
    const host = hostFunction(settings, join(dataFiles(cloud.dataDir).logs, `${settings.name}.log`), report)
    hosts.set(settings.name, host)
    hosts.set(settings.functionArn, host)
  }
  return {
    find: (target) => {
      const arn = /functions\/(.+)\/invocations$/.exec(target)?.[1] ?? target
      // An alias or a version is the function itself here: `<arn>:live`, `<name>:live`.
      const host = hosts.get(arn) ?? hosts.get(arn.replace(/:[^:]+$/, ''))
      if (!host) throw new Error(`The template has no function ${target}`)
      return host
    },
    stop: async () => {
      await Promise.all([...new Set(hosts.values())].map((host) => host.stop()))
    },
  }
}
