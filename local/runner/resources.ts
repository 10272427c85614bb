import {
  CreateTableCommand,
  type CreateTableCommandInput,
  DescribeTableCommand,
  DynamoDBClient,
  ResourceNotFoundException,
  UpdateTimeToLiveCommand,
} from '@aws-sdk/client-dynamodb'
import { CreateBucketCommand, HeadBucketCommand, S3Client } from '@aws-sdk/client-s3'
import {
  CreateSecretCommand,
  DescribeSecretCommand,
  GetSecretValueCommand,
  PutSecretValueCommand,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager'
import { CreateQueueCommand, GetQueueUrlCommand, SetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs'
import { clientOptions, type Ports } from '../settings.ts'
import type { Model } from './model.ts'
import { localValue } from './secret-values.ts'
import type { Resource } from './template.ts'

const isMissing = (thrown: unknown, ...names: string[]): boolean => thrown instanceof Error && names.includes(thrown.name)

/** The answer of `ask`, or undefined when the thing does not exist. */
const ifExists = async <T>(ask: Promise<T>, ...names: string[]): Promise<T | undefined> => {
  try {
    return await ask
  } catch (thrown) {
    if (isMissing(thrown, ...names)) return undefined
    throw thrown
  }
}

type Properties = Record<string, unknown>
type Index = { IndexName: string; KeySchema: unknown; Projection: unknown }

/** The shapes of CloudFormation and of the service are the same here, except settings that DynamoDB Local does not know. */
const tableInput = (name: string, properties: Properties): CreateTableCommandInput => {
  const indexes = properties.GlobalSecondaryIndexes as Index[] | undefined
  const stream = properties.StreamSpecification as { StreamViewType?: string } | undefined
  const input = {
    TableName: name,
    BillingMode: 'PAY_PER_REQUEST',
    KeySchema: properties.KeySchema,
    AttributeDefinitions: properties.AttributeDefinitions,
    ...(indexes && {
      GlobalSecondaryIndexes: indexes.map(({ IndexName, KeySchema, Projection }) => ({ IndexName, KeySchema, Projection })),
    }),
    ...(stream && { StreamSpecification: { StreamEnabled: true, StreamViewType: stream.StreamViewType } }),
  }
  // The template is checked by CloudFormation's own schema at synthesis; the service checks it once more.
  return input as CreateTableCommandInput
}

const ensureTable = async (client: DynamoDBClient, model: Model, resource: Resource): Promise<void> => {
  const name = model.ref(resource)
  const properties = model.properties(resource)
  const describe = () => client.send(new DescribeTableCommand({ TableName: name }))
  let found = await ifExists(describe(), ResourceNotFoundException.name)
  if (!found) {
    await client.send(new CreateTableCommand(tableInput(name, properties)))
    const ttl = properties.TimeToLiveSpecification as { AttributeName: string; Enabled: boolean } | undefined
    if (ttl?.Enabled)
      await client.send(
        new UpdateTimeToLiveCommand({
          TableName: name,
          TimeToLiveSpecification: { AttributeName: ttl.AttributeName, Enabled: true },
        }),
      )
    found = await describe()
  }
  const streamArn = found.Table?.LatestStreamArn
  if (streamArn) model.learn(resource, 'StreamArn', streamArn)
}

const attributeNames = [
  'VisibilityTimeout',
  'MessageRetentionPeriod',
  'DelaySeconds',
  'ReceiveMessageWaitTimeSeconds',
  'MaximumMessageSize',
]

const ensureQueue = async (client: SQSClient, model: Model, resource: Resource): Promise<void> => {
  const properties = model.properties(resource)
  const name = model.attribute(resource, 'QueueName')
  const attributes: Record<string, string> = {}
  for (const attribute of attributeNames) {
    const value = properties[attribute]
    if (value !== undefined) attributes[attribute] = String(value)
  }
  if (properties.RedrivePolicy) attributes.RedrivePolicy = JSON.stringify(properties.RedrivePolicy)
  const found = await ifExists(
    client.send(new GetQueueUrlCommand({ QueueName: name })),
    'QueueDoesNotExist',
    'AWS.SimpleQueueService.NonExistentQueue',
  )
  if (found?.QueueUrl) await client.send(new SetQueueAttributesCommand({ QueueUrl: found.QueueUrl, Attributes: attributes }))
  else await client.send(new CreateQueueCommand({ QueueName: name, Attributes: attributes }))
}

const ensureBucket = async (client: S3Client, model: Model, resource: Resource): Promise<void> => {
  const Bucket = model.ref(resource)
  if (!(await ifExists(client.send(new HeadBucketCommand({ Bucket })), 'NotFound', 'NoSuchBucket')))
    await client.send(new CreateBucketCommand({ Bucket }))
}

const ensureSecret = async (client: SecretsManagerClient, model: Model, resource: Resource): Promise<void> => {
  const properties = model.properties(resource)
  const name = String(properties.Name ?? `${resource.stack}-${resource.id}`)
  const given = typeof properties.SecretString === 'string' ? properties.SecretString : undefined
  const missing = 'ResourceNotFoundException'
  if (!(await ifExists(client.send(new DescribeSecretCommand({ SecretId: name })), missing)))
    await client.send(new CreateSecretCommand({ Name: name, SecretString: given ?? localValue(name) }))
  else if (!(await ifExists(client.send(new GetSecretValueCommand({ SecretId: name })), missing)))
    await client.send(new PutSecretValueCommand({ SecretId: name, SecretString: given ?? localValue(name) }))
}

/** Types that become something on this machine: by this module, a listener, a poller or the scheduler. */
const neededLocally = new Set([
  'AWS::DynamoDB::Table',
  'AWS::DynamoDB::GlobalTable',
  'AWS::SQS::Queue',
  'AWS::S3::Bucket',
  'AWS::SecretsManager::Secret',
  'AWS::Lambda::Function',
  'AWS::Lambda::Alias',
  'AWS::Lambda::EventSourceMapping',
  'AWS::ApiGatewayV2::Api',
  'AWS::ApiGatewayV2::Stage',
  'AWS::ApiGatewayV2::Route',
  'AWS::ApiGatewayV2::Integration',
  'AWS::Scheduler::Schedule',
])

/** The resource types of a template that have no meaning on one machine (roles, alarms, logs): each once, sorted. */
export const notNeededLocally = (types: Iterable<string>): string[] =>
  [...new Set(types)].filter((type) => !neededLocally.has(type)).toSorted()

/** Creates what the template declares and the stand-ins do not have yet; changes nothing that exists but a queue's settings. */
export const ensureResources = async (model: Model, ports: Ports): Promise<void> => {
  const dynamodb = new DynamoDBClient(clientOptions(ports.dynamodb))
  const sqs = new SQSClient(clientOptions(ports.queues))
  const s3 = new S3Client({ ...clientOptions(ports.queues), forcePathStyle: true })
  const secrets = new SecretsManagerClient(clientOptions(ports.mail))
  const each = (types: string[], ensure: (resource: Resource) => Promise<void>) => model.ofType(...types).map(ensure)
  await Promise.all([
    ...each(['AWS::DynamoDB::Table', 'AWS::DynamoDB::GlobalTable'], (resource) => ensureTable(dynamodb, model, resource)),
    ...each(['AWS::SQS::Queue'], (resource) => ensureQueue(sqs, model, resource)),
    ...each(['AWS::S3::Bucket'], (resource) => ensureBucket(s3, model, resource)),
    ...each(['AWS::SecretsManager::Secret'], (resource) => ensureSecret(secrets, model, resource)),
  ])
  for (const client of [dynamodb, sqs, s3, secrets]) client.destroy()
}
