import { spawnSync } from 'node:child_process'
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

const root = join(import.meta.dirname, '..', '..')

/** A repository with a script to run, and a folder of programs that stand in for npm and java. */
let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sallyport-bootstrap-'))
  for (const name of ['local', 'test', 'bin']) mkdirSync(join(folder, name))
  cpSync(join(root, 'local', 'bootstrap.mjs'), join(folder, 'local', 'bootstrap.mjs'))
  writeFileSync(join(folder, 'package.json'), '{}')
  writeFileSync(join(folder, 'package-lock.json'), '{}')
  writeFileSync(join(folder, 'script.mjs'), 'console.log("ran", ...process.argv.slice(2)); process.exitCode = 7')
  writeFileSync(join(folder, 'test', 'run.ts'), 'console.log("ran")')
  symlinkSync(process.execPath, join(folder, 'bin', 'node'))
  program('npm', 'echo "$@" >> npm.log; mkdir -p node_modules; touch node_modules/.package-lock.json')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const program = (name: string, script: string): void => {
  writeFileSync(join(folder, 'bin', name), `#!/bin/sh\n${script}\n`)
  chmodSync(join(folder, 'bin', name), 0o755)
}
const npmRuns = () =>
  existsSync(join(folder, 'npm.log')) ? readFileSync(join(folder, 'npm.log'), 'utf8').trim().split('\n').length : 0
const boot = (...args: string[]) => {
  const PATH = [join(folder, 'bin'), '/usr/bin', '/bin'].join(delimiter)
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(folder, 'local', 'bootstrap.mjs'), ...args], {
    encoding: 'utf8',
    env: { PATH: args[0] === 'test/run.ts' ? join(folder, 'bin') : PATH },
  })
  return { status, stdout: stdout.trim(), stderr: stderr.trim() }
}
/** Somebody changes a file a minute after the last install. */
const changeLater = (name: string, text: string): void => {
  writeFileSync(join(folder, name), text)
  const later = Date.now() / 1000 + 60
  utimesSync(join(folder, name), later, later)
}

describe('the step before every script', () => {
  it('installs the packages once, and runs the script with its arguments and its exit code', () => {
    expect(boot('script.mjs', 'a', '--b')).toMatchObject({ status: 7, stdout: 'ran a --b' })
    boot('script.mjs')
    expect(npmRuns()).toBe(1)
  })
  it.each(['package-lock.json', 'package.json'])('installs them again when %s has changed', (name) => {
    boot('script.mjs')
    changeLater(name, '{"changed":true}')
    boot('script.mjs')
    expect(npmRuns()).toBe(2)
  })
  it('takes an npm ci that somebody ran by hand', () => {
    mkdirSync(join(folder, 'node_modules'))
    writeFileSync(join(folder, 'node_modules', '.package-lock.json'), '')
    boot('script.mjs')
    expect(npmRuns()).toBe(0)
  })
  it('says what to do when npm fails, and does not run the script', () => {
    program('npm', 'exit 1')
    expect(boot('script.mjs')).toMatchObject({ status: 1, stdout: '', stderr: expect.stringContaining('npm ci failed') })
  })
  it('says in one line that Java is missing or too old, to the scripts that need it only', () => {
    boot('script.mjs')
    expect(boot('test/run.ts')).toMatchObject({
      status: 1,
      stderr: expect.stringMatching(/^.*Java 17 or newer.*there is no java here.*$/),
    })
    program('java', `echo 'openjdk version "1.8.0_392"' >&2`)
    expect(boot('test/run.ts')).toMatchObject({ status: 1, stderr: expect.stringMatching(/^.*this is Java 8.*$/) })
    program('java', `echo 'openjdk version "21.0.2" 2024-01-16' >&2`)
    expect(boot('test/run.ts')).toMatchObject({ status: 0, stdout: 'ran', stderr: '' })
  })
})

describe('npm start', () => {
  const start = (...args: string[]) => {
    const { status, stderr } = spawnSync(process.execPath, [join(root, 'local', 'start.ts'), ...args], { encoding: 'utf8' })
    return { status, line: stderr.trim() }
  }
  it.each([
    [['--bogus'], "Unknown option '--bogus': see npm start -- --help"],
    [['--port', 'abc'], '--port must be a port from 1 to 65529, not "abc"'],
    [['--port-base', '70000'], '--port-base must be a port from 1 to 65529, not "70000"'],
    [['extra'], "Unexpected argument 'extra': see npm start -- --help"],
  ])('refuses %j with one line', (args, line) => expect(start(...args)).toEqual({ status: 1, line }))
  it('says that a data folder cannot be made', () => {
    const { status, line } = start('--data', join(process.execPath, 'data'))
    expect([status, line]).toEqual([
      1,
      expect.stringMatching(/^The data folder .* cannot be made .*: choose another with --data$/),
    ])
  })
})
