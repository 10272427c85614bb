import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** A TypeScript file and the files of the project that it imports. */
export type Imports = ReadonlyMap<string, readonly string[]>

/** What each of `files` imports, types too; `import()` is not counted, as it runs when both sides are complete. */
export const importsOf = (files: readonly string[]): Imports =>
  new Map(files.map((file) => [file, importsIn(file, readFileSync(file, 'utf8'))]))

/** The files that a source imports or re-exports by a relative path. */
export const importsIn = (file: string, source: string): string[] =>
  [...source.matchAll(/^(?:import|export)\b[^'";]*?\bfrom '(\.[^']+)'|^import '(\.[^']+)'/gms)].map((found) =>
    join(file, '..', found[1] ?? found[2] ?? ''),
  )

/** Every circle that a walk from file to file comes upon, each as the files in it. */
export const circlesIn = (imports: Imports): string[][] => {
  const circles: string[][] = []
  const done = new Set<string>()
  const walk = (file: string, path: readonly string[]) => {
    const at = path.indexOf(file)
    if (at >= 0) circles.push(path.slice(at))
    if (at >= 0 || done.has(file)) return
    for (const next of imports.get(file) ?? []) walk(next, [...path, file])
    done.add(file)
  }
  for (const file of imports.keys()) walk(file, [])
  return circles
}
