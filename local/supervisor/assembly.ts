import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { nodeProgram, repositoryRoot } from '../paths.ts'

const sources = ['infra', 'functions', 'shared', 'package.json', 'package-lock.json']

const filesUnder = (path: string): string[] => {
  if (!existsSync(path)) return []
  if (!statSync(path).isDirectory()) return [path]
  return readdirSync(path)
    .toSorted()
    .flatMap((name) => filesUnder(join(path, name)))
}

const hashOfSources = (): string => {
  const hash = createHash('sha256')
  for (const source of sources)
    for (const file of filesUnder(join(repositoryRoot, source)))
      hash.update(`${file.slice(repositoryRoot.length)}\0`).update(readFileSync(file))
  // The one setting of a stage that can be changed without changing a file.
  hash.update(process.env.RATE_LIMITS ?? '')
  return hash.digest('hex').slice(0, 16)
}

const folder = join(repositoryRoot, 'cdk.out', 'local')
/** A running cloud still reads bundles of the assembly it started with, so the last few are kept. */
const keep = 3

const dropOld = (): void => {
  const byAge = readdirSync(folder)
    .map((name) => join(folder, name))
    .toSorted((a, b) => statSync(b).mtimeMs - statSync(a).mtimeMs)
  for (const old of byAge.slice(keep)) rmSync(old, { recursive: true, force: true })
}

const synthesize = (outdir: string, signal: AbortSignal | undefined): Promise<void> =>
  new Promise((resolve, reject) => {
    const child = spawn(nodeProgram, [join(repositoryRoot, 'infra', 'app.ts')], {
      cwd: repositoryRoot,
      stdio: ['ignore', 'pipe', 'pipe'],
      ...(signal && { signal }),
      env: { ...process.env, CDK_OUTDIR: outdir, STAGE: 'local' },
    })
    let said = ''
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (said += chunk.toString()))
    child.on('error', reject)
    child.on('close', (code) => (code === 0 ? resolve() : reject(new Error(`The synthesis of infra/ failed:\n${said.trim()}`))))
  })

/**
 * The folder of the synthesized local stage, made again only when infra, functions, shared, the packages or RATE_LIMITS have changed since.
 * `onWork` is called before the work begins; `signal` ends it.
 */
export const ensureAssembly = async (onWork: () => void, signal?: AbortSignal): Promise<string> => {
  const ready = join(folder, hashOfSources())
  if (existsSync(join(ready, 'manifest.json'))) return ready
  onWork()
  mkdirSync(folder, { recursive: true })
  const making = `${ready}.${process.pid}`
  try {
    await synthesize(making, signal)
    // Two starts at once make the same thing; the second to finish throws its own away.
    if (existsSync(ready)) rmSync(making, { recursive: true, force: true })
    else renameSync(making, ready)
  } catch (thrown) {
    rmSync(making, { recursive: true, force: true })
    throw thrown
  }
  dropOld()
  return ready
}
