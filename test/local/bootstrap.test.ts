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
import { delimiter, dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

const root = join(import.meta.dirname, '..', '..')

/** A repository with a script to run, and a folder of programs that stand in for npm and java. */
let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sallyport-bootstrap-'))
  for (const name of ['local', 'test', 'bin']) mkdirSync(join(folder, name))
  for (const name of ['bootstrap.mjs', 'bootstrap'])
    cpSync(join(root, 'local', name), join(folder, 'local', name), { recursive: true })
  writeFileSync(join(folder, 'package.json'), '{}')
  writeFileSync(join(folder, 'package-lock.json'), '{}')
  writeFileSync(join(folder, 'script.mjs'), 'console.log("ran", ...process.argv.slice(2)); process.exitCode = 7')
  writeFileSync(join(folder, 'test', 'run.ts'), 'console.log("ran")')
  symlinkSync(process.execPath, join(folder, 'bin', 'node'))
  program('npm', 'echo "$@" >> npm.log; mkdir -p node_modules; touch node_modules/.package-lock.json')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const program = (name: string, script: string): void => {
  mkdirSync(dirname(join(folder, 'bin', name)), { recursive: true })
  writeFileSync(join(folder, 'bin', name), `#!/bin/sh\n${script}\n`)
  chmodSync(join(folder, 'bin', name), 0o755)
}
const npmRuns = () =>
  existsSync(join(folder, 'npm.log')) ? readFileSync(join(folder, 'npm.log'), 'utf8').trim().split('\n').length : 0
const bootIn = (environment: Record<string, string>, ...args: string[]) => {
  const PATH = [join(folder, 'bin'), '/usr/bin', '/bin'].join(delimiter)
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(folder, 'local', 'bootstrap.mjs'), ...args], {
    encoding: 'utf8',
    env: { PATH: args[0] === 'test/run.ts' ? join(folder, 'bin') : PATH, ...environment },
  })
  return { status, stdout: stdout.trim(), stderr: stderr.trim() }
}
const boot = (...args: string[]) => bootIn({}, ...args)
/** A Java of that version, as a program of a folder. */
const java = (path: string, version: string): void => program(path, `echo 'openjdk version "${version}"' >&2`)

type LockedPackage = { version: string; optional?: boolean; os?: string[]; cpu?: string[] }
/** A lock file with these packages; npm is one that installs all of them. */
const lock = (packages: Record<string, LockedPackage>): void => {
  writeFileSync(join(folder, 'package-lock.json'), JSON.stringify({ packages: { '': {}, ...packages } }))
  const modules = join(folder, 'node_modules')
  const installed = Object.keys(packages).map((path) => `mkdir -p ${folder}/${path}; echo '{}' > ${folder}/${path}/package.json`)
  const list = `echo '${JSON.stringify({ packages })}' > ${modules}/.package-lock.json`
  program('npm', ['echo "$@" >> npm.log', ...installed, list].join('\n'))
}
const forThisMachine = { os: [process.platform], cpu: [process.arch] }
const installedList = () => join(folder, 'node_modules', '.package-lock.json')
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
  it('installs what development needs, whatever the machine is set to leave out', () => {
    bootIn({ NODE_ENV: 'production', npm_config_omit: 'optional' }, 'script.mjs')
    const [line] = readFileSync(join(folder, 'npm.log'), 'utf8').split('\n')
    expect(line).toMatch(/^ci .*--include=dev --include=optional/)
  })
  it.each([
    ['is not in the list of what is installed', () => writeFileSync(installedList(), JSON.stringify({ packages: {} }))],
    [
      'is there in another version',
      () => writeFileSync(installedList(), JSON.stringify({ packages: { 'node_modules/a': { version: '0.9.0' } } })),
    ],
    ['has no folder', () => rmSync(join(folder, 'node_modules', 'a'), { recursive: true })],
  ])('installs the packages again when one %s, whatever the stamp says', (_, spoil) => {
    lock({ 'node_modules/a': { version: '1.0.0' } })
    boot('script.mjs')
    expect([boot('script.mjs').status, npmRuns()]).toEqual([7, 1])
    spoil()
    expect([boot('script.mjs').status, npmRuns()]).toEqual([7, 2])
  })
  it('installs the packages again when an optional one that is made for this machine is missing, and for no other', () => {
    const other = { 'node_modules/other': { version: '1.0.0', optional: true, os: ['aix'], cpu: ['ppc64'] } }
    const ours = { 'node_modules/ours': { version: '1.0.0', optional: true, ...forThisMachine } }
    lock({ ...other, ...ours })
    boot('script.mjs')
    rmSync(join(folder, 'node_modules', 'other'), { recursive: true })
    expect([boot('script.mjs').status, npmRuns()]).toEqual([7, 1])
    rmSync(join(folder, 'node_modules', 'ours'), { recursive: true })
    expect([boot('script.mjs').status, npmRuns()]).toEqual([7, 2])
  })
  it('does not let npm empty the folder that a linked node_modules leads to', () => {
    mkdirSync(join(folder, 'elsewhere'))
    symlinkSync(join(folder, 'elsewhere'), join(folder, 'node_modules'))
    expect(boot('script.mjs')).toMatchObject({ status: 1, stdout: '', stderr: expect.stringContaining('node_modules is a link') })
    expect(npmRuns()).toBe(0)
  })

  it('names what npm did not install, and does not run the script', () => {
    writeFileSync(
      join(folder, 'package-lock.json'),
      JSON.stringify({ packages: { 'node_modules/@a/b': { version: '1.0.0', optional: true, ...forThisMachine } } }),
    )
    expect(boot('script.mjs')).toMatchObject({
      status: 1,
      stdout: '',
      stderr: expect.stringContaining('npm ci did not install @a/b (1 missing)'),
    })
  })
})

