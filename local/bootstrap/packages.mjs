import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, lstatSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fail } from './fail.mjs'

const pauseMs = 250

/** A lock file's packages by their folder; none when it cannot be read. */
const packagesIn = (file) => {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).packages ?? {}
  } catch {
    return {}
  }
}

const includes = (wanted, value) => [wanted].flat().includes(value)

/**
 * Whether a package of the lock file has to be there. An optional one is when it is made for this machine; one for a certain C
 * library is left to npm, since which library this is cannot be found out quickly.
 */
const isNeeded = ({ optional, os, cpu, libc }) => {
  if (!optional) return true
  if (libc || !os || !cpu) return false
  return includes(os, process.platform) && includes(cpu, process.arch)
}

/** The packages of the lock file that `node_modules` lacks, or has in another version. */
const missingPackages = (root) => {
  const installed = packagesIn(join(root, 'node_modules', '.package-lock.json'))
  return Object.entries(packagesIn(join(root, 'package-lock.json')))
    .filter(([folder, wanted]) => folder !== '' && isNeeded(wanted))
    .filter(([folder, { version }]) => installed[folder]?.version !== version || !existsSync(join(root, folder, 'package.json')))
    .map(([folder]) => folder.replace(/^.*node_modules\//, ''))
}

const hashOfPackages = (files) => {
  const hash = createHash('sha256')
  for (const file of files) hash.update(readFileSync(file))
  return hash.digest('hex')
}

/**
 * Whether node_modules is what the lock file says: by our own stamp, or because somebody ran npm after the lock file last
 * changed; and in both cases because nothing is missing, whatever npm was asked to leave out.
 */
const isInstalled = ({ root, stampFile, installedFile, packageFiles }) => {
  if (!existsSync(installedFile) || missingPackages(root).length > 0) return false
  if (existsSync(stampFile)) {
    if (readFileSync(stampFile, 'utf8') === hashOfPackages(packageFiles)) return true
    if (statSync(stampFile).mtimeMs >= statSync(installedFile).mtimeMs) return false
  }
  return packageFiles.every((file) => statSync(installedFile).mtimeMs >= statSync(file).mtimeMs)
}

/** Whether the process that holds the lock still lives; a lock that nobody holds any more is removed. */
const isHeld = (lockFile) => {
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
const alone = (lockFile, install) => {
  for (;;) {
    try {
      writeFileSync(lockFile, String(process.pid), { flag: 'wx' })
      break
    } catch (thrown) {
      if (thrown.code !== 'EEXIST') throw thrown
      while (isHeld(lockFile)) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, pauseMs)
    }
  }
  process.on('exit', () => rmSync(lockFile, { force: true }))
  install()
  rmSync(lockFile, { force: true })
}

/** Settings of the machine (NODE_ENV=production, npm_config_omit, a .npmrc) must not decide what is installed, or how. */
const settings = ['--include=dev', '--include=optional', '--global=false', '--engine-strict=false', '--install-strategy=hoisted']

const install = (places) => {
  // Another start may have installed them while this one waited.
  if (isInstalled(places)) return
  const modules = join(places.root, 'node_modules')
  if (lstatSync(modules, { throwIfNoEntry: false })?.isSymbolicLink())
    fail(
      'node_modules is a link, and npm ci would empty the folder that it leads to: remove the link, or bring that folder up to date',
    )
  process.stderr.write('Installing the packages (npm ci); this is done again only when they change\n')
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm'
  const installed = spawnSync(npm, ['ci', ...settings, '--loglevel=error', '--no-fund', '--no-audit'], {
    cwd: places.root,
    stdio: ['ignore', 2, 2],
  })
  if (installed.error) fail(`npm could not be run (${installed.error.message}): install npm and try again`)
  if (installed.status !== 0) fail('npm ci failed, see above: correct that (network, disk space, rights) and try again')
  const missing = missingPackages(places.root)
  if (missing.length > 0)
    fail(`npm ci did not install ${missing.slice(0, 3).join(', ')} (${missing.length} missing): look at npm config list`)
}

/** Installs the packages of the lock file when node_modules is not what it says. */
export const ensurePackages = (root) => {
  const modules = join(root, 'node_modules')
  const places = {
    root,
    stampFile: join(modules, '.sallyport-lock'),
    installedFile: join(modules, '.package-lock.json'),
    packageFiles: ['package-lock.json', 'package.json'].map((name) => join(root, name)),
  }
  if (!isInstalled(places)) alone(join(root, '.installing'), () => install(places))
  const hash = hashOfPackages(places.packageFiles)
  if (!existsSync(places.stampFile) || readFileSync(places.stampFile, 'utf8') !== hash) writeFileSync(places.stampFile, hash)
}
