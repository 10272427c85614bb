import { spawnSync } from 'node:child_process'

/** Runs a program of the project with this Node; true when it succeeded. */
export const run = (script: string, args: string[]): boolean =>
  spawnSync(process.execPath, [script, ...args], { stdio: 'inherit' }).status === 0

const checks: [name: string, passes: () => boolean][] = [
  ['types', () => run('node_modules/typescript/bin/tsc', ['--noEmit'])],
  ['lint', () => run('node_modules/@biomejs/biome/bin/biome', ['check', '.'])],
]

/** Checks types and lint, and names those that failed. */
export const failedChecks = (): string[] =>
  checks.flatMap(([name, passes]) => {
    process.stdout.write(`Checking ${name}\n`)
    if (passes()) return []
    process.stdout.write(`The check of ${name} failed: its findings are above\n`)
    return [name]
  })
