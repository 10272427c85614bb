// Runs before anything is installed, on any Node from 20 on: makes the packages, finds the right Node and Java, and runs a script
// with them. Usage: node local/bootstrap.mjs <script> [arguments]. No dependencies, and no syntax newer than Node 20 knows.
import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { constants } from 'node:os'
import { basename, delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const oldestNode = 20
const wantedNode = 24
const oldestJava = 17
const needJava = new Set(['local/start.ts', 'test/run.ts', 'test/check.ts', 'test/bench/run.ts'])

const fail = (line) => {
  process.stderr.write(`${line}\n`)
  process.exit(1)
}

const majorOf = (version) => Number(version.replace(/^v/, '').split('.')[0])

const checkNode = () => {
  if (majorOf(process.version) < oldestNode)
    fail(
      `Sallyport needs Node.js ${oldestNode} or newer to start and this is ${process.version}: install one from https://nodejs.org`,
    )
}

const stampFile = join(root, 'node_modules', '.sallyport-lock')
const installedFile = join(root, 'node_modules', '.package-lock.json')
const packageFiles = ['package-lock.json', 'package.json'].map((name) => join(root, name))

const hashOfPackages = () => {
  const hash = createHash('sha256')
  for (const file of packageFiles) hash.update(readFileSync(file))
  return hash.digest('hex')
}

/** Whether node_modules is what the lock file says: by our own stamp, or because somebody ran npm after it last changed. */
const isInstalled = (hash) => {
  if (!existsSync(installedFile)) return false
  if (existsSync(stampFile)) {
    if (readFileSync(stampFile, 'utf8') === hash) return true
    if (statSync(stampFile).mtimeMs >= statSync(installedFile).mtimeMs) return false
  }
  return packageFiles.every((file) => statSync(installedFile).mtimeMs >= statSync(file).mtimeMs)
}

const lockFile = join(root, '.installing')
const pauseMs = 250

/** Whether the process that holds the lock still lives; a lock that nobody holds any more is removed. */
const isHeld = () => {
  const owner = existsSync(lockFile) ? Number(readFileSync(lockFile, 'utf8')) : 0
  try {
    if (owner) process.kill(owner, 0)
    return existsSync(lockFile)
  } catch {
    rmSync(lockFile, { force: true })
    return false
  }
}

/** Runs `install` while no other start of ours does: two of them at once would empty node_modules under each other. */
const alone = (install) => {
  for (;;) {
    try {
      writeFileSync(lockFile, String(process.pid), { flag: 'wx' })
      break
    } catch (thrown) {
      if (thrown.code !== 'EEXIST') throw thrown
      while (isHeld()) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, pauseMs)
    }
  }
  process.on('exit', () => rmSync(lockFile, { force: true }))
  install()
  rmSync(lockFile, { force: true })
}

const install = () => {
  // somebody else may have done it in the meantime
  if (isInstalled(hashOfPackages())) return
  process.stderr.write('Installing the packages (npm ci), once and again when package-lock.json changes\n')
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm'
  const installed = spawnSync(npm, ['ci', '--loglevel=error', '--no-fund', '--no-audit'], {
    cwd: root,
    stdio: ['ignore', 2, 2],
  })
  if (installed.error) fail(`npm could not be run (${installed.error.message}): install npm and try again`)
  if (installed.status !== 0) fail('npm ci failed, see above: mend that (network, disk space, rights) and try again')
}

const ensurePackages = () => {
  const hash = hashOfPackages()
  if (!isInstalled(hash)) alone(install)
  if (!existsSync(stampFile) || readFileSync(stampFile, 'utf8') !== hash) writeFileSync(stampFile, hash)
}

const checkJava = () => {
  const asked = spawnSync('java', ['-version'], { encoding: 'utf8' })
  const how = `Sallyport's local cloud needs Java ${oldestJava} or newer (DynamoDB Local runs on it)`
  if (asked.error || asked.status !== 0)
    fail(`${how} and there is no java here: install one, for example from https://adoptium.net`)
  const version = /version "(?:1\.)?(\d+)/.exec(`${asked.stderr}${asked.stdout}`)?.[1]
  if (version && Number(version) < oldestJava)
    fail(`${how} and this is Java ${version}: install a newer one, for example from https://adoptium.net`)
}

/** The machine's own Node when it is new enough, else the one pinned in package-lock.json. */
const findNode = () => {
  if (majorOf(process.version) >= wantedNode) return process.execPath
  const pinned = join(root, 'node_modules', `node-${process.platform}-${process.arch}`, 'bin', 'node')
  if (!existsSync(pinned))
    fail(
      `Sallyport runs on Node.js ${wantedNode}; this is ${process.version} and none is packaged for ${process.platform}-${process.arch}: install it from https://nodejs.org`,
    )
  return pinned
}

/** An npm that is told to end tells only the shell between us, and that one just ends: seen here as a new parent. */
const stopWithNpm = (child) => {
  if (!process.env.npm_lifecycle_event) return
  const parent = process.ppid
  setInterval(() => process.ppid !== parent && child.kill('SIGTERM'), 250).unref()
}

const run = (script, args) => {
  const node = findNode()
  const env = { ...process.env, PATH: `${dirname(node)}${delimiter}${process.env.PATH ?? ''}` }
  // The channel tells a supervisor that we were killed: it then stops what it started.
  const isSupervisor = script === 'local/start.ts'
  const stdio = isSupervisor ? ['inherit', 'inherit', 'inherit', 'ipc'] : 'inherit'
  const child = spawn(node, [join(root, script), ...args], { stdio, env })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  stopWithNpm(child)
  child.on('error', (error) => fail(`${basename(script)} could not be started: ${error.message}`))
  child.on('exit', (code, signal) => process.exit(code ?? 128 + (constants.signals[signal ?? 'SIGTERM'] ?? 15)))
}

const [script, ...args] = process.argv.slice(2)
checkNode()
if (!script) fail('Usage: node local/bootstrap.mjs <script> [arguments]')
ensurePackages()
if (needJava.has(script)) checkJava()
run(script, args)