describe('the Java of the scripts that need one', () => {
  it('is said to be missing or too old in one line, to those scripts only', () => {
    boot('script.mjs')
    expect(boot('test/run.ts')).toMatchObject({
      status: 1,
      stderr: expect.stringMatching(/^.*Java 17 or newer.*there is no java here.*$/),
    })
    java('java', '1.8.0_392')
    expect(boot('test/run.ts')).toMatchObject({ status: 1, stderr: expect.stringMatching(/^.*this is Java 8.*$/) })
    java('java', '21.0.2')
    expect(boot('test/run.ts')).toMatchObject({ status: 0, stdout: 'ran', stderr: '' })
  })
  /** The first folder of PATH that has a java, as the script sees it. */
  const javaSeen = (environment: Record<string, string>) => {
    writeFileSync(
      join(folder, 'test', 'run.ts'),
      `const { existsSync } = await import('node:fs')
       console.log(process.env.PATH.split(':').find((path) => existsSync(path + '/java')))`,
    )
    return bootIn(environment, 'test/run.ts').stdout
  }
  it('is that of JAVA_HOME, with or without one on PATH', () => {
    boot('script.mjs')
    const JAVA_HOME = join(folder, 'bin', 'home')
    java('home/bin/java', '21.0.2')
    expect(javaSeen({ JAVA_HOME })).toBe(join(JAVA_HOME, 'bin'))
    java('java', '17.0.1')
    expect(javaSeen({ JAVA_HOME })).toBe(join(JAVA_HOME, 'bin'))
  })
  it('is the one on PATH when that of JAVA_HOME is too old or not there', () => {
    boot('script.mjs')
    java('java', '17.0.1')
    java('old/bin/java', '1.8.0_392')
    expect(javaSeen({ JAVA_HOME: join(folder, 'bin', 'old') })).toBe(join(folder, 'bin'))
    expect(javaSeen({ JAVA_HOME: join(folder, 'nowhere') })).toBe(join(folder, 'bin'))
  })
})

describe('the environment of a script', () => {
  const seenBy = (script: string, environment: Record<string, string>): Record<string, string> => {
    java('java', '21.0.2')
    boot('script.mjs')
    writeFileSync(join(folder, script), 'console.log(JSON.stringify(process.env))')
    const { stdout, stderr } = bootIn(environment, script)
    return stdout ? JSON.parse(stdout) : { failed: stderr }
  }
  it.each([
    [{}, 'localhost,127.0.0.1,::1'],
    [{ NO_PROXY: '.corp.example' }, '.corp.example,localhost,127.0.0.1,::1'],
    [{ no_proxy: 'a.example', NO_PROXY: 'b.example' }, 'a.example,localhost,127.0.0.1,::1'],
  ])('with a proxy and %j lets calls within this machine bypass it', (given, bypassed) => {
    const proxies = { NODE_USE_ENV_PROXY: '1', HTTP_PROXY: 'http://127.0.0.1:9', https_proxy: 'http://127.0.0.1:9' }
    for (const script of ['test/run.ts', 'script.mjs'])
      expect(seenBy(script, { ...proxies, ...given })).toMatchObject({ NO_PROXY: bypassed, no_proxy: bypassed, ...proxies })
  })
  it('on the stand-ins has nothing of a person’s AWS account, and no options for every Node and Java', () => {
    const given = {
      AWS_PROFILE: 'work',
      AWS_ENDPOINT_URL: 'http://127.0.0.1:9',
      AWS_USE_FIPS_ENDPOINT: 'true',
      AWS_CONFIG_FILE: '/home/ann/.aws/config',
      NODE_OPTIONS: '--no-deprecation',
      JAVA_TOOL_OPTIONS: '-Xms8g',
    }
    const seen = seenBy('test/run.ts', given)
    const left = Object.entries(seen).filter(([name]) => name.startsWith('AWS_') || name.endsWith('_OPTIONS'))
    expect(Object.fromEntries(left)).toEqual({ AWS_CONFIG_FILE: '/dev/null', AWS_SHARED_CREDENTIALS_FILE: '/dev/null' })
    expect(seenBy('script.mjs', given)).toMatchObject(given)
  })
  it('does not name a folder for temporary files that does not exist', () => {
    expect(seenBy('test/run.ts', { TMPDIR: '/does/not/exist', TMP: folder })).not.toHaveProperty('TMPDIR')
    expect(seenBy('test/run.ts', { TMPDIR: folder })).toMatchObject({ TMPDIR: folder })
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
    [
      ['--port-base', '13080', '--port', '13083'],
      'Port 13083 is given twice, for http and for dynamodb: choose another --port or --port-base',
    ],
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
