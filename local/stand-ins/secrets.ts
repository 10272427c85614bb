import { createHash, randomUUID } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { accountNumber, region } from '../settings.ts'
import { type Answer, json } from './answer.ts'

type Secret = { ARN: string; Name: string; SecretString?: string; VersionId: string; CreatedDate: number }
type Input = { SecretId?: string; Name?: string; SecretString?: string; ClientRequestToken?: string }

const amzJson = (status: number, body: unknown): Answer => json(status, body, 'application/x-amz-json-1.1')
const failure = (kind: string, message: string): Answer => amzJson(400, { __type: kind, message })

/** The service adds six characters to the name; here they follow from it, so that the ARN is known before the secret exists. */
export const secretArn = (name: string): string =>
  `arn:aws:secretsmanager:${region}:${accountNumber}:secret:${name}-${createHash('sha256').update(name).digest('hex').slice(0, 6)}`

/** The four calls of Secrets Manager that the product makes, each secret one file in `folder` (readable by its owner only). */
export const secretsManager = (folder: string): ((action: string, body: string) => Answer) => {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const fileOf = (name: string) => join(folder, `${encodeURIComponent(name)}.json`)
  const write = (secret: Secret): void => {
    const file = fileOf(secret.Name)
    writeFileSync(`${file}.new`, JSON.stringify(secret), { mode: 0o600 })
    renameSync(`${file}.new`, file)
  }
  const all = (): Secret[] =>
    readdirSync(folder)
      .filter((file) => file.endsWith('.json'))
      .map((file) => JSON.parse(readFileSync(join(folder, file), 'utf8')) as Secret)
  const find = (id: string): Secret | undefined => all().find((secret) => secret.ARN === id || secret.Name === id)

  const create = (input: Input): Answer => {
    const name = input.Name ?? ''
    if (existsSync(fileOf(name))) return failure('ResourceExistsException', `A secret named ${name} exists already`)
    const secret: Secret = {
      ARN: secretArn(name),
      Name: name,
      VersionId: input.ClientRequestToken ?? randomUUID(),
      CreatedDate: Date.now() / 1000,
      ...(input.SecretString === undefined ? {} : { SecretString: input.SecretString }),
    }
    write(secret)
    return amzJson(200, { ARN: secret.ARN, Name: secret.Name, VersionId: secret.VersionId })
  }
  const put = (secret: Secret, input: Input): Answer => {
    const next = { ...secret, VersionId: input.ClientRequestToken ?? randomUUID(), SecretString: input.SecretString ?? '' }
    write(next)
    return amzJson(200, { ARN: next.ARN, Name: next.Name, VersionId: next.VersionId, VersionStages: ['AWSCURRENT'] })
  }
  const get = (secret: Secret): Answer =>
    secret.SecretString === undefined
      ? failure(
          'ResourceNotFoundException',
          'Secrets Manager cannot find the specified secret value for staging label: AWSCURRENT',
        )
      : amzJson(200, { ...secret, VersionStages: ['AWSCURRENT'] })

  return (action, body) => {
    const input = JSON.parse(body || '{}') as Input
    if (action === 'CreateSecret') return create(input)
    const secret = find(input.SecretId ?? '')
    if (!secret) return failure('ResourceNotFoundException', "Secrets Manager can't find the specified secret.")
    if (action === 'GetSecretValue') return get(secret)
    if (action === 'PutSecretValue') return put(secret, input)
    if (action === 'DescribeSecret') return amzJson(200, { ARN: secret.ARN, Name: secret.Name, CreatedDate: secret.CreatedDate })
    return failure('InvalidAction', `The local Secrets Manager does not know ${action}`)
  }
}
