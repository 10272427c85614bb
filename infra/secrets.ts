import {
  GetSecretValueCommand,
  PutSecretValueCommand,
  ResourceNotFoundException,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager'
import {
  activated,
  firstValue,
  type KeySet,
  type KeySetName,
  kidsOf,
  newKey,
  retired,
  secretNames,
  withKey,
} from './secret-values.ts'
import { type StageName, stageNamed } from './stage.ts'

/** The secrets of a stage, as far as this program needs them. Values are JSON. */
export type Vault = Readonly<{
  get: (secretId: string) => Promise<string | undefined>
  put: (secretId: string, value: string) => Promise<void>
}>

const usage = `Usage: STAGE=<stage> node local/bootstrap.mjs infra/secrets.ts <command>
  fill                                        give every secret that is empty its first value
  add <signing-keys|panel-keys>               publish a new key, which does not sign yet
  activate <signing-keys|panel-keys> <kid>    sign with it
  retire <signing-keys|panel-keys> <kid>      publish it no more`

/** Does one command and says what it did, in one line per secret and never with a value. Throws one line when it cannot. */
export const runSecrets = async (vault: Vault, stage: StageName, [command, name, kid]: readonly string[]): Promise<string[]> => {
  const idOf = (secret: string) => `sallyport/${stage}/${secret}`
  if (command === 'fill' && !name) {
    const said: string[] = []
    for (const secret of secretNames) {
      const filled = (await vault.get(idOf(secret))) !== undefined
      if (!filled) await vault.put(idOf(secret), JSON.stringify(firstValue(secret)))
      said.push(`${idOf(secret)}: ${filled ? 'has a value already' : 'filled'}`)
    }
    return said
  }
  if (!isKeySet(name)) throw new Error(usage)
  const value = await vault.get(idOf(name))
  if (value === undefined) throw new Error(`${idOf(name)} is empty; fill it first.`)
  const changed = change(command, name, JSON.parse(value) as KeySet, kid) // only this program writes it
  await vault.put(idOf(name), JSON.stringify(changed))
  return [`${idOf(name)}: ${changed.active} signs; published are ${kidsOf(changed)}`]
}

const isKeySet = (name: string | undefined): name is KeySetName => name === 'signing-keys' || name === 'panel-keys'

const change = (command: string | undefined, name: KeySetName, set: KeySet, kid: string | undefined): KeySet => {
  if (command === 'add' && !kid) return withKey(set, newKey(name))
  if (command === 'activate' && kid) return activated(set, kid)
  if (command === 'retire' && kid) return retired(set, kid)
  throw new Error(usage)
}

const secretsManager = (): Vault => {
  const client = new SecretsManagerClient({})
  return {
    // a secret that was made without a value answers like one that does not exist
    get: (SecretId) =>
      client.send(new GetSecretValueCommand({ SecretId })).then(
        ({ SecretString }) => SecretString,
        (thrown: unknown) => {
          if (thrown instanceof ResourceNotFoundException) return undefined
          throw thrown
        },
      ),
    put: async (SecretId, SecretString) => {
      await client.send(new PutSecretValueCommand({ SecretId, SecretString }))
    },
  }
}

if (import.meta.main) {
  try {
    const stage = stageNamed(process.env.STAGE ?? '')
    for (const line of await runSecrets(secretsManager(), stage.name, process.argv.slice(2))) console.log(line)
  } catch (thrown) {
    console.error(thrown instanceof Error ? thrown.message : thrown)
    process.exitCode = 1
  }
}
