import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

/** One resource of a synthesized stack, its properties not yet resolved. `key` is unique over all stacks. */
export type Resource = {
  readonly key: string
  readonly id: string
  readonly stack: string
  readonly type: string
  readonly properties: Readonly<Record<string, unknown>>
}

/** Every stack of one stage, merged. */
export type Template = {
  readonly resources: ReadonlyMap<string, Resource>
  /** Values that one stack exports for another, by export name. */
  readonly exports: ReadonlyMap<string, { readonly stack: string; readonly value: unknown }>
  readonly conditions: ReadonlyMap<string, unknown>
  readonly mappings: ReadonlyMap<string, unknown>
  /** Folder of a bundled asset, by its key in the asset bucket. */
  readonly assets: ReadonlyMap<string, string>
}

type StackFile = {
  Resources?: Record<string, { Type: string; Properties?: Record<string, unknown>; Condition?: string }>
  Outputs?: Record<string, { Value: unknown; Export?: { Name: unknown } }>
  Conditions?: Record<string, unknown>
  Mappings?: Record<string, unknown>
}
type AssetsFile = { files?: Record<string, { source: { path: string }; destinations: Record<string, { objectKey: string }> }> }

const readJson = <T>(file: string): T => JSON.parse(readFileSync(file, 'utf8')) as T

/** The key of a resource (or condition, or mapping) of a stack. */
export const keyOf = (stack: string, id: string): string => `${stack}/${id}`

const suffixed = (folder: string, suffix: string): string[] =>
  readdirSync(folder)
    .filter((name) => name.endsWith(suffix))
    .toSorted()

/** A stage of its own is a nested assembly; the local one is taken when there are several. */
const assemblyFolder = (assemblyDir: string): string => {
  const nested = readdirSync(assemblyDir).filter((name) => name.startsWith('assembly-'))
  const local = nested.find((name) => /local/i.test(name)) ?? (nested.length === 1 ? nested[0] : undefined)
  return local ? join(assemblyDir, local) : assemblyDir
}

/** Reads a synthesized cloud assembly (`cdk.out`). Throws when there is no template in it. */
export const readTemplate = (assemblyDir: string): Template => {
  const folder = assemblyFolder(assemblyDir)
  const resources = new Map<string, Resource>()
  const exports = new Map<string, { stack: string; value: unknown }>()
  const conditions = new Map<string, unknown>()
  const mappings = new Map<string, unknown>()
  const assets = new Map<string, string>()
  const files = suffixed(folder, '.template.json')
  if (files.length === 0) throw new Error(`No template in ${folder}: run npm run synth`)
  for (const file of files) {
    const stack = file.slice(0, -'.template.json'.length)
    const content = readJson<StackFile>(join(folder, file))
    for (const [id, { Type, Properties }] of Object.entries(content.Resources ?? {})) {
      const key = keyOf(stack, id)
      resources.set(key, { key, id, stack, type: Type, properties: Properties ?? {} })
    }
    for (const { Value, Export } of Object.values(content.Outputs ?? {}))
      if (typeof Export?.Name === 'string') exports.set(Export.Name, { stack, value: Value })
    for (const [name, value] of Object.entries(content.Conditions ?? {})) conditions.set(keyOf(stack, name), value)
    for (const [name, value] of Object.entries(content.Mappings ?? {})) mappings.set(keyOf(stack, name), value)
    const assetsFile = join(folder, `${stack}.assets.json`)
    if (!existsSync(assetsFile)) continue
    for (const { source, destinations } of Object.values(readJson<AssetsFile>(assetsFile).files ?? {}))
      for (const { objectKey } of Object.values(destinations)) assets.set(objectKey, resolve(folder, source.path))
  }
  return { resources, exports, conditions, mappings, assets }
}
