import { statSync } from 'node:fs'
import { devNull } from 'node:os'
import { delimiter } from 'node:path'

const isFolder = (path) => statSync(path, { throwIfNoEntry: false })?.isDirectory() === true

/** This machine's addresses beside those that the person's own NO_PROXY names. */
const withoutProxy = ({ NO_PROXY, no_proxy }) => [no_proxy || NO_PROXY, 'localhost', '127.0.0.1', '::1'].filter(Boolean).join(',')

/** Options for every Node or Java of a machine: memory limits, agents, inspectors. */
const foreign = new Set(['NODE_OPTIONS', 'JAVA_TOOL_OPTIONS', '_JAVA_OPTIONS', 'JDK_JAVA_OPTIONS'])

/**
 * The environment of a script: that of this process, except that calls within this machine bypass a proxy, and that a folder
 * for temporary files that does not exist is not used. `folders` come first on PATH.
 */
export const scriptEnvironment = (given, folders) => {
  const proxy = withoutProxy(given)
  const env = { ...given, NO_PROXY: proxy, no_proxy: proxy, PATH: [...folders, given.PATH ?? ''].join(delimiter) }
  for (const name of ['TMPDIR', 'TMP', 'TEMP']) if (env[name] && !isFolder(env[name])) delete env[name]
  return env
}

/**
 * The same for a script that runs on the stand-ins for AWS: no setting, profile or credentials of a person's own AWS account
 * reaches it, so it neither fails by them nor calls that account; nor do options of Node and Java for other programs.
 */
export const localEnvironment = (given, folders) => {
  const env = scriptEnvironment(given, folders)
  for (const name of Object.keys(env)) if (name.startsWith('AWS_') || foreign.has(name)) delete env[name]
  return { ...env, AWS_CONFIG_FILE: devNull, AWS_SHARED_CREDENTIALS_FILE: devNull }
}
