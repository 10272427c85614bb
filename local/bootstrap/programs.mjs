import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fail, majorOf } from './fail.mjs'

const wantedNode = 24
const oldestJava = 17
const adoptium = 'https://adoptium.net'

/** The machine's own Node when it is new enough, else the one pinned in package-lock.json. */
export const findNode = (root) => {
  if (majorOf(process.version) >= wantedNode) return process.execPath
  const pinned = join(root, 'node_modules', `node-${process.platform}-${process.arch}`, 'bin', 'node')
  if (!existsSync(pinned))
    fail(
      `Sallyport runs on Node.js ${wantedNode}; this is ${process.version} and none is packaged for ${process.platform}-${process.arch}: install it from https://nodejs.org`,
    )
  return pinned
}

/** The major version of a Java, undefined when it cannot be run. One that says no version is taken to be new. */
const javaVersion = (java) => {
  const asked = spawnSync(java, ['-version'], { encoding: 'utf8' })
  if (asked.error || asked.status !== 0) return undefined
  const version = /version "(?:1\.)?(\d+)/.exec(`${asked.stderr}${asked.stdout}`)?.[1]
  return version === undefined ? Number.POSITIVE_INFINITY : Number(version)
}

/**
 * The folder of a Java that is new enough: the one of JAVA_HOME if it is, else undefined for the one on PATH. Ends with one
 * line when neither is.
 */
export const findJava = () => {
  const home = process.env.JAVA_HOME
  const javas = [...(home ? [join(home, 'bin', 'java')] : []), 'java']
  let newest
  for (const java of javas) {
    const version = javaVersion(java)
    if (version === undefined) continue
    if (version >= oldestJava) return java === 'java' ? undefined : dirname(java)
    newest = Math.max(newest ?? 0, version)
  }
  const needed = `Sallyport's local cloud needs Java ${oldestJava} or newer (DynamoDB Local runs on it)`
  return newest === undefined
    ? fail(`${needed} and there is no java here: install one, for example from ${adoptium}, or set JAVA_HOME`)
    : fail(`${needed} and this is Java ${newest}: install a newer one, for example from ${adoptium}, or set JAVA_HOME`)
}
