// Runs before anything is installed, on any Node from 20 on: makes the packages, finds the right Node and Java, and runs a script
// with them. Usage: node local/bootstrap.mjs <script> [arguments]. No dependencies, and no syntax newer than Node 20 knows.
import { spawn } from 'node:child_process'
import { constants } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { localEnvironment, scriptEnvironment } from './bootstrap/environment.mjs'
import { fail, majorOf } from './bootstrap/fail.mjs'
import { ensurePackages } from './bootstrap/packages.mjs'
import { findJava, findNode } from './bootstrap/programs.mjs'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const oldestNode = 20
/** Scripts that run on the stand-ins for AWS, of which one needs Java. */
const localScripts = new Set([
  'local/start.ts',
  'test/run.ts',
  'test/check.ts',
  'test/bench/run.ts',
  'node_modules/vitest/vitest.mjs',
])

const checkNode = () => {
  if (majorOf(process.version) < oldestNode)
    fail(
      `Sallyport needs Node.js ${oldestNode} or newer to start and this is ${process.version}: install one from https://nodejs.org`,
    )
}

/** An npm that is asked to end ends only the shell between us, and that one just ends: seen here as a new parent. */
const stopWithNpm = (child) => {
  if (!process.env.npm_lifecycle_event) return
  const parent = process.ppid
  setInterval(() => process.ppid !== parent && child.kill('SIGTERM'), 250).unref()
}

const environmentOf = (script, node) => {
  if (!localScripts.has(script)) return scriptEnvironment(process.env, [dirname(node)])
  const java = findJava()
  return localEnvironment(process.env, [dirname(node), ...(java ? [java] : [])])
}

const run = (script, args) => {
  const node = findNode(root)
  // The channel shows a supervisor that we were killed: it then stops what it started.
  const isSupervisor = script === 'local/start.ts'
  const stdio = isSupervisor ? ['inherit', 'inherit', 'inherit', 'ipc'] : 'inherit'
  const child = spawn(node, [join(root, script), ...args], { stdio, env: environmentOf(script, node) })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  stopWithNpm(child)
  child.on('error', (error) => fail(`${basename(script)} could not be started: ${error.message}`))
  child.on('exit', (code, signal) => process.exit(code ?? 128 + (constants.signals[signal ?? 'SIGTERM'] ?? 15)))
}

const [script, ...args] = process.argv.slice(2)
checkNode()
if (!script) fail('Usage: node local/bootstrap.mjs <script> [arguments]')
ensurePackages(root)
run(script, args)
